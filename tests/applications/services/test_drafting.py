"""Starting an application, filling it in, and taking a mistake away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.services import drafting, filing, reviewing
from core.errors import Conflict, NotAllowed
from records.models import Act
from tests.applications.thread import at, carry, content, filled
from tests.factories import RoundFactory, TownFactory, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_draft_begins_with_the_category_of_the_town_and_belongs_to_the_unit(world: World) -> None:
    draft = drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    assert (draft.state, draft.applicant, draft.level) == (State.DRAFT, world.county, world.round.level)
    assert draft.draft == {"category": "agriculture"}
    assert draft.created_by == world.filer.user


def test_a_category_that_the_standard_does_not_know_is_left_to_the_clerk(world: World) -> None:
    town = TownFactory(owner=world.county, category="tourism")
    draft = drafting.create_application(actor=world.filer, round_=world.round, town=town)
    assert draft.draft == {"category": None}


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("unit_admin", "由填报员新建申报。"),
        ("neighbour_filer", "只能为本单位的专业镇申报。"),
        ("far_filer", "本单位不在这个批次的申报范围内。"),
        ("director", "由填报员新建申报。"),
    ],
)
def test_only_a_clerk_of_a_called_unit_files_and_only_for_a_town_of_its_own(
    world: World, who: str, reason: str
) -> None:
    with pytest.raises(NotAllowed) as refusal:
        drafting.create_application(actor=getattr(world, who), round_=world.round, town=world.town)
    assert refusal.value.message == reason
    assert not Application.objects.exists()


def test_the_township_that_keeps_a_town_may_file_for_it(world: World) -> None:
    clerk = actor(Role.FILER, organisation=world.township)
    world.round.applicants.add(world.township)
    world.town.keeper = world.township
    world.town.save()
    assert drafting.create_application(actor=clerk, round_=world.round, town=world.town).applicant == (
        world.township
    )


@pytest.mark.parametrize("when", ["closed", "future", "unpublished"])
def test_a_round_that_is_not_open_takes_nothing(world: World, when: str) -> None:
    round_ = RoundFactory(
        office=world.office, standard_version=world.version, applicants=[world.county], **{when: True}
    )
    with pytest.raises(NotAllowed, match="现在不接受申报"):
        drafting.create_application(actor=world.filer, round_=round_, town=world.town)


def test_the_closing_instant_itself_is_too_late_and_the_one_before_is_not(world: World) -> None:
    closes = world.round.closes_at
    assert world.round.is_open(closes - timedelta(microseconds=1))
    assert not world.round.is_open(closes)
    assert world.round.is_open(world.round.opens_at)


def test_a_second_live_application_of_a_town_is_refused_by_name_and_leaves_no_act(world: World) -> None:
    filled(world)
    acts = Act.objects.count()
    with pytest.raises(Conflict, match="试验食醋专业镇在市级已有正在办理的申报"):
        drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    assert Application.objects.count() == 1
    assert Act.objects.count() == acts


@pytest.mark.parametrize("end", [State.WITHDRAWN, State.DECLINED])
def test_after_an_end_without_recognition_a_new_one_may_be_filed(world: World, end: State) -> None:
    row = at(world, State.RECOMMENDED)
    if end == State.WITHDRAWN:
        filing.withdraw_application(actor=world.filer, application=row)
    else:
        reviewing.decline_application(actor=world.director, application=row, comment="产业不集中。")
    again = filled(world)
    assert again.state == State.DRAFT and again.pk != row.pk


def test_saving_twice_from_one_page_loses_nothing_silently(world: World) -> None:
    draft = filled(world)
    opened_at_version = draft.version
    drafting.save_draft(
        actor=world.filer, application=draft, draft=content(output="13"), version=opened_at_version
    )
    with pytest.raises(Conflict) as conflict:
        drafting.save_draft(
            actor=world.filer, application=draft, draft=content(output="99"), version=opened_at_version
        )
    assert "没有写入" in conflict.value.message
    draft.refresh_from_db()
    assert list(draft.draft["figures"]["output_value"].values()) == ["13"]


def test_the_act_of_saving_names_what_changed(world: World) -> None:
    draft = filled(world)
    drafting.save_draft(
        actor=world.filer,
        application=draft,
        draft=content(output="12", history_text="始于明代。"),
        version=draft.version,
    )
    act = Act.objects.about(draft).filter(verb="application.save").last()
    assert act.details == {"changed": ["answers"]}
    assert (act.user, act.organisation) == (world.filer.user, world.county)


@pytest.mark.parametrize("who", ["neighbour_filer", "reviewer", "director", "far_filer"])
def test_nobody_else_writes_into_a_draft(world: World, who: str) -> None:
    draft = filled(world)
    with pytest.raises(NotAllowed):
        drafting.save_draft(
            actor=getattr(world, who), application=draft, draft=content(output="1"), version=draft.version
        )


def test_what_is_submitted_can_no_longer_be_changed(world: World) -> None:
    row = at(world, State.SUBMITTED)
    with pytest.raises(NotAllowed, match="已提交，不能再改"):
        drafting.save_draft(
            actor=world.filer, application=row, draft=content(output="1"), version=row.version
        )


def test_a_draft_made_by_mistake_goes_and_its_act_stays(world: World) -> None:
    draft = filled(world)
    drafting.delete_draft(actor=world.filer, application=draft)
    assert not Application.objects.exists()
    act = Act.objects.get(verb="application.delete")
    assert (act.target_id, act.user_name) == (str(draft.pk), world.filer.user.display_name)


def test_what_was_submitted_once_is_never_deleted(world: World) -> None:
    row = carry(world, filled(world), State.SUBMITTED)
    row = filing.send_back_application(actor=world.unit_admin, application=row, comment="请核对产值。")
    with pytest.raises(NotAllowed, match="不能删除，可以撤回"):
        drafting.delete_draft(actor=world.filer, application=row)
    assert Application.objects.filter(pk=row.pk).exists()


def test_only_the_clerk_deletes_a_draft(world: World) -> None:
    draft = filled(world)
    with pytest.raises(NotAllowed, match="填报员办理"):
        drafting.delete_draft(actor=world.unit_admin, application=draft)


def test_the_round_closes_and_a_draft_can_still_be_read_but_not_submitted(world: World) -> None:
    draft = filled(world)
    world.round.closes_at = timezone.now()
    world.round.save()
    with pytest.raises(NotAllowed, match="不在申报时间内"):
        filing.submit_application(actor=world.filer, application=draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT and not draft.fact_sheets.exists()


def test_what_a_colleague_deleted_meanwhile_is_named_and_not_an_error(world: World) -> None:
    draft = filled(world)
    drafting.delete_draft(actor=world.filer, application=Application.objects.get(pk=draft.pk))
    for work in (
        lambda: drafting.save_draft(
            actor=world.filer, application=draft, draft=content(), version=draft.version
        ),
        lambda: drafting.delete_draft(actor=world.filer, application=draft),
        lambda: filing.submit_application(actor=world.filer, application=draft),
    ):
        with pytest.raises(Conflict, match="刚刚被删除或撤回"):
            work()
