"""Each level from the draft to the decision through services: whose turn it is, what is open, who may act when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation
from applications.enums import CONCLUDED_KINDS, State, StepKind
from applications.models import Application, ApplicationStep, RoundApplicant
from applications.selectors.judgements import questions_left
from applications.services import deciding, drafting, filing, handling, judging, reviewing
from applications.services.steps import current_step
from core.enums import Level
from core.errors import Conflict, Invalid, NotAllowed
from tests.applications.thread import (
    answer_everything,
    at,
    carry,
    check,
    close_current,
    conclude,
    filled,
    prepare,
    publish,
    send_up,
    sent_back_for_correction,
)
from tests.factories import Cast, TownFactory, World, actor, cast_at, county_cast, province_cast
from towns.models import Designation

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LEVELS = [Level.COUNTY, Level.CITY, Level.PROVINCE]
Scene = World | Cast


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def step(application: Application, kind: StepKind) -> ApplicationStep:
    return application.steps.select_related("organisation").get(template__kind=kind)


def kinds_open(application: Application) -> list[str]:
    steps = application.steps.filter(opened_at__isnull=False, closed_at__isnull=True)
    return list(steps.order_by("template__position").values_list("template__kind", flat=True))


def kinds_closed(application: Application) -> list[str]:
    steps = application.steps.filter(closed_at__isnull=False).order_by("template__position")
    return list(steps.values_list("template__kind", flat=True))


def lies(application: Application) -> tuple[Organisation | None, list[str]]:
    """With whom, and what is open."""
    return fresh(application).holder, kinds_open(application)


def refused(work: Callable[..., Any], **facts: Any) -> str:
    with pytest.raises(NotAllowed) as refusal:
        work(**facts)
    return str(refusal.value)


@pytest.mark.parametrize("level", [Level.COUNTY, Level.CITY])
def test_a_round_with_one_office_goes_from_the_unit_to_the_office_to_its_government(
    world: World, level: Level
) -> None:
    scene = cast_at(world, level)
    unit, office, authority = scene.filer.organisation, scene.round.office, scene.round.authority
    row = filled(scene)
    assert lies(row) == (unit, [])
    assert lies(carry(scene, row, State.SUBMITTED)) == (unit, [])
    row = carry(scene, fresh(row), State.RECOMMENDED)
    assert lies(row) == (office, ["acceptance"]) and row.relay_office is None
    row = carry(scene, row, State.REVIEWING)
    assert lies(row) == (office, ["review"]) and row.handler == scene.reviewer.user
    close_current(scene, row)
    assert lies(row) == (office, ["judgement"])
    close_current(scene, row)
    # Nothing is open until the director has decided what to put forward.
    assert lies(row) == (office, [])
    row = reviewing.shortlist_application(actor=scene.director, application=row)
    assert lies(row) == (authority, ["decision"])
    publish(scene, prepare(scene, row))
    assert lies(row) == (None, [])
    assert kinds_closed(row) == ["acceptance", "review", "judgement", "decision"]
    designation = Designation.objects.get(town=scene.town)
    assert (designation.level, designation.authority) == (level, authority)


def test_the_provinces_goes_by_way_of_the_city(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.RECOMMENDED)
    assert lies(row) == (world.office, ["acceptance"])
    assert (row.relay_office, row.office) == (world.office, world.province_office)
    row = carry(scene, row, State.REVIEWING)
    assert lies(row) == (world.office, ["opinion"]) and row.handler == world.reviewer.user
    send_up(scene, row)
    assert lies(row) == (world.province_office, ["review"])
    # The other office finds its own 经办人.
    assert fresh(row).handler is None
    close_current(scene, row)
    close_current(scene, row)
    assert lies(row) == (world.province_office, [])
    row = reviewing.shortlist_application(actor=scene.director, application=row)
    # P 附件三: the office decides by itself, its registrar publishes.
    assert lies(row) == (world.province_office, ["decision"])
    decision = publish(scene, prepare(scene, row))
    assert lies(row) == (None, []) and decision.applied_by == scene.registrar.user
    assert Designation.objects.get(town=scene.town).level == Level.PROVINCE


def test_the_provincial_government_decides_where_the_round_says_so(world: World) -> None:
    scene = province_cast(world)
    scene.round.authority = world.province
    scene.round.save()
    row = at(scene, State.SHORTLISTED)
    assert lies(row) == (world.province, ["decision"])
    decision = prepare(scene, row)
    facts = {"decision": decision, "document_number": "试政发〔2026〕9号", "decided_on": timezone.localdate()}
    assert "认定登记员" in refused(deciding.apply_decision, actor=scene.registrar, **facts)
    deciding.apply_decision(actor=actor(Role.REGISTRAR, organisation=world.province), **facts)
    assert fresh(row).state == State.RECOGNISED


def test_neither_office_acts_before_or_after_its_turn(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.RECOMMENDED)
    for person in (scene.reviewer, scene.director):
        refused(reviewing.accept_application, actor=person, application=row)
        refused(reviewing.return_application, actor=person, application=row, comment="请补充。")
    row = carry(scene, row, State.REVIEWING)
    opinion = step(row, StepKind.OPINION)
    for person in (scene.reviewer, scene.director):
        refused(reviewing.close_step, actor=person, step=opinion, comment="同意。")
        refused(reviewing.decline_application, actor=person, application=row, comment="不符合。")
    assert "还有环节没有办结" in refused(
        reviewing.shortlist_application, actor=scene.director, application=row
    )
    send_up(scene, row)
    row, examination = fresh(row), step(row, StepKind.REVIEW)
    for person in (world.reviewer, world.director):
        refused(reviewing.close_step, actor=person, step=examination, comment="符合。")
        refused(reviewing.return_application, actor=person, application=row, comment="请补充。")
        refused(reviewing.decline_application, actor=person, application=row, comment="不符合。")
        refused(handling.assign_application, actor=person, application=row, handler=person.user)
    with pytest.raises(Conflict, match="“审核上报”已由"):
        reviewing.close_step(actor=world.director, step=opinion, comment="改变意见。")
    conclude(scene, row)
    refused(reviewing.shortlist_application, actor=world.director, application=row)


def test_what_the_city_returned_comes_back_to_the_city(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    number = row.number
    row = sent_back_for_correction(scene, row)
    assert lies(row) == (world.county, ["opinion"])
    row = filing.resubmit_application(actor=scene.filer, application=row)
    assert (row.state, row.number) == (State.REVIEWING, number)
    assert lies(row) == (world.office, ["opinion"]) and row.handler == world.reviewer.user
    early = at(scene, State.RECOMMENDED, town=TownFactory(owner=world.county))
    early = sent_back_for_correction(scene, early)
    early = filing.resubmit_application(actor=scene.filer, application=early)
    assert early.state == State.RECOMMENDED and lies(early) == (world.office, ["acceptance"])


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_what_the_province_returned_comes_back_to_it_and_the_opinion_stands(
    world: World, closed: int
) -> None:
    """However far the review had come, its conclusions are drawn again over what is new; the city's is not."""
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    send_up(scene, row)
    for _ in range(closed):
        close_current(scene, row)
    row = sent_back_for_correction(scene, row)
    row = filing.resubmit_application(actor=scene.filer, application=row)
    assert lies(row) == (world.province_office, ["review"])
    assert kinds_closed(row) == ["acceptance", "opinion"]
    assert step(row, StepKind.OPINION).comment == "同意上报。"
    again = [step(row, kind) for kind in (StepKind.REVIEW, StepKind.JUDGEMENT)]
    assert all((each.comment, each.closed_by) == ("", None) for each in again)
    refused(reviewing.shortlist_application, actor=scene.director, application=row)


