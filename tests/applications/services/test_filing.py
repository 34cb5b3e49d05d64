"""Handing in: what freezes, what goes to the registry, who is next, and what it takes to take it back."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.actors import actor_for
from accounts.models import Membership
from applications.enums import State, StepKind
from applications.models import Application, CheckRun, FactSheet
from applications.services import drafting, filing, reviewing
from core.canonical import digest
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import LAST_YEAR, at, carry, content, filled, sent_back_for_correction
from tests.factories import FigureFactory, PostFactory, TenureFactory, TownFactory, World, actor
from tests.harness.queue import Sent
from towns.models import Figure, Indicator

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_submitting_freezes_a_sheet_asks_for_a_check_and_says_when(world: World) -> None:
    row = filing.submit_application(actor=world.filer, application=filled(world))
    sheet = row.fact_sheets.get()
    assert row.state == State.SUBMITTED and row.submitted_at is not None
    assert sheet.data["facts"]["output_value"] == "12"
    assert sheet.data["facts"]["category"] == "agriculture"
    assert sheet.data["facts"]["counties"] == ["140121"]
    assert sheet.data["answers"]["commitment"] is True
    assert (sheet.number, sheet.created_by) == (1, world.filer.user)
    assert sheet.checks.get().status == "waiting"


def test_the_sheet_is_canonical_and_its_digest_is_that_of_its_text(world: World) -> None:
    sheet = at(world, State.SUBMITTED).fact_sheets.get()
    assert sheet.sha256 == digest(sheet.content)
    assert sheet.content == json.dumps(
        json.loads(sheet.content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_later_changes_of_registry_and_town_do_not_reach_the_sheet(world: World) -> None:
    FigureFactory(town=world.town, indicator=Indicator.objects.get(key="employment"), value=900, unit="人")
    sheet = at(world, State.SUBMITTED).fact_sheets.get()
    before = sheet.content
    Figure.objects.filter(town=world.town).update(value=Decimal(1))
    world.town.name, world.town.main_industry = "改名后的专业镇", "改行"
    world.town.save()
    again = FactSheet.objects.get(pk=sheet.pk)
    assert again.content == before
    assert again.data["town"]["name"] == "试验食醋专业镇"
    assert again.data["history"]["employment"] == {"2025": "900"}


def test_what_was_typed_becomes_an_unconfirmed_figure_of_the_registry_once(world: World) -> None:
    row = at(world, State.SUBMITTED)
    figure = Figure.objects.get(town=world.town, indicator__key="output_value")
    assert (figure.value, figure.unit, figure.year) == (Decimal(1_200_000_000), "亿元", LAST_YEAR)
    assert figure.confirmed_at is None
    assert (figure.reporter, figure.reported_by) == (world.county, world.filer.user)
    assert world.round.title in figure.source

    row = filing.send_back_application(actor=world.unit_admin, application=row, comment="请核对。")
    filing.resubmit_application(actor=world.filer, application=row)
    assert Figure.objects.filter(town=world.town).count() == 1


def test_a_correction_in_the_second_submission_is_a_second_figure(world: World) -> None:
    row = at(world, State.SUBMITTED)
    row = filing.send_back_application(actor=world.unit_admin, application=row, comment="请核对。")
    row = drafting.save_draft(
        actor=world.filer, application=row, draft=content(output="12.5"), version=row.version
    )
    filing.resubmit_application(actor=world.filer, application=row)
    values = Figure.objects.filter(town=world.town).order_by("pk").values_list("value", flat=True)
    assert list(values) == [Decimal(1_200_000_000), Decimal(1_250_000_000)]
    assert [sheet.data["facts"]["output_value"] for sheet in row.fact_sheets.order_by("number")] == [
        "12",
        "12.5",
    ]


def test_a_figure_taken_from_the_registry_is_cited_and_not_reported_again(world: World) -> None:
    known = FigureFactory(
        town=world.town, indicator=Indicator.objects.get(key="output_value"), year=LAST_YEAR, unit="亿元"
    )
    draft = drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    draft = drafting.save_draft(
        actor=world.filer,
        application=draft,
        draft={**content(), "figures": {}},
        version=draft.version,
    )
    row = filing.submit_application(actor=world.filer, application=draft)
    sheet = row.fact_sheets.get()
    assert sheet.data["figures"] == [known.pk]
    assert sheet.data["facts"]["output_value"] == "12"
    assert Figure.objects.count() == 1


def test_without_the_commitment_nothing_is_handed_in(world: World) -> None:
    draft = filled(world, commitment=False)
    with pytest.raises(NotAllowed, match="真实性承诺"):
        filing.submit_application(actor=world.filer, application=draft)
    assert not FactSheet.objects.exists() and not CheckRun.objects.exists()
    assert not Figure.objects.filter(town=world.town).exists()


def test_a_figure_that_cannot_be_kept_takes_the_whole_submission_back(world: World, sent_tasks: Sent) -> None:
    """All or nothing: the sheet is written before the figure fails, and is gone with it."""
    draft = filled(world)
    draft.draft["figures"]["employment"] = {str(LAST_YEAR): "0.5"}
    draft.save()
    acts = Act.objects.count()
    with pytest.raises(Invalid, match="应为整数"):
        filing.submit_application(actor=world.filer, application=draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT and draft.submitted_at is None
    assert not FactSheet.objects.exists() and not CheckRun.objects.exists()
    assert Act.objects.count() == acts
    assert sent_tasks == []


def test_a_second_click_is_told_what_happened_and_by_whom(world: World) -> None:
    draft = filled(world)
    filing.submit_application(actor=world.filer, application=draft)
    with pytest.raises(Conflict) as conflict:
        filing.submit_application(actor=world.filer, application=draft)
    assert conflict.value.message == "现在是“待推荐”，不能再提交。"
    assert world.filer.user.display_name in conflict.value.detail[0]
    assert world.county.name in conflict.value.detail[0]
    assert FactSheet.objects.count() == 1


def test_a_page_from_before_a_colleagues_save_cannot_submit(world: World) -> None:
    draft = filled(world)
    old = draft.version
    drafting.save_draft(actor=world.filer, application=draft, draft=content(output="8"), version=old)
    with pytest.raises(Conflict, match="已有变化"):
        filing.submit_application(actor=world.filer, application=draft, version=old)
    assert not FactSheet.objects.exists()


def test_the_act_keeps_user_unit_post_and_both_states(world: World) -> None:
    tenure = TenureFactory(post=PostFactory(organisation=world.county, name="试验科长"))
    user = world.filer.user
    user.person = tenure.person
    user.save()
    clerk = actor(organisation=world.county, user=user)
    row = filing.submit_application(actor=clerk, application=filled(world))
    act = Act.objects.about(row).get(verb="application.submit")
    assert (act.user, act.organisation, act.post) == (user, world.county, tenure.post)
    assert (act.from_state, act.to_state) == ("draft", "submitted")
    assert act.role_names == "填报员"

    world.county.name = "改名后的人民政府"
    world.county.save()
    assert Act.objects.get(pk=act.pk).organisation_name == "清徐县人民政府"


def test_the_administrator_sends_back_with_a_reason_or_not_at_all(world: World) -> None:
    row = at(world, State.SUBMITTED)
    with pytest.raises(Invalid) as refusal:
        filing.send_back_application(actor=world.unit_admin, application=row, comment="  ")
    assert list(refusal.value.fields) == ["comment"]
    row = filing.send_back_application(actor=world.unit_admin, application=row, comment="请核对产值。")
    assert row.state == State.RETURNED
    assert filing.resubmit_application(actor=world.filer, application=row).state == State.SUBMITTED


def test_recommending_lays_out_the_steps_once_and_starts_the_first(world: World) -> None:
    row = at(world, State.RECOMMENDED)
    steps = list(row.steps.order_by("template__position"))
    assert [step.template.kind for step in steps] == [
        StepKind.ACCEPTANCE,
        StepKind.REVIEW,
        StepKind.JUDGEMENT,
        StepKind.DECISION,
    ]
    assert [step.organisation for step in steps] == [world.office, world.office, world.office, world.city]
    assert [step.opened_at is not None for step in steps] == [True, False, False, False]
    assert row.holder == world.office

    row = sent_back_for_correction(world, row)
    row = filing.resubmit_application(actor=world.filer, application=row)
    assert row.state == State.RECOMMENDED
    assert row.steps.count() == 4


def test_the_answer_to_a_return_goes_back_to_whoever_returned_it_even_after_the_round(world: World) -> None:
    row = sent_back_for_correction(world, at(world, State.REVIEWING))
    world.round.closes_at = row.moved_at
    world.round.save()
    row = filing.resubmit_application(actor=world.filer, application=row)
    assert row.state == State.REVIEWING
    assert row.fact_sheets.count() == 2


def test_a_conclusion_drawn_before_the_correction_has_to_be_drawn_again(world: World) -> None:
    row = carry(world, filled(world), State.REVIEWING)
    review = row.steps.get(template__kind=StepKind.REVIEW)
    reviewing.close_step(actor=world.reviewer, step=review, comment="符合条件。")
    row = sent_back_for_correction(world, row)
    row = filing.resubmit_application(actor=world.filer, application=row)
    review.refresh_from_db()
    assert (review.closed_at, review.closed_by, review.comment) == (None, None, "")
    with pytest.raises(NotAllowed, match="还有环节没有办结：复核"):
        reviewing.shortlist_application(actor=world.director, application=row)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RECOMMENDED])
def test_the_applicant_may_take_it_back_until_it_is_accepted(world: World, state: State) -> None:
    row = filing.withdraw_application(actor=world.unit_admin, application=at(world, state))
    assert row.state == State.WITHDRAWN


def test_what_was_accepted_once_is_not_withdrawn_even_while_it_is_returned(world: World) -> None:
    row = sent_back_for_correction(world, at(world, State.REVIEWING))
    with pytest.raises(NotAllowed, match="已经受理，不能撤回"):
        filing.withdraw_application(actor=world.filer, application=row)
    row.refresh_from_db()
    assert row.state == State.RETURNED


def test_a_role_that_ended_yesterday_submits_nothing_today(world: World) -> None:
    draft = filled(world)
    Membership.objects.filter(user=world.filer.user).update(until=timezone.localdate())
    gone = actor_for(world.filer.user)
    with pytest.raises(NotAllowed):
        filing.submit_application(actor=gone, application=draft)
    Membership.objects.filter(user=world.filer.user).update(until=timezone.localdate() + timedelta(days=1))
    assert filing.submit_application(actor=actor_for(world.filer.user), application=draft)


def test_two_live_applications_of_other_towns_stay_untouched(world: World) -> None:
    other = filled(world, town=TownFactory(owner=world.county))
    at(world, State.SUBMITTED)
    other.refresh_from_db()
    assert other.state == State.DRAFT and Application.objects.count() == 2
