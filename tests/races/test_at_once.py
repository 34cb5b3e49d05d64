"""Whatever many people do at the same instant, one outcome stands, once, and the others learn whose it is."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import CheckStatus, DecisionState, State, StepKind
from applications.models import Application, CheckRun, Decision, DecisionItem
from applications.services import checking, deciding, drafting, filing, reviewing
from applications.services.marking import put_mark
from records.models import Act
from tests.applications.thread import at, conclude, content, filled, prepare, whole
from tests.factories import ApplicationFactory, TownFactory, World, actor
from tests.races.conftest import Crowd
from towns.models import Designation, Figure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
THREADS = 30


def reviewers(world: World, count: int) -> list[Actor]:
    return [actor(Role.REVIEWER, organisation=world.office) for _ in range(count)]


def test_thirty_accept_one_application(world: World, rush: Rush) -> None:
    row = at(world, State.RECOMMENDED)
    people = reviewers(world, THREADS)
    crowd = rush([partial(reviewing.accept_application, actor=who, application=row) for who in people])
    assert crowd.outcomes == {"done": 1, "Conflict": THREADS - 1}
    winner = Act.objects.about(row).get(verb="application.accept")
    row.refresh_from_db()
    assert (row.state, row.handler) == (State.REVIEWING, winner.user)
    assert row.number.endswith("-0001")
    world.round.refresh_from_db()
    assert world.round.accepted_count == 1
    for refusal in crowd.refusals:
        assert refusal.message == "现在是“复核中”，不能再受理。"
        assert f"{winner.user_name}（{world.office.name}）受理" in refusal.detail[0]


def test_accepting_against_returning_from_one_page_has_one_outcome(world: World, rush: Rush) -> None:
    """The failure of a public portal: an acceptance, then a rejection, both sent to the applicant."""
    row = at(world, State.RECOMMENDED)
    put_mark(actor=world.reviewer, application=row, mark=whole()[0])
    people = reviewers(world, 16)
    calls = [
        partial(
            reviewing.accept_application if number % 2 else reviewing.return_application,
            actor=who,
            application=row,
            comment="请补充出处。",
            version=row.version,
        )
        for number, who in enumerate(people)
    ]
    assert rush(calls).outcomes == {"done": 1, "Conflict": 15}
    moves = Act.objects.about(row).filter(from_state=State.RECOMMENDED).values_list("to_state", flat=True)
    row.refresh_from_db()
    assert list(moves) == [row.state]


def test_one_town_gets_one_application(world: World, rush: Rush) -> None:
    clerks = [actor(Role.FILER, organisation=world.county) for _ in range(8)]
    crowd = rush(
        [
            partial(drafting.create_application, actor=who, round_=world.round, town=world.town)
            for who in clerks
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    assert Application.objects.count() == 1
    assert Act.objects.filter(verb="application.create").count() == 1


def test_a_double_click_submits_once(world: World, rush: Rush) -> None:
    row = filled(world)
    crowd = rush([partial(filing.submit_application, actor=world.filer, application=row) for _ in range(8)])
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    assert row.fact_sheets.count() == 1
    assert CheckRun.objects.count() == 1
    assert Figure.objects.filter(town=world.town).count() == 1


def test_a_draft_is_either_submitted_or_deleted(world: World, rush: Rush) -> None:
    row = filled(world)
    crowd = rush(
        [
            partial(filing.submit_application, actor=world.filer, application=row),
            partial(drafting.delete_draft, actor=world.filer, application=row),
        ]
    )
    assert crowd.outcomes["done"] == 1
    assert sum(crowd.outcomes.values()) == 2
    assert Application.objects.exists() == CheckRun.objects.exists()


def test_of_two_who_save_from_the_same_page_one_is_told(world: World, rush: Rush) -> None:
    row = filled(world)
    crowd = rush(
        [
            partial(
                drafting.save_draft,
                actor=world.filer,
                application=row,
                draft=content(output=str(number)),
                version=row.version,
            )
            for number in range(1, 9)
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    row.refresh_from_db()
    assert row.draft == crowd.results[0].draft


def test_an_application_stands_in_one_decision(world: World, rush: Rush) -> None:
    row = at(world, State.SHORTLISTED)
    directors = [actor(Role.OFFICE_DIRECTOR, organisation=world.office) for _ in range(8)]
    crowd = rush(
        [
            partial(
                deciding.prepare_decision, actor=who, round_=world.round, title="名单", applications=[row]
            )
            for who in directors
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    assert (Decision.objects.count(), DecisionItem.objects.count()) == (1, 1)


def test_a_decision_is_published_once(world: World, rush: Rush) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    clerks = [actor(Role.REGISTRAR, organisation=world.city) for _ in range(8)]
    crowd = rush(
        [
            partial(
                deciding.apply_decision,
                actor=who,
                decision=decision,
                document_number=f"试政发〔2026〕{number}号",
                decided_on=timezone.localdate(),
            )
            for number, who in enumerate(clerks, start=1)
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    decision.refresh_from_db()
    assert Designation.objects.get().document_number == decision.document_number
    assert decision.applied_by == Act.objects.get(verb="decision.apply").user


def test_publishing_against_taking_back_leaves_no_half_decision(world: World, rush: Rush) -> None:
    row = at(world, State.SHORTLISTED)
    decision = prepare(world, row)
    publish = partial(
        deciding.apply_decision,
        actor=world.registrar,
        decision=decision,
        document_number="试政发〔2026〕1号",
        decided_on=timezone.localdate(),
    )
    crowd = rush([publish, partial(deciding.cancel_decision, actor=world.director, decision=decision)])
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    row.refresh_from_db()
    published = Decision.objects.filter(state=DecisionState.APPLIED).exists()
    assert (row.state == State.RECOGNISED) == published == Designation.objects.exists()


def test_numbers_drawn_at_once_are_all_different_and_without_a_gap(world: World, rush: Rush) -> None:
    rows = [
        ApplicationFactory(
            round=world.round,
            applicant=world.county,
            town=TownFactory(owner=world.county),
            state=State.RECOMMENDED,
        )
        for _ in range(12)
    ]
    crowd = rush(
        [partial(reviewing.accept_application, actor=world.reviewer, application=row) for row in rows]
    )
    assert crowd.outcomes == {"done": 12}
    serials = sorted(int(row.number[-4:]) for row in Application.objects.all())
    assert serials == list(range(1, 13))


def test_a_step_is_concluded_once(world: World, rush: Rush) -> None:
    step = at(world, State.REVIEWING).steps.get(template__kind=StepKind.REVIEW)
    people = reviewers(world, 8)
    crowd = rush(
        [
            partial(reviewing.close_step, actor=who, step=step, comment=f"第 {number} 份意见。")
            for number, who in enumerate(people)
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    step.refresh_from_db()
    assert Act.objects.get(verb="application.close_step").comment == step.comment


def test_declining_against_putting_forward_has_one_outcome(world: World, rush: Rush) -> None:
    row = at(world, State.SHORTLISTED)
    decline = partial(
        reviewing.decline_application, actor=world.registrar, application=row, comment="未获同意。"
    )
    crowd = rush([decline, partial(prepare, world, row)])
    assert crowd.outcomes["done"] == 1
    row.refresh_from_db()
    assert (row.state == State.DECLINED) != DecisionItem.objects.exists()


def test_shortlisting_against_returning_has_one_outcome(world: World, rush: Rush) -> None:
    row = at(world, State.REVIEWING)
    conclude(world, row)
    words: dict[str, Any] = {"application": row, "version": row.version}
    crowd = rush(
        [
            partial(reviewing.shortlist_application, actor=world.director, **words),
            partial(reviewing.return_application, actor=world.reviewer, marks=whole(), **words),
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    assert Act.objects.about(row).filter(from_state=State.REVIEWING).count() == 1


def test_workers_that_get_the_same_check_write_one_set_of_findings(world: World, rush: Rush) -> None:
    check = at(world, State.SUBMITTED).fact_sheets.get().checks.get()
    crowd = rush([partial(checking.run_check, check_id=check.pk) for _ in range(8)])
    check.refresh_from_db()
    positions = list(check.findings.values_list("position", flat=True))
    assert check.status == CheckStatus.DONE
    assert len(positions) == len(set(positions)) > 5
    assert sum(result is not None for result in crowd.results) == 1