@pytest.mark.parametrize("level", [Level.COUNTY, Level.CITY])
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_after_a_return_one_office_begins_its_review_again(world: World, level: Level, closed: int) -> None:
    scene = cast_at(world, level)
    row = at(scene, State.REVIEWING)
    for _ in range(closed):
        close_current(scene, row)
    row = filing.resubmit_application(
        actor=scene.filer, application=sent_back_for_correction(scene, fresh(row))
    )
    assert lies(row) == (scene.round.office, ["review"])
    assert kinds_closed(row) == ["acceptance"]


def decliners(scene: Scene) -> list[tuple[State, bool, Actor]]:
    """Every body that may say no, and when: (state, whether it was sent up, who)."""
    relay = [(State.RECOMMENDED, False), (State.REVIEWING, False)]
    first = [(state, up, scene.desks[0][1]) for state, up in relay]
    return [*first, (State.REVIEWING, True, scene.director), (State.SHORTLISTED, True, scene.registrar)]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("which", range(4))
def test_each_body_declines_with_a_reason_and_the_town_may_come_again(
    world: World, level: Level, which: int
) -> None:
    scene = cast_at(world, level)
    state, is_up, who = decliners(scene)[which]
    row = at(scene, state)
    if is_up:
        send_up(scene, row)
    facts = {"actor": who, "application": fresh(row)}
    # In the words of the step where it is refused.
    if state == State.RECOMMENDED:
        words = "不予受理"
    elif state == State.SHORTLISTED:
        words = "不予认定"
    else:
        words = "复核不通过" if is_up or level != Level.PROVINCE else "不予上报"
    with pytest.raises(Invalid, match=f"请写明{words}的理由"):
        reviewing.decline_application(**facts, comment=" ")
    row = reviewing.decline_application(**facts, comment="规模没有达到要求。")
    assert row.state == State.DECLINED and fresh(row).holder is None
    with pytest.raises(Conflict):
        reviewing.decline_application(**facts, comment="再说一次。")
    again = carry(scene, filled(scene), State.RECOMMENDED)
    assert again.pk != row.pk and not again.number
    # The old one stays as it was.
    assert fresh(row).state == State.DECLINED


