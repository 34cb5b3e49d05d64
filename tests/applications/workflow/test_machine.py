"""Long random lives of an application beside a model of a few lines: the two never differ (quality T1)."""

import os
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from applications.models import Application, CheckFinding, Decision
from applications.services import answering, deciding, drafting, filing, handling, judging, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import check, content, whole
from tests.applications.workflow.conftest import Stage
from tests.applications.workflow.model import Model
from tests.applications.workflow.table import CLERK, EDGES, HEAD, LEVELS, PEOPLE, REGISTRAR, STEPS, who_may
from tests.factories import ApplicationFactory, TownFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SERVICES = {
    "submit": filing.submit_application,
    "resubmit": filing.resubmit_application,
    "recommend": filing.recommend_application,
    "send_back": filing.send_back_application,
    "withdraw": filing.withdraw_application,
    "accept": reviewing.accept_application,
    "return_for_correction": lambda comment, **about: reviewing.return_application(
        marks=whole(comment), **about
    ),
    "shortlist": reviewing.shortlist_application,
    "decline": reviewing.decline_application,
}
# What people do next, the likelier the oftener; "finish" concludes the open step, or puts it on the list.
USUAL = {
    "draft": ("submit",),
    "submitted": (*3 * ("recommend",), "send_back", "withdraw"),
    "recommended": (*5 * ("accept",), *2 * ("return_for_correction", "decline", "withdraw")),
    "reviewing": (*8 * ("finish",), *2 * ("return_for_correction",), "decline"),
    "shortlisted": (*3 * ("publish",), "prepare", *2 * ("decline",)),
    "returned": (*5 * ("resubmit",), *2 * ("withdraw",)),
}
BEGINNINGS = ("draft", "submitted", "recommended", "reviewing", "shortlisted", "returned")
LEFT_TO_PEOPLE = ("judge", "relaxed", "relaxable")
TRIED = tuple(name for name in PEOPLE if name != "nobody")
NUMBERS = st.integers(0, 10**6)
SHARE_OF_WORK = 0.65
WORDS = ("理由充分。", "理由充分。", "理由充分。", " ")
# At each of three levels: 5,000 steps in all, and every edge twenty times.
LIVES, STEPS_EACH, ENOUGH, LEAST_AN_EDGE = 64, 38, 1700, 7


def outcome_of(work: Any) -> str:
    try:
        with transaction.atomic():
            work()
    except (Conflict, NotAllowed, Invalid) as refusal:
        return type(refusal).__name__
    return "done"


