"""Long random lives of an application beside a model of a few lines: the two never differ (quality T1)."""

import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from applications.enums import StepKind
from applications.models import Application
from applications.services import deciding, drafting, filing, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import content
from tests.applications.workflow.table import EDGES, MACHINE
from tests.factories import ApplicationFactory, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SERVICES = {
    "submit": filing.submit_application,
    "resubmit": filing.resubmit_application,
    "recommend": filing.recommend_application,
    "send_back": filing.send_back_application,
    "withdraw": filing.withdraw_application,
    "accept": reviewing.accept_application,
    "return_for_correction": reviewing.return_application,
    "shortlist": reviewing.shortlist_application,
    "decline": reviewing.decline_application,
}
NEEDS_WORDS = {"send_back", "return_for_correction", "decline"}
TRIED = ("filer", "unit_admin", "reviewer", "director", "registrar", "neighbour_filer", "far_reviewer")


@dataclass
class Model:
    """What the documents say of one application, without a database."""

    state: str = "draft"
    returned_from: str = ""
    committed: bool = False
    accepted: bool = False
    concluded: bool = False
    in_decision: bool = False
    sheets: int = 0
    acts: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, action: str, who: str, words: str) -> str:
        """ "done", or the name of the refusal."""
        if self.state not in MACHINE[action]:
            return "Conflict"
        if who not in MACHINE[action][self.state][1] or self._hindered(action):
            return "NotAllowed"
        return "Invalid" if action in NEEDS_WORDS and not words.strip() else "done"

    def _hindered(self, action: str) -> bool:
        return {
            "submit": not self.committed,
            "resubmit": not self.committed,
            "withdraw": self.accepted,
            "shortlist": not self.concluded,
            "decline": self.in_decision,
        }.get(action, False)

    def take(self, action: str) -> None:
        """Along the edge, with what belongs to it."""
        before, (target, _) = self.state, MACHINE[action][self.state]
        self.state = self.returned_from if target == "back" else target
        if self.state == "returned":
            self.returned_from = before
        if action in {"submit", "resubmit"}:
            self.sheets += 1
        if action == "resubmit" and self.state == "reviewing":
            self.concluded = False
        self.accepted |= action == "accept"
        self.acts.append((before, self.state))


def outcome_of(work: Any) -> str:
    try:
        work()
    except (Conflict, NotAllowed, Invalid) as refusal:
        return type(refusal).__name__
    return "done"


class Life(RuleBasedStateMachine):
    """One application; the world is made once, each life is undone at its end."""

    world: World
    taken: dict[tuple[str, str], int]

    @initialize(
        state=st.sampled_from(["draft", "submitted", "recommended", "reviewing", "shortlisted", "returned"])
    )
    def begin(self, state: str) -> None:
        """Anywhere on the way, so that short lives see the far end too."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.pk = ApplicationFactory(
            round=self.world.round, applicant=self.world.county, town=self.world.town, draft={}, state=state
        ).pk
        far = state in {"reviewing", "shortlisted"}
        self.model = Model(state, "submitted", accepted=far, concluded=state == "shortlisted")

    def row(self) -> Application:
        return Application.objects.select_related("round", "applicant", "town").get(pk=self.pk)

    @rule(
        action=st.sampled_from(sorted(SERVICES)),
        who=st.sampled_from(TRIED),
        words=st.sampled_from(["理由充分。", "理由充分。", " "]),
    )
    def act(self, action: str, who: str, words: str) -> None:
        row, wanted, before = self.row(), self.model.answer(action, who, words), self.model.state
        work = lambda: SERVICES[action](actor=getattr(self.world, who), application=row, comment=words)  # noqa: E731
        assert outcome_of(work) == wanted, (action, who)
        if wanted == "done":
            self.model.take(action)
            self.taken[before, self.model.state] = self.taken.get((before, self.model.state), 0) + 1

    @rule(data=st.data())
    def act_as_intended(self, data: st.DataObject) -> None:
        """Random people rarely get far; this one does what may be done."""
        actions = sorted(name for name, edges in MACHINE.items() if self.model.state in edges)
        actions = [name for name in actions if name not in {"recognise", "withdraw", "decline"}]
        if actions:
            if self.model.state in {"draft", "returned"} and not self.model.committed:
                self.save(given=True, stale=False)
            action = data.draw(st.sampled_from(actions))
            who = data.draw(st.sampled_from(sorted(MACHINE[action][self.model.state][1])))
            self.act(action=action, who=who, words="理由充分。")

    @rule(given=st.booleans(), stale=st.booleans())
    def save(self, given: bool, stale: bool) -> None:
        row = self.row()
        version = row.version - stale
        work = lambda: drafting.save_draft(  # noqa: E731
            actor=self.world.filer, application=row, draft=content(commitment=given), version=version
        )
        editable = self.model.state in {"draft", "returned"}
        wanted = ("Conflict" if stale else "done") if editable else "NotAllowed"
        assert outcome_of(work) == wanted
        if wanted == "done":
            self.model.committed = given

    @rule()
    def conclude(self) -> None:
        step = self.row().steps.filter(template__kind=StepKind.REVIEW).first()
        if step is None:
            return
        work = lambda: reviewing.close_step(actor=self.world.reviewer, step=step, comment="符合。")  # noqa: E731
        reviewing_now = self.model.state == "reviewing"
        wanted = ("Conflict" if self.model.concluded else "done") if reviewing_now else "NotAllowed"
        assert outcome_of(work) == wanted
        self.model.concluded |= wanted == "done"

    @rule()
    def put_forward(self) -> None:
        row = self.row()
        work = lambda: deciding.prepare_decision(  # noqa: E731
            actor=self.world.director, round_=self.world.round, title="名单", applications=[row]
        )
        ready = self.model.state == "shortlisted" and not self.model.in_decision
        assert outcome_of(work) == ("done" if ready else "Conflict")
        self.model.in_decision |= ready

    @invariant()
    def the_two_agree(self) -> None:
        row = self.row()
        assert (row.state, row.fact_sheets.count()) == (self.model.state, self.model.sheets)
        assert (row.accepted_at is not None) == self.model.accepted == bool(row.number)
        moves = Act.objects.about(row).exclude(from_state="").values_list("from_state", "to_state")
        assert list(moves) == self.model.acts
        assert set(moves) <= EDGES

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


def test_no_life_ever_leaves_the_model(world: World) -> None:
    taken: dict[tuple[str, str], int] = {}
    life = type("LifeHere", (Life,), {"world": world, "taken": taken})
    seed(int(os.environ["TEST_SEED"]))(life)
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(taken) >= 6, taken