@pytest.mark.parametrize("level", LEVELS)
def test_it_is_withdrawn_until_it_is_accepted_and_never_after(world: World, level: Level) -> None:
    scene = cast_at(world, level)
    row = at(scene, State.RECOMMENDED)
    row = filing.withdraw_application(actor=scene.unit_admin, application=row)
    assert lies(row) == (None, ["acceptance"])
    row = at(scene, State.REVIEWING)
    with pytest.raises(Conflict, match="不能再撤回"):
        filing.withdraw_application(actor=scene.filer, application=row)
    row = sent_back_for_correction(scene, row)
    assert "已经受理" in refused(filing.withdraw_application, actor=scene.filer, application=row)


def test_a_town_has_one_live_application_a_level_and_one_at_each_level_is_fine(world: World) -> None:
    county, province = county_cast(world), province_cast(world)
    scenes: list[Scene] = [county, world, province]
    rows = [filled(scene, town=county.town) for scene in scenes]
    assert [row.level for row in rows] == LEVELS
    for scene in scenes:
        with pytest.raises(Conflict, match="已有正在办理的申报"):
            filled(scene, town=county.town)
    # Neither moves the other along.
    carry(county, rows[0], State.REVIEWING)
    assert fresh(rows[1]).state == fresh(rows[2]).state == State.DRAFT
    recognised = carry(county, fresh(rows[0]), State.RECOGNISED)
    assert recognised.state == State.RECOGNISED
    assert filled(county, town=county.town).state == State.DRAFT


@pytest.mark.parametrize("level", LEVELS)
def test_a_draft_made_by_mistake_goes_and_what_was_handed_in_stays(world: World, level: Level) -> None:
    scene = cast_at(world, level)
    row = filled(scene)
    refused(drafting.delete_draft, actor=scene.unit_admin, application=row)
    drafting.delete_draft(actor=scene.filer, application=row)
    assert not Application.objects.filter(pk=row.pk).exists()
    row = at(scene, State.SUBMITTED)
    row = filing.send_back_application(actor=scene.unit_admin, application=row, comment="请补充。")
    assert "不能删除" in refused(drafting.delete_draft, actor=scene.filer, application=row)