class Life(RuleBasedStateMachine):
    """The applications of one town at one level; the stage is built once, each life is undone at its end."""

    stage: Stage
    level: str
    taken: Counter[tuple[str, str]]
    refused: Counter[str]
    steps_taken: Counter[str]

    @initialize(state=st.sampled_from(BEGINNINGS), number=NUMBERS)
    def begin(self, state: str, number: int) -> None:
        """Anywhere on the way, so that short lives see the far end too."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.steps_taken["lives"] += 1
        self.life, self.number, self.turns, level = self.steps_taken["lives"], number, 0, self.level
        self.scene = self.stage.scenes[level]
        self._make_town()
        unit = self.scene.filer.organisation
        row = ApplicationFactory(
            round=self.scene.round, applicant=unit, town=self.town, draft={}, state=state
        )
        self.pk = row.pk
        done = {"reviewing": 1, "shortlisted": len(STEPS[level])}.get(state, 0)
        laid = state in {"recommended", "reviewing", "shortlisted"}
        self.model = Model(level, state, "submitted", accepted=done > 0, is_laid_out=laid, done=done)

    def _make_town(self) -> None:
        unit = self.scene.filer.organisation
        self.town = TownFactory(owner=self.stage.world.county, keeper=unit)

    def row(self) -> Application:
        """As it is now; round, town and applicant are those of the scene."""
        row = Application.objects.select_related("holder").get(pk=self.pk)
        row.round, row.town, row.applicant = self.scene.round, self.town, self.scene.filer.organisation
        return row

    @rule(number=NUMBERS)
    def go_on_or_disturb(self, number: int) -> None:
        """One rule for both: of several, hypothesis leaves some out for a whole life."""
        self.turns += 1
        # Hypothesis likes small numbers and lives that it has seen before; here no life is to be like another.
        chance = Random(f"{self.life} {self.number} {self.turns} {number}")
        if chance.random() < SHARE_OF_WORK:
            self.go_on(chance)
        else:
            self.disturb(chance, chance.choice(TRIED), chance.choice(WORDS))

    def go_on(self, chance: Random) -> None:
        """Random people rarely get far; here somebody does what may be done."""
        if self.model.is_over:
            self.begin_again()
            return
        name = chance.choice(USUAL[self.model.state])
        if name in {"finish", "prepare", "publish"}:
            getattr(self, name)()
            return
        if name in {"submit", "resubmit"} and not self.model.committed:
            self.save(CLERK[self.level], given=True, stale=False)
        if name == "resubmit":
            self.answer(CLERK[self.level], "已补正。")
        able = sorted(who_may(self.level, self.model.moment, name)) or [self.model.chief]
        self.act(chance.choice(able), name, chance.choice(WORDS))

    def disturb(self, chance: Random, name: str, words: str) -> None:
        """Anybody tries anything, in turn or not."""
        # Half of the time somebody of the office that has it: the others fail at the door.
        insider = chance.choice([name, *self.model.desk])
        disturbances: list[Any] = [
            lambda: self.act(name, chance.choice(sorted(SERVICES)), words),
            lambda: self.save(name, given=chance.random() < 0.5, stale=chance.random() < 0.5),
            lambda: self.close(insider, chance.randrange(5), words),
            lambda: self.answer(chance.choice([name, CLERK[self.level], HEAD[self.level]]), words),
            lambda: self.judge(insider, chance.randrange(10), words),
            lambda: self.handle(insider, chance.choice(("claim", "postpone", "resume"))),
            lambda: self.put_forward(name),
            lambda: self.apply(name),
            self.check,
            self.begin_again,
        ]
        chance.choice(disturbances)()

    def act(self, name: str, action: str, words: str) -> None:
        """Somebody takes an action, or would like to."""
        row, wanted, before = self.row(), self.model.answer(action, name, words), self.model.state
        service, actor = SERVICES[action], self.stage.people[name]
        self._expect(wanted, lambda: service(actor=actor, application=row, comment=words), (action, name))
        if wanted == "done":
            self.model.take(action, name)
            self.taken[before, self.model.state] += 1

    def save(self, name: str, *, given: bool, stale: bool) -> None:
        row, level = self.row(), self.model.level
        version = row.version - stale
        actor = self.stage.people[name]
        editable = self.model.state in {"draft", "returned"} and name in {CLERK[level], HEAD[level]}
        wanted = ("Conflict" if stale else "done") if editable else "NotAllowed"
        draft = content(commitment=given)
        self._expect(
            wanted,
            lambda: drafting.save_draft(actor=actor, application=row, draft=draft, version=version),
            name,
        )
        if wanted == "done":
            self.model.committed = given

    def answer(self, name: str, words: str) -> None:
        """Somebody answers the item of the last return, whether or not it waits for an answer."""
        item = self.row().return_items.filter(notice__isnull=False).order_by("-pk").first()
        if item is None:
            return
        actor, wanted = self.stage.people[name], self.model.answering(name, words)
        work = lambda: answering.answer_item(actor=actor, item=item, text=words)  # noqa: E731
        self._expect(wanted, work, name)
        if wanted == "done":
            self.model.unanswered = 0

    def close(self, name: str, place: int, words: str) -> None:
        """Somebody concludes a step, the open one or another."""
        steps = list(self.row().steps.select_related("organisation").order_by("template__position"))
        if not steps:
            return
        place %= len(steps)
        actor = self.stage.people[name]
        wanted = self.model.closing(
            place, is_own=actor.acts_for(steps[place].organisation), name=name, words=words
        )
        work = lambda: reviewing.close_step(actor=actor, step=steps[place], comment=words)  # noqa: E731
        self._expect(wanted, work, (name, self.model.kinds[place]))
        if wanted == "done":
            self.model.close()

    def judge(self, name: str, which: int, words: str) -> None:
        """Somebody answers a question, asked or not."""
        keys = sorted(self.model.asked) or [(1, "history")]
        key, row = keys[which % len(keys)], self.row()
        actor = self.stage.people[name]
        is_own = actor.acts_for(self.scene.round.office)
        wanted = self.model.judging(key, is_own=is_own, name=name, words=words)
        work = lambda: judging.judge(  # noqa: E731
            actor=actor,
            application=row,
            criterion=key[0],
            requirement=key[1],
            conclusion="met",
            reason=words,
            sheet_number=self.model.sheets,
        )
        self._expect(wanted, work, (name, key))
        if wanted == "done":
            self.model.answered.add(key)

    def handle(self, name: str, work: str) -> None:
        row, actor, wanted = self.row(), self.stage.people[name], self.model.handling(work, name)
        later = timezone.localdate() + timedelta(days=3)
        services: dict[str, Any] = {
            "claim": lambda: handling.assign_application(actor=actor, application=row, handler=actor.user),
            "postpone": lambda: handling.postpone_application(
                actor=actor, application=row, until=later, reason="等待核实。"
            ),
            "resume": lambda: handling.resume_application(actor=actor, application=row),
        }
        self._expect(wanted, services[work], (work, name))
        if wanted == "done":
            self.model.handler = name if work == "claim" else self.model.handler
            self.model.postponed = {"postpone": True, "resume": False}.get(work, self.model.postponed)

    def check(self) -> None:
        """A worker carries out the check of the last sheet."""
        check(self.row())
        newest = CheckFinding.objects.filter(
            check_run__fact_sheet__application=self.pk, check_run__fact_sheet__number=self.model.sheets
        )
        found = newest.filter(verdict__in=LEFT_TO_PEOPLE).values_list("criterion", "requirement")
        self.model.asked = set(found)
        self.model.is_being_checked = False

    def finish(self) -> None:
        """The open step is concluded, everything that it asks answered before."""
        name = self.model.desk[0]
        if self.model.is_concluded:
            self.act(self.model.chief, "shortlist", "同意。")
            return
        if self.model.kinds[self.model.done] == "judgement":
            self.check()
            for which in range(len(self.model.asked)):
                self.judge(name, which, "理由充分。")
        self.close(name, self.model.done, "符合。")

    def prepare(self) -> None:
        self.put_forward(self.model.chief)

    def put_forward(self, name: str) -> None:
        row, wanted = self.row(), self.model.preparing(name)
        work = lambda: deciding.prepare_decision(  # noqa: E731
            actor=self.stage.people[name], round_=row.round, title="名单", applications=[row]
        )
        self._expect(wanted, work, name)
        self.model.in_decision |= wanted == "done"

    def publish(self) -> None:
        if not self.model.in_decision:
            self.prepare()
        self.apply(REGISTRAR[self.model.level])

    def apply(self, name: str) -> None:
        """The decision on whose list it stands is published."""
        decision = Decision.objects.filter(items__application=self.pk).order_by("pk").first()
        if decision is None or decision.is_applied:
            return
        wanted = self.model.publishing(name)
        work = lambda: deciding.apply_decision(  # noqa: E731
            actor=self.stage.people[name],
            decision=decision,
            document_number=f"试政发〔2026〕{decision.pk}号",
            decided_on=timezone.localdate(),
        )
        self._expect(wanted, work, name)
        if wanted == "done":
            self.model.take("recognise", name)
            self.taken["shortlisted", "recognised"] += 1

    def begin_again(self) -> None:
        """A town has one live application; after a decline or a withdrawal it may file once more."""
        if self.model.state == "recognised":
            self._make_town()
        wanted = "done" if self.model.is_over else "Conflict"
        made: list[Application] = []
        work = lambda: made.append(  # noqa: E731
            drafting.create_application(actor=self.scene.filer, round_=self.scene.round, town=self.town)
        )
        self._expect(wanted, work, self.model.state)
        if wanted == "done":
            self.pk, self.model = made[0].pk, Model(self.model.level)

    def _expect(self, wanted: str, work: Any, what: object) -> None:
        outcome = outcome_of(work)
        assert outcome == wanted, (what, self.model)
        self.refused[outcome] += 1

    @invariant()
    def the_two_agree(self) -> None:
        row, model = Application.objects.annotate(sheets=Count("fact_sheets")).get(pk=self.pk), self.model
        self.steps_taken["all"] += 1
        assert (row.state, row.sheets) == (model.state, model.sheets)
        assert (row.accepted_at is not None) == model.accepted == bool(row.number)
        holder = self.stage.holder(model.level, model.moment)
        assert row.holder_id == (holder.pk if holder else None), model
        assert (row.postponed_until is not None) == model.postponed, model
        handler = self.stage.people[model.handler].user.pk if model.handler else None
        assert row.handler_id == handler, model
        moves = list(Act.objects.about(row).exclude(from_state="").values_list("from_state", "to_state"))
        assert moves == model.acts
        waiting = row.return_items.filter(notice__answered_at__isnull=True, answered_at__isnull=True)
        assert waiting.count() == model.unanswered, model
        self._steps_agree(row, model)

    def _steps_agree(self, row: Application, model: Model) -> None:
        """Those before are closed, exactly the right one is open, the others have not begun."""
        steps = row.steps.order_by("template__position").values_list("opened_at", "closed_at")
        closed = [place for place, (_, closed_at) in enumerate(steps) if closed_at]
        is_open = [place for place, (opened, closed_at) in enumerate(steps) if opened and not closed_at]
        assert closed == list(range(model.done)), model
        assert is_open == ([] if model.open_step is None else [model.open_step]), model

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.mark.parametrize("level", LEVELS)
def test_no_life_ever_leaves_the_model(stage: Stage, level: str) -> None:
    taken, refused, steps = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    counts = {"taken": taken, "refused": refused, "steps_taken": steps}
    life = type("LifeHere", (Life,), {"stage": stage, "level": level, **counts})
    seed(int(os.environ["TEST_SEED"]))(life)
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            database=None,
            # A failure is shown as it was met: making it smaller takes longer than a test may run.
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert steps["all"] >= ENOUGH
    assert set(taken) <= EDGES
    assert {edge: taken[edge] for edge in EDGES if taken[edge] < LEAST_AN_EDGE} == {}
    assert all(refused[name] for name in ("Conflict", "NotAllowed", "Invalid"))
