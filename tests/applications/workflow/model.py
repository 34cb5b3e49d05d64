"""What the documents say of one application, without a database: the reference of the random lives."""

from dataclasses import dataclass, field

from tests.applications.workflow.table import (
    CLERK,
    DECISION,
    DESKS,
    ENDS,
    HEAD,
    MACHINE,
    REGISTRAR,
    STEPS,
    holder,
    who,
    who_may,
)

NEEDS_WORDS = {"send_back", "return_for_correction", "decline"}
APPLICANTS = {level: (CLERK[level], HEAD[level]) for level in CLERK}
CONCLUDED = {"opinion", "review", "judgement"}


@dataclass
class Model:
    """One application at one level; `done` counts the steps that are closed, one after the other."""

    level: str
    state: str = "draft"
    returned_from: str = ""
    committed: bool = False
    accepted: bool = False
    is_laid_out: bool = False
    done: int = 0
    in_decision: bool = False
    # Items of the office's return that wait for the applicant, and whether it waits for them at all.
    unanswered: int = 0
    is_asked_back: bool = False
    postponed: bool = False
    handler: str = ""
    sheets: int = 0
    is_being_checked: bool = False
    asked: set[tuple[int, str]] = field(default_factory=set)
    answered: set[tuple[int, str]] = field(default_factory=set)
    acts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def moment(self) -> str:
        """The state, and with which office where two have it one after the other."""
        steps = STEPS[self.level]
        apart = f"{self.state} with the city"
        if (
            apart in DESKS[self.level]
            and self.done < len(steps)
            and steps[self.done][1] == DESKS[self.level][apart]
        ):
            return apart
        return self.state

    @property
    def turn(self) -> str:
        """Whose it is; what was put aside there is not put aside elsewhere."""
        return holder(self.level, self.moment)

    @property
    def desk(self) -> tuple[str, str] | tuple[()]:
        return DESKS[self.level].get(self.moment, ())

    @property
    def chief(self) -> str:
        """Of the office whose round it is."""
        return DESKS[self.level]["reviewing"][1]

    @property
    def is_concluded(self) -> bool:
        return self.done >= len(STEPS[self.level])

    @property
    def kinds(self) -> list[str]:
        return [*(kind for kind, _ in STEPS[self.level]), DECISION]

    @property
    def open_step(self) -> int | None:
        """The place of the one step that is open; that of the decision opens with the shortlist alone."""
        if not self.is_laid_out or self.done == len(self.kinds):
            return None
        opens_with = {"recognised", "shortlisted"} & {self.state, *(start for start, _ in self.acts)}
        return None if self.kinds[self.done] == DECISION and not opens_with else self.done

    def answer(self, action: str, name: str, words: str) -> str:
        """ "done", or the name of the refusal."""
        if self.state not in MACHINE[action]:
            return "Conflict"
        if name not in who_may(self.level, self.moment, action) or self._hindered(action):
            return "NotAllowed"
        return "Invalid" if action in NEEDS_WORDS and not words.strip() else "done"

    def _hindered(self, action: str) -> bool:
        return {
            "submit": not self.committed,
            "resubmit": not self.committed or self.unanswered > 0,
            "withdraw": self.accepted,
            "shortlist": not self.is_concluded,
            "decline": self.in_decision,
        }.get(action, False)

    def take(self, action: str, name: str) -> None:
        """Along the edge, with what belongs to it."""
        before, turn, (target, _) = self.state, self.turn, MACHINE[action][self.state]
        self.state = self.returned_from if target == "back" else target
        self.acts.append((before, self.state))
        if self.state == "returned":
            self.returned_from = before
        self._ask_back(action)
        if action in {"submit", "resubmit"}:
            self.sheets += 1
            self.asked, self.answered = set(), set()
            self.is_being_checked = True
        if action == "resubmit" and self.state == "reviewing":
            self._begin_anew()
        if action == "recommend":
            self.is_laid_out = True
        if action == "accept":
            self.accepted, self.done, self.handler = True, 1, name
        if action == "recognise":
            self.done = len(self.kinds)
        self.postponed &= self.turn == turn

    def _ask_back(self, action: str) -> None:
        """An office's return has one item here, and waits until it is handed in again."""
        self.unanswered = {"return_for_correction": 1}.get(action, self.unanswered)
        self.is_asked_back = {"return_for_correction": True, "resubmit": False}.get(
            action, self.is_asked_back
        )

    def _begin_anew(self) -> None:
        """The office that has it draws its own conclusions once more; what another office concluded stands."""
        self.done = next(
            place
            for place, (kind, desk) in enumerate(STEPS[self.level])
            if kind in CONCLUDED and desk == self.desk
        )

    def close(self) -> None:
        """The open step is done; another office finds its own handler."""
        before = self.desk
        self.done += 1
        if self.desk != before:
            self.handler, self.postponed = "", False

    def closing(self, place: int, *, is_own: bool, name: str, words: str) -> str:
        """What becomes of it when somebody concludes the step at that place; `is_own`: it is their unit's."""
        if place < self.done and is_own:
            return "Conflict"
        due = self.state == "reviewing" and place == self.done and self.kinds[place] in CONCLUDED
        if not due or name not in who(self.level, self.moment, "desk"):
            return "NotAllowed"
        lacking = self.kinds[place] == "judgement" and (self.is_being_checked or self.asked - self.answered)
        return "Invalid" if not words.strip() or lacking else "done"

    def judging(self, key: tuple[int, str], *, is_own: bool, name: str, words: str) -> str:
        """`is_own`: of the reviewing office, whose people are told that the state has changed."""
        if is_own and self.state != "reviewing":
            return "Conflict"
        if name not in who(self.level, self.moment, "office desk"):
            return "NotAllowed"
        if key not in self.asked:
            return "Conflict"
        return "done" if words.strip() else "Invalid"

    def answering(self, name: str, words: str) -> str:
        """The applicant's people, as long as the return waits for them."""
        if self.state != "returned" or not self.is_asked_back or name not in APPLICANTS[self.level]:
            return "NotAllowed"
        return "done" if words.strip() else "Invalid"

    def handling(self, work: str, name: str) -> str:
        """Claiming, putting aside, taking up again."""
        if not self.desk:
            return "Conflict"
        is_free = work != "claim" or self.handler in {"", name} or name == self.desk[1]
        if name not in self.desk or not is_free:
            return "NotAllowed"
        return "Conflict" if work == "resume" and not self.postponed else "done"

    def preparing(self, name: str) -> str:
        if name != self.chief:
            return "NotAllowed"
        return "done" if self.state == "shortlisted" and not self.in_decision else "Conflict"

    def publishing(self, name: str) -> str:
        return "done" if name == REGISTRAR[self.level] else "NotAllowed"

    @property
    def is_over(self) -> bool:
        return self.state in ENDS