@pytest.mark.parametrize("level", LEVELS)
def test_a_unit_recommends_as_many_as_the_round_allows(world: World, level: Level) -> None:
    scene = cast_at(world, level)
    unit = scene.filer.organisation
    RoundApplicant.objects.filter(round=scene.round, organisation=unit).update(quota=1)
    first = at(scene, State.RECOMMENDED)
    second = at(scene, State.SUBMITTED, town=TownFactory(owner=world.county, keeper=unit))
    assert "限报 1 个" in refused(filing.recommend_application, actor=scene.unit_admin, application=second)
    filing.withdraw_application(actor=scene.filer, application=first)
    assert filing.recommend_application(actor=scene.unit_admin, application=second).state == State.RECOMMENDED


@pytest.mark.parametrize("level", LEVELS)
def test_a_judgement_that_may_be_left_out_keeps_nobody_waiting(world: World, level: Level) -> None:
    scene = cast_at(world, level)
    scene.round.steps.filter(kind=StepKind.JUDGEMENT).update(is_required=False)
    row = at(scene, State.REVIEWING)
    send_up(scene, row)
    close_current(scene, row)
    assert lies(row) == (scene.round.office, ["judgement"])
    row = reviewing.shortlist_application(actor=scene.director, application=fresh(row))
    assert (row.state, row.holder) == (State.SHORTLISTED, scene.round.authority)
    publish(scene, prepare(scene, row))
    assert fresh(row).state == State.RECOGNISED


def test_the_judgement_waits_for_an_answer_to_every_question_of_the_last_sheet(world: World) -> None:
    for level in LEVELS:
        scene = cast_at(world, level)
        row = at(scene, State.REVIEWING)
        send_up(scene, row)
        close_current(scene, row)
        check(row)
        assert questions_left(row), level
        with pytest.raises(Invalid, match="没有研判"):
            close_current(scene, row, judged=False)
        answer_everything(scene, row)
        row = filing.resubmit_application(
            actor=scene.filer, application=sent_back_for_correction(scene, fresh(row))
        )
        close_current(scene, row)
        check(row)
        # What was said of the sheet before is not said of this one.
        with pytest.raises(Invalid, match="没有研判"):
            close_current(scene, row, judged=False)
        answer_everything(scene, row)
        close_current(scene, row)
        row = reviewing.shortlist_application(actor=scene.director, application=fresh(row))
        assert row.state == State.SHORTLISTED


def test_only_the_office_that_has_it_judges(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    check(row)
    question = questions_left(row)[0]
    facts: dict[str, Any] = {
        "application": row,
        "criterion": question.finding.criterion,
        "requirement": question.finding.requirement,
        "conclusion": "met",
        "reason": "材料充分。",
        "sheet_number": 1,
    }
    refused(judging.judge, actor=scene.reviewer, **facts)
    send_up(scene, row)
    refused(judging.judge, actor=world.reviewer, **facts)
    assert judging.judge(actor=scene.reviewer, **facts).organisation == world.province_office


def test_what_was_put_aside_is_taken_up_where_it_goes_on(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    later = timezone.localdate() + timedelta(days=7)
    handling.postpone_application(actor=world.reviewer, application=row, until=later, reason="等待核实。")
    assert fresh(row).is_postponed
    send_up(scene, row)
    assert fresh(row).postponed_until is None
    handling.postpone_application(
        actor=scene.reviewer, application=fresh(row), until=later, reason="等待核实。"
    )
    row = sent_back_for_correction(scene, fresh(row))
    assert fresh(row).postponed_until is None


@pytest.mark.parametrize(
    ("level", "begins"), [(Level.COUNTY, "140121-"), (Level.CITY, "1401-"), (Level.PROVINCE, "1400-")]
)
def test_the_number_names_the_place_whose_round_it_is(world: World, level: Level, begins: str) -> None:
    scene = cast_at(world, level)
    row = at(scene, State.REVIEWING)
    assert row.number == f"{begins}{scene.round.year}-{scene.round.pk:03d}-0001"


def test_steps_that_nobody_concludes_close_by_themselves(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    acceptance = step(row, StepKind.ACCEPTANCE)
    assert acceptance.closed_by == world.reviewer.user
    row = carry(scene, row, State.SHORTLISTED)
    decision = step(row, StepKind.DECISION)
    assert StepKind.DECISION not in CONCLUDED_KINDS and current_step(row) == decision
    refused(reviewing.close_step, actor=scene.director, step=decision, comment="同意。")
