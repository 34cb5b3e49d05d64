"""Who hears of what: recipients by unit and role, and nobody is asked for what is done already."""

import pytest

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.services import filing, reviewing
from core.errors import Conflict
from notifications.models import Message
from tests.applications.thread import (
    at,
    conclude,
    prepare,
    publish,
    sent_back_for_correction,
)
from tests.factories import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(kind: str) -> set[str]:
    """The display names of everybody who got a message of that kind."""
    return set(Message.objects.filter(kind=kind).order_by().values_list("user__display_name", flat=True))


def unread(kind: str) -> int:
    return Message.objects.filter(kind=kind, read_at=None).count()


def name(who: object) -> str:
    return who.user.display_name  # type: ignore[attr-defined]


def test_each_step_tells_those_whose_turn_it_is_and_settles_what_was_asked(world: World) -> None:
    row = at(world, State.SUBMITTED)
    assert told("submitted") == {name(world.unit_admin)}
    row = filing.recommend_application(actor=world.unit_admin, application=row)
    assert (told("arrived"), unread("submitted")) == ({name(world.reviewer), name(world.director)}, 0)
    row = reviewing.accept_application(actor=world.reviewer, application=row)
    assert (told("accepted"), unread("arrived")) == ({name(world.filer), name(world.unit_admin)}, 0)
    assert row.number in Message.objects.filter(kind="accepted").first().words


def test_a_return_goes_to_the_applicant_and_the_answer_to_whoever_handles_it(world: World) -> None:
    row = sent_back_for_correction(world, at(world, State.REVIEWING))
    assert told("returned") == {name(world.filer), name(world.unit_admin)}
    assert "请补充市场占有率的出处" in Message.objects.filter(kind="returned").first().words
    filing.resubmit_application(actor=world.filer, application=row)
    # The reviewer accepted it and so handles it: the director is left in peace.
    assert (told("resubmitted"), unread("returned")) == ({name(world.reviewer)}, 0)


def test_nobody_outside_hears_of_the_shortlist_before_it_is_published(world: World) -> None:
    row = at(world, State.REVIEWING)
    conclude(world, row)
    outsiders = {name(world.filer), name(world.unit_admin)}
    before = Message.objects.filter(user__display_name__in=outsiders).count()
    row = reviewing.shortlist_application(actor=world.director, application=row)
    decision = prepare(world, row)
    assert Message.objects.filter(user__display_name__in=outsiders).count() == before
    assert told("proposed") == {name(world.registrar)}
    publish(world, decision)
    assert told("recognised") == outsiders | {name(world.reviewer), name(world.director)}
    assert unread("proposed") == 0


def test_a_withdrawal_inside_the_unit_disturbs_no_office(world: World) -> None:
    filing.withdraw_application(actor=world.filer, application=at(world, State.SUBMITTED))
    assert told("withdrawn") == set()


def test_a_withdrawal_from_the_office_is_told_there(world: World) -> None:
    filing.withdraw_application(actor=world.filer, application=at(world, State.RECOMMENDED))
    assert told("withdrawn") == {name(world.reviewer), name(world.director)}


def test_whoever_did_it_and_whoever_belongs_elsewhere_is_not_told(world: World) -> None:
    both = actor(Role.FILER, Role.UNIT_ADMIN, organisation=world.county)
    row = at(world, State.SUBMITTED)
    assert told("submitted") == {name(world.unit_admin), name(both)}
    filing.send_back_application(actor=both, application=row, comment="请核对。")
    assert told("sent_back") == {name(world.filer)}
    strangers = {name(world.neighbour_filer), name(world.far_reviewer), name(world.zone_filer)}
    assert not Message.objects.filter(user__display_name__in=strangers).exists()


def test_a_refused_act_tells_nobody(world: World) -> None:
    row = at(world, State.RECOMMENDED)
    before = Message.objects.count()
    with pytest.raises(Exception, match="理由"):
        reviewing.decline_application(actor=world.director, application=row, comment=" ")
    assert Message.objects.count() == before
    reviewing.decline_application(actor=world.director, application=row, comment="规模不足。")
    assert told("declined") == {name(world.filer), name(world.unit_admin)}
    assert Application.objects.get(pk=row.pk).holder is None


def test_whoever_comes_too_late_is_told_what_they_may_know(world: World) -> None:
    """A stale page of the applicant meets a shortlisted application: it reads 复核中, and nobody of the office."""
    row = at(world, State.SHORTLISTED)
    with pytest.raises(Conflict) as refusal:
        filing.withdraw_application(actor=world.filer, application=row)
    said = " ".join([refusal.value.message, *refusal.value.detail])
    assert "现在是“复核中”" in said and "拟" not in said and name(world.director) not in said
    with pytest.raises(Conflict, match="拟重点培育"):
        reviewing.accept_application(actor=world.director, application=row)
