"""经办人 and 暂缓: claimed, given up, assigned, put aside and taken up again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from applications.enums import State
from applications.models import Application
from applications.selectors.words import history_for, past_words
from applications.services import filing, handling, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import at, sent_back_for_correction
from tests.factories import MembershipFactory, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SOON = timedelta(days=10)


@pytest.fixture
def row(world: World) -> Application:
    return at(world, State.RECOMMENDED)


def colleague(world: World) -> User:
    user = actor(Role.REVIEWER, organisation=world.office).user
    assert user is not None
    return user


def claim(world: World, row: Application, **facts: Any) -> Application:
    return handling.assign_application(
        actor=world.reviewer, application=row, handler=world.reviewer.user, **facts
    )


def postpone(world: World, row: Application, days: int = 10, reason: str = "等部门核实。") -> Application:
    until = timezone.localdate() + timedelta(days=days)
    return handling.postpone_application(actor=world.reviewer, application=row, until=until, reason=reason)


def test_a_case_is_taken_and_given_up_on_record(world: World, row: Application) -> None:
    assert claim(world, row, shown=handling.NOBODY).handler == world.reviewer.user
    freed = handling.assign_application(actor=world.reviewer, application=row, handler=None)
    assert freed.handler is None
    acts = Act.objects.about(row).filter(verb="application.assign")
    assert [act.details["handler"] for act in acts] == [world.reviewer.user.display_name, "（无）"]


def test_a_second_click_changes_nothing_and_is_no_conflict(world: World, row: Application) -> None:
    claim(world, row, shown=handling.NOBODY)
    assert claim(world, row, shown=handling.NOBODY).handler == world.reviewer.user
    assert Act.objects.about(row).filter(verb="application.assign").count() == 1


def test_who_comes_second_learns_who_has_it(world: World, row: Application) -> None:
    handling.assign_application(actor=world.director, application=row, handler=world.director.user)
    with pytest.raises(Conflict, match=f"刚刚由{world.director.user}经办"):
        claim(world, row, shown=handling.NOBODY)
    handling.assign_application(actor=world.director, application=row, handler=None)
    with pytest.raises(Conflict, match="放下了"):
        claim(world, row, shown=world.director.user.pk)


def test_a_colleagues_case_is_the_directors_to_move(world: World, row: Application) -> None:
    other = colleague(world)
    handling.assign_application(actor=world.director, application=row, handler=other)
    with pytest.raises(NotAllowed, match="办公室主任"):
        claim(world, row, shown=other.pk)
    with pytest.raises(NotAllowed, match="办公室主任"):
        handling.assign_application(actor=world.reviewer, application=row, handler=None)
    moved = handling.assign_application(
        actor=world.director, application=row, handler=world.reviewer.user, shown=other.pk
    )
    assert moved.handler == world.reviewer.user


def test_nobody_gives_a_case_to_a_colleague_but_the_director(world: World, row: Application) -> None:
    with pytest.raises(NotAllowed):
        handling.assign_application(actor=world.reviewer, application=row, handler=colleague(world))


@pytest.mark.parametrize("who", ["filer", "unit_admin", "registrar", "far_reviewer", "neighbour_filer"])
def test_others_have_no_hand_in_it(world: World, row: Application, who: str) -> None:
    person = getattr(world, who)
    with pytest.raises(NotAllowed):
        handling.assign_application(actor=person, application=row, handler=person.user)
    with pytest.raises(NotAllowed):
        handling.postpone_application(
            actor=person, application=row, until=timezone.localdate() + SOON, reason="等。"
        )
    postpone(world, row)
    with pytest.raises(NotAllowed):
        handling.resume_application(actor=person, application=row)


def test_a_handler_belongs_to_the_office_today_and_has_no_interest(world: World, row: Application) -> None:
    former = colleague(world)
    former.memberships.update(until=timezone.localdate())
    torn = colleague(world)
    MembershipFactory(user=torn, organisation=world.county, role=Role.FILER)
    disabled = colleague(world)
    disabled.is_active = False
    disabled.save()
    for user in (former, torn, disabled, world.far_reviewer.user, world.filer.user):
        with pytest.raises(Invalid) as refused:
            handling.assign_application(actor=world.director, application=row, handler=user)
        assert "handler" in refused.value.fields
    row.refresh_from_db()
    assert row.handler is None


def test_whoever_belongs_to_the_applicant_does_not_take_it(world: World, row: Application) -> None:
    torn = actor(Role.REVIEWER, organisation=world.office)
    MembershipFactory(user=torn.user, organisation=world.county, role=Role.FILER)
    torn = actor(Role.REVIEWER, organisation=world.office, user=torn.user)
    with pytest.raises(NotAllowed, match="回避"):
        handling.assign_application(actor=torn, application=row, handler=torn.user)
    with pytest.raises(NotAllowed, match="回避"):
        handling.postpone_application(
            actor=torn, application=row, until=timezone.localdate() + SOON, reason="等。"
        )


@pytest.mark.parametrize("state", [State.SUBMITTED, State.SHORTLISTED, State.RECOGNISED])
def test_only_what_an_office_holds_has_a_handler_or_a_pause(world: World, state: State) -> None:
    row = at(world, state)
    with pytest.raises(Conflict):
        handling.assign_application(actor=world.director, application=row, handler=None, shown=0)
    with pytest.raises(Conflict):
        postpone(world, row)
    with pytest.raises(Conflict) as refused:
        handling.resume_application(actor=world.filer, application=row)
    assert "拟" not in refused.value.message


def test_an_old_page_is_refused(world: World, row: Application) -> None:
    with pytest.raises(Conflict, match="已有变化"):
        claim(world, row, version=row.version - 1)


def test_a_pause_has_a_day_and_a_reason_and_ends_by_itself(world: World, row: Application) -> None:
    row = postpone(world, row)
    assert row.is_postponed
    act = Act.objects.about(row).get(verb="application.postpone")
    assert (act.comment, act.details["until"]) == ("等部门核实。", row.postponed_until.isoformat())
    row.postponed_until = timezone.localdate()
    assert not row.is_postponed


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [(0, "等。", "until"), (-1, "等。", "until"), (91, "等。", "until"), (5, "  ", "reason")],
)
def test_a_pause_within_reason(world: World, row: Application, days: int, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        postpone(world, row, days, reason)
    assert list(refused.value.fields) == [field]


def test_the_longest_pause_and_a_change_of_mind(world: World, row: Application) -> None:
    postpone(world, row, handling.LONGEST_PAUSE.days)
    assert postpone(world, row, 1).postponed_until == timezone.localdate() + timedelta(days=1)


def test_it_is_taken_up_again_once(world: World, row: Application) -> None:
    postpone(world, row)
    assert handling.resume_application(actor=world.director, application=row).postponed_until is None
    with pytest.raises(Conflict, match="没有暂缓"):
        handling.resume_application(actor=world.director, application=row)


def test_a_pause_does_not_travel_to_the_applicant(world: World, row: Application) -> None:
    row = sent_back_for_correction(world, postpone(world, row))
    assert row.postponed_until is None
    row = filing.resubmit_application(actor=world.filer, application=row)
    assert row.postponed_until is None and row.state == State.RECOMMENDED


def test_what_is_settled_inside_is_read_inside_alone(world: World, row: Application) -> None:
    claim(world, row)
    postpone(world, row, reason="内部情况，不外传。")
    inside = {past_words(act) for act in history_for(world.director, row)}
    assert {"变更经办人", "暂缓办理"} <= inside
    row = reviewing.decline_application(actor=world.director, application=row, comment="材料不全。")
    for person in (world.filer, world.unit_admin, world.registrar, world.far_reviewer):
        for act in history_for(person, row):
            assert "内部情况" not in act.comment
            assert act.verb not in {"application.assign", "application.postpone"}
