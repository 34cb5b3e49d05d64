"""What the head of a unit does about its people, what it leaves in the log, and what is never possible."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services, workload
from accounts.actors import SYSTEM, Actor, actor_for
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.rules.colleagues import LAST_UNIT_ADMIN
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
    actor,
)
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PEOPLE = reverse("accounts:unit_people")
WORKBENCH = reverse("portal:workbench")


def today() -> date:
    return timezone.localdate()


def at(name: str, user: User) -> str:
    return reverse(f"accounts:{name}", args=[user.pk])


def roles_of(user: User, organisation: Organisation) -> set[str]:
    rows = Membership.objects.at(today()).filter(user=user, organisation=organisation)
    return set(rows.values_list("role", flat=True))


def signed_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("accounts:login"), {"username": user.username, "password": password})
    return client


@pytest.fixture
def unit(db: None) -> Organisation:
    return OrganisationFactory(name="试验甲县人民政府")


@pytest.fixture
def head(unit: Organisation) -> Actor:
    return actor(Role.UNIT_ADMIN, organisation=unit)


@pytest.fixture
def desk(head: Actor, browser_of: Browser) -> Client:
    return browser_of(head)


@pytest.fixture
def clerk(unit: Organisation) -> User:
    return MembershipFactory(organisation=unit).user


@pytest.fixture
def ports() -> Iterator[None]:
    """Whatever a test registers is forgotten afterwards."""
    before = workload._workloads[:], workload._handovers[:]
    yield
    workload._workloads[:], workload._handovers[:] = before


INVITED = {"display_name": "试验张三", "username": "zhang.san", "telephone": "13800000000", "role": "filer"}
INVITE = reverse("accounts:unit_invite")
TAKE_IN = reverse("accounts:unit_take_in")


def test_an_invited_colleague_signs_in_once_with_the_password_that_was_shown(
    desk: Client, unit: Organisation
) -> None:
    page = desk.post(INVITE, INVITED)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    password, user = page.context["password"], User.objects.get(username="zhang.san")
    assert password in page.content.decode()
    assert roles_of(user, unit) == {"filer"}
    assert signed_in(user, password).get(WORKBENCH).url == reverse("accounts:password_change")
    verbs = Act.objects.filter(target_id=str(user.pk)).exclude(verb="session.sign_in").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["user.create", "membership.add"]
    assert password not in str(list(Act.objects.values_list("details", flat=True)))
    again = desk.post(INVITE, INVITED)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["username"]
    assert User.objects.filter(username__startswith="zhang").count() == 1


def test_an_empty_username_is_proposed_and_nothing_is_made_before_it_was_read(desk: Client) -> None:
    before = User.objects.count()
    page = desk.post(INVITE, {**INVITED, "display_name": "李四", "username": ""})
    assert page.status_code == 200 and User.objects.count() == before
    form = page.context["form"]
    assert (form["username"].value(), form["role"].value()) == ("li.si", "filer")
    assert "请核对用户名" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "registrar"}, "role"),
        ({"role": "system_admin"}, "role"),
        ({"role": "reviewer"}, "role"),
        ({"role": ""}, "role"),
        ({"username": "张三"}, "username"),
        ({"username": "a\0bc"}, "username"),
        ({"display_name": ""}, "display_name"),
        ({"telephone": "x"}, "telephone"),
    ],
)
def test_an_invitation_that_does_not_hold_makes_nothing(desk: Client, typed: Any, field: str) -> None:
    before = User.objects.count()
    answer = desk.post(INVITE, {**INVITED, **typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == before


def test_what_is_sent_along_with_an_invitation_is_left_lying(desk: Client, unit: Organisation) -> None:
    other = OrganisationFactory()
    harm = {
        "organisation": other.pk,
        "is_deputy": "on",
        "until": "2099-01-01",
        "is_active": "",
        "must_change_password": "",
        "password": "x" * 20,
        "person": PersonFactory().pk,
    }
    desk.post(INVITE, {**INVITED, **harm})
    user = User.objects.get(username="zhang.san")
    row = user.memberships.get()
    assert (row.organisation, row.role, row.until, row.is_deputy) == (unit, "filer", None, False)
    assert user.must_change_password and user.is_active and user.person is None


def test_the_head_of_an_office_brings_in_reviewers_alone(browser_of: Browser) -> None:
    office = OrganisationFactory(office=True)
    desk = browser_of(actor(Role.OFFICE_DIRECTOR, organisation=office))
    assert desk.post(INVITE, {**INVITED, "role": "office_director"}).status_code == 422
    assert desk.post(INVITE, {**INVITED, "role": "filer"}).status_code == 422
    assert desk.post(INVITE, {**INVITED, "role": "reviewer"}).status_code == 200
    assert roles_of(User.objects.get(username="zhang.san"), office) == {"reviewer"}


def test_somebody_of_another_unit_comes_in_by_both_names_and_keeps_the_other_unit(
    desk: Client, unit: Organisation
) -> None:
    other = MembershipFactory(user=UserFactory(username="li.si", display_name="试验李四"))
    typed = {"username": "li.si", "display_name": "试验李四", "role": "filer"}
    assert desk.post(TAKE_IN, typed).url == at("colleague_detail", other.user)
    assert {each.organisation for each in actor_for(other.user).memberships} == {unit, other.organisation}
    assert Act.objects.filter(verb="membership.add", organisation=unit).count() == 1
    twice = desk.post(TAKE_IN, typed)
    assert twice.status_code == 422 and "已有同一角色" in twice.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"username": "li.s"},
        {"username": "nobody"},
        {"display_name": "试验"},
        {"username": "closed.account", "display_name": "试验停用"},
    ],
)
def test_who_is_not_known_by_both_names_is_not_found_and_the_answer_says_no_more(
    desk: Client, typed: dict[str, str]
) -> None:
    MembershipFactory(user=UserFactory(username="li.si", display_name="试验李四"))
    UserFactory(username="closed.account", display_name="试验停用", is_active=False)
    before = Membership.objects.count()
    answer = desk.post(TAKE_IN, {"username": "li.si", "display_name": "试验李四", "role": "filer"} | typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "username": ["没有找到用户名和姓名都相符的账户，请向本人核对后再填。"]
    }
    assert Membership.objects.count() == before


def test_a_system_administrator_is_touched_by_no_head_of_a_unit(desk: Client, unit: Organisation) -> None:
    office = OrganisationFactory(office=True)
    person = PersonFactory()
    MembershipFactory(
        user=UserFactory(username="root.one", display_name="试验管理", person=person),
        organisation=office,
        role=Role.SYSTEM_ADMIN,
    )
    answer = desk.post(TAKE_IN, {"username": "root.one", "display_name": "试验管理", "role": "filer"})
    assert answer.status_code == 403
    assert "系统管理员" not in answer.content.decode().replace("请联系系统管理员", "")
    # Another account of that person, which works here, is as much theirs.
    clerk = MembershipFactory(user=UserFactory(person=person), organisation=unit).user
    director = actor(Role.OFFICE_DIRECTOR, organisation=office)
    admin = User.objects.get(username="root.one")
    assert desk.post(at("colleague_reset_password", clerk)).status_code == 403
    for act in (
        lambda: services.reset_password(actor=director, user=admin),
        lambda: services.hand_over(actor=director, user=admin, to_user=clerk, until=today()),
        lambda: services.end_roles(actor=director, user=admin, memberships=[admin.memberships.get().pk]),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert admin.memberships.get().until is None


def give(who: Actor, user: User, role: Role, **facts: Any) -> Membership:
    facts = {"organisation": who.organisation, "since": today()} | facts
    return services.add_membership(actor=who, user=user, role=role, **facts)


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.SYSTEM_ADMIN, Role.REVIEWER])
def test_no_role_outside_the_table_is_given_or_ended(head: Actor, clerk: User, role: Role) -> None:
    with pytest.raises(NotAllowed, match="须由系统管理员安排"):
        give(head, clerk, role)
    row = MembershipFactory(user=clerk, organisation=head.organisation, role=role)
    with pytest.raises(NotAllowed, match="须由系统管理员安排"):
        services.end_roles(actor=head, user=clerk, memberships=[row.pk])


def test_nobody_raises_themselves_or_works_in_another_unit(head: Actor, clerk: User) -> None:
    assert head.user is not None
    with pytest.raises(NotAllowed, match="不能调整自己的角色"):
        give(head, head.user, Role.FILER)
    with pytest.raises(NotAllowed, match="只能办理本单位"):
        give(head, clerk, Role.FILER, organisation=OrganisationFactory())
    with pytest.raises(NotAllowed, match="不能移交给自己"):
        services.hand_over(actor=head, user=clerk, to_user=head.user, until=today())
    filer = actor(Role.FILER, organisation=head.organisation)
    with pytest.raises(NotAllowed, match="只有单位管理员"):
        give(filer, clerk, Role.FILER)
    elsewhere = MembershipFactory()
    with pytest.raises(NotAllowed, match="只能办理本单位"):
        services.end_membership(actor=head, membership=elsewhere, until=today())
    with pytest.raises(Conflict):
        services.end_roles(actor=head, user=clerk, memberships=[elsewhere.pk])


def test_ended_roles_are_gone_at_the_next_click_and_the_account_stays(
    desk: Client, clerk: User, unit: Organisation
) -> None:
    other = MembershipFactory(user=clerk, organisation=OrganisationFactory(key="zz")).organisation
    both = MembershipFactory(user=clerk, organisation=unit, role=Role.STATISTICIAN)
    browser = signed_in(clerk)
    assert browser.get(WORKBENCH).wsgi_request.actor.organisation == unit
    pks = list(clerk.memberships.filter(organisation=unit).values_list("pk", flat=True))
    assert desk.post(at("colleague_end", clerk), {"memberships": pks}).status_code == 302
    assert browser.get(WORKBENCH).wsgi_request.actor.organisation == other
    both.refresh_from_db()
    clerk.refresh_from_db()
    assert both.until == today() and clerk.is_active
    act = Act.objects.get(verb="membership.end", target_id=str(clerk.pk))
    assert len(act.details["changes"]) == 2
    late = desk.post(at("colleague_end", clerk), {"memberships": pks})
    assert late.status_code == 409
    assert Act.objects.filter(verb="membership.end").count() == 1


def test_one_of_two_roles_may_stay(desk: Client, clerk: User, unit: Organisation) -> None:
    row = MembershipFactory(user=clerk, organisation=unit, role=Role.UNIT_ADMIN)
    desk.post(at("colleague_end", clerk), {"memberships": [row.pk]})
    assert roles_of(clerk, unit) == {"filer"}
    for wrong in ([], ["x"], ["9" * 40], ["\0"]):
        assert desk.post(at("colleague_end", clerk), {"memberships": wrong}).status_code == 422


def test_the_last_unit_administrator_stays_whoever_ends_it(head: Actor, desk: Client) -> None:
    assert head.user is not None
    page = at("colleague_end", head.user)
    assert LAST_UNIT_ADMIN in desk.get(page).content.decode()
    own = head.user.memberships.get()
    assert desk.post(page, {"memberships": [own.pk]}).status_code == 403
    deputy = UserFactory()
    give(head, deputy, Role.UNIT_ADMIN, until=today() + timedelta(days=9), is_deputy=True)
    standing_in = actor_for(deputy)
    with pytest.raises(NotAllowed, match="最后一名"):
        services.end_roles(actor=standing_in, user=head.user, memberships=[own.pk])
    second = MembershipFactory(organisation=head.organisation, role=Role.UNIT_ADMIN)
    answer = desk.post(page, {"memberships": [own.pk]})
    assert answer.url == WORKBENCH
    assert desk.get(PEOPLE).status_code == 403
    with pytest.raises(NotAllowed, match="最后一名"):
        services.end_roles(actor=standing_in, user=second.user, memberships=[second.pk])
    # The administrator of the portal closes whole units and is not held up.
    services.end_membership(actor=SYSTEM, membership=second, until=today())


def test_a_deputy_begins_and_ends_by_itself_and_acts_say_so(
    desk: Client, clerk: User, unit: Organisation
) -> None:
    begin = datetime(today().year + 1, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    first, last = begin.date(), begin.date() + timedelta(days=7)
    typed = {"role": "unit_admin", "since": first.isoformat(), "until": last.isoformat()}
    assert desk.post(at("colleague_deputy", clerk), typed).status_code == 302
    act = Act.objects.get(verb="membership.appoint_deputy", target_id=str(clerk.pk))
    fields = {line["field"]: line["new"] for line in act.details["changes"]}
    assert fields["角色"] == "单位管理员（代理）" and fields["至（不含）"] == str(last)
    assert actor_for(clerk).role_names == "填报员"
    with time_machine.travel(begin, tick=False) as clock:
        deputy = actor_for(clerk)
        assert deputy.role_names == deputy.memberships[0].role_names == "填报员、单位管理员（代理）"
        browser = Client()
        browser.force_login(clerk)
        assert browser.get(PEOPLE).status_code == 200
        other = MembershipFactory(organisation=unit, user__telephone="13800001111").user
        browser.post(at("colleague_reveal_telephone", other))
        act = Act.objects.get(verb="user.reveal_telephone")
        assert act.role_names == "填报员、单位管理员（代理）"
        clock.shift(timedelta(days=7))
        again = Client()
        again.force_login(clerk)
        assert again.get(PEOPLE).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": ""}, "until"),
        ({"until": "2000-01-01"}, "until"),
        ({"since": "昨天"}, "since"),
        ({"role": "registrar"}, "role"),
        ({"role": "filer"}, "role"),
    ],
)
def test_a_deputy_that_does_not_hold_is_named(desk: Client, clerk: User, typed: Any, field: str) -> None:
    good = {"role": "unit_admin", "since": today().isoformat(), "until": str(today() + timedelta(days=3))}
    answer = desk.post(at("colleague_deputy", clerk), good | typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Membership.objects.filter(is_deputy=True).exists()


def test_a_deputy_without_an_end_reaches_the_database_on_no_way(head: Actor, clerk: User) -> None:
    with pytest.raises(Invalid, match="代理须有结束日期"):
        give(head, clerk, Role.UNIT_ADMIN, is_deputy=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=clerk, organisation=head.organisation, role=Role.UNIT_ADMIN, is_deputy=True)


def test_a_further_role_is_given_to_a_colleague(desk: Client, clerk: User, unit: Organisation) -> None:
    url = at("colleague_role", clerk)
    assert [value for value, _ in desk.get(url).context["form"].fields["role"].choices] == [
        "",
        "filer",
        "unit_admin",
        "statistician",
    ]
    typed = {"role": "statistician", "since": today().isoformat(), "until": "", "is_deputy": "on"}
    assert desk.post(url, {**typed, "role": "registrar"}).status_code == 422
    assert desk.post(url, typed).status_code == 302
    row = clerk.memberships.get(role="statistician")
    assert (row.organisation, row.is_deputy, row.until) == (unit, False, None)
    assert desk.post(url, typed).status_code == 422


def moving(moved: list[tuple[User, User]]) -> Any:
    def move(organisation: Organisation, from_user: User, to_user: User, who: Actor) -> int:
        moved.append((from_user, to_user))
        return 3

    return move


def hand_over_fields(desk: Client, user: User, to_user: User, until: date) -> dict[str, Any]:
    form = desk.get(at("colleague_hand_over", user)).context["form"]
    return {"to_user": to_user.pk, "until": until.isoformat(), "seen": form["seen"].value()}


def test_a_hand_over_moves_roles_and_work_in_one_act(
    desk: Client, clerk: User, unit: Organisation, ports: None
) -> None:
    moved: list[tuple[User, User]] = []
    workload.register_handover(moving(moved))
    MembershipFactory(user=clerk, organisation=unit, role=Role.STATISTICIAN)
    heir = MembershipFactory(organisation=unit).user
    assert "填报员" in desk.get(at("colleague_hand_over", clerk)).content.decode()
    typed = hand_over_fields(desk, clerk, heir, today())
    answer = desk.post(at("colleague_hand_over", clerk), typed, follow=True)
    assert f"移交给{heir}，转交工作 3 件" in answer.content.decode()
    assert (roles_of(clerk, unit), roles_of(heir, unit)) == (set(), {"filer", "statistician"})
    assert moved == [(clerk, heir)]
    act = Act.objects.get(target_id=str(clerk.pk), target_type="accounts.user")
    assert (act.verb, act.details["work"]) == ("membership.hand_over", 3)
    assert act.details["to_user"] == f"{heir}（{heir.username}）"
    assert desk.post(at("colleague_hand_over", clerk), typed).status_code == 409
    assert len(moved) == 1 and Act.objects.filter(verb="membership.hand_over").count() == 1


def test_until_a_later_day_both_work_side_by_side(desk: Client, clerk: User, unit: Organisation) -> None:
    heir, day = MembershipFactory(organisation=unit, role=Role.STATISTICIAN).user, today() + timedelta(days=5)
    desk.post(at("colleague_hand_over", clerk), hand_over_fields(desk, clerk, heir, day))
    assert roles_of(clerk, unit) == {"filer"} and "filer" in roles_of(heir, unit)
    assert clerk.memberships.get().until == day
    assert heir.memberships.get(role="filer").until is None


def test_a_role_for_a_while_gives_way_to_one_for_good(head: Actor, clerk: User, unit: Organisation) -> None:
    heir = MembershipFactory(organisation=unit, role=Role.STATISTICIAN).user
    give(head, heir, Role.FILER, since=today(), until=today() + timedelta(days=9), is_deputy=True)
    services.hand_over(actor=head, user=clerk, to_user=heir, until=today())
    row = heir.memberships.get(role="filer")
    assert (row.since, row.until, row.is_deputy) == (today(), None, False)


def test_the_last_administrator_hands_the_unit_over(desk: Client, head: Actor, clerk: User) -> None:
    assert head.user is not None and head.organisation is not None
    answer = desk.post(
        at("colleague_hand_over", head.user), hand_over_fields(desk, head.user, clerk, today())
    )
    assert answer.url == WORKBENCH
    assert roles_of(clerk, head.organisation) == {"filer", "unit_admin"}
    assert desk.get(PEOPLE).status_code == 403


def test_what_no_hand_over_does(desk: Client, head: Actor, clerk: User, unit: Organisation) -> None:
    heir = MembershipFactory(organisation=unit).user
    stranger, closed = (
        MembershipFactory().user,
        MembershipFactory(organisation=unit, user__is_active=False).user,
    )
    assert head.user is not None
    typed = hand_over_fields(desk, clerk, heir, today())
    for wrong in (stranger, closed, clerk, head.user):
        answer = desk.post(at("colleague_hand_over", clerk), {**typed, "to_user": wrong.pk})
        assert answer.status_code == 422, wrong
    yesterday = today() - timedelta(days=1)
    assert desk.post(at("colleague_hand_over", clerk), {**typed, "until": yesterday}).status_code == 403
    assert roles_of(clerk, unit) == {"filer"}
    registrar = MembershipFactory(organisation=unit, role=Role.REGISTRAR).user
    assert "须由系统管理员安排" in desk.get(at("colleague_hand_over", registrar)).content.decode()


def test_a_page_that_shows_other_roles_than_there_are_hands_nothing_over(
    desk: Client, head: Actor, clerk: User, unit: Organisation
) -> None:
    heir = MembershipFactory(organisation=unit).user
    typed = hand_over_fields(desk, clerk, heir, today())
    give(head, clerk, Role.STATISTICIAN)
    assert desk.post(at("colleague_hand_over", clerk), typed).status_code == 409
    assert roles_of(clerk, unit) == {"filer", "statistician"}


def test_a_forgotten_password_is_mended_on_the_spot(desk: Client, clerk: User, unit: Organisation) -> None:
    old = signed_in(clerk)
    for _ in range(5):
        signed_in(clerk, "wrong")
    page = desk.post(at("colleague_reset_password", clerk))
    assert "no-store" in page.headers["Cache-Control"]
    assert old.get(WORKBENCH).url.startswith(reverse("accounts:login"))
    anew = signed_in(clerk, page.context["password"])
    assert anew.get(WORKBENCH).url == reverse("accounts:password_change")
    act = Act.objects.get(verb="user.reset_password", target_id=str(clerk.pk))
    assert act.organisation == unit
    assert page.context["password"] not in desk.get(at("colleague_detail", clerk)).content.decode()
    assert "忘记密码？请找本单位管理员重置。" in Client().get(reverse("accounts:login")).content.decode()


def reset_is_open(desk: Client, user: User) -> bool:
    """What the page says, and that the button obeys."""
    offered = "确认重置" in desk.get(at("colleague_detail", user)).content.decode()
    done = desk.post(at("colleague_reset_password", user)).status_code == 200
    assert offered == done
    return done


@pytest.mark.parametrize(
    ("role", "is_open"),
    [(Role.FILER, True), (Role.STATISTICIAN, True), (Role.UNIT_ADMIN, False), (Role.REGISTRAR, False)],
)
def test_who_weighs_more_elsewhere_is_let_in_by_the_system_administrator_alone(
    desk: Client, clerk: User, role: Role, is_open: bool
) -> None:
    MembershipFactory(user=clerk, organisation=OrganisationFactory(), role=role)
    assert reset_is_open(desk, clerk) is is_open


def test_nobody_gets_into_another_units_account_by_taking_its_owner_in(
    head: Actor, desk: Client, unit: Organisation
) -> None:
    theirs = MembershipFactory(user=UserFactory(username="li.si", display_name="试验李四"))
    desk.post(TAKE_IN, {"username": "li.si", "display_name": "试验李四", "role": "filer"})
    assert not reset_is_open(desk, theirs.user)
    # Nor by calling back who left for another unit.
    left = MembershipFactory(organisation=unit, until=today()).user
    MembershipFactory(user=left)
    give(head, left, Role.FILER)
    assert not reset_is_open(desk, left)


def test_no_password_of_oneself_of_who_left_or_of_a_registrar(
    desk: Client, head: Actor, unit: Organisation
) -> None:
    assert head.user is not None
    gone = MembershipFactory(organisation=unit, until=today()).user
    registrar = MembershipFactory(organisation=unit, role=Role.REGISTRAR).user
    MembershipFactory(user=registrar, organisation=unit)
    closed = MembershipFactory(organisation=unit, user__is_active=False).user
    for user in (head.user, gone, registrar, closed):
        assert not reset_is_open(desk, user), user
    assert not Act.objects.filter(verb="user.reset_password").exists()


def test_a_director_helps_reviewers_and_no_other_director(browser_of: Browser) -> None:
    office = OrganisationFactory(office=True)
    desk = browser_of(actor(Role.OFFICE_DIRECTOR, organisation=office))
    assert reset_is_open(desk, MembershipFactory(organisation=office, role=Role.REVIEWER).user)
    for role in (Role.OFFICE_DIRECTOR, Role.REGISTRAR, Role.SYSTEM_ADMIN):
        assert not reset_is_open(desk, MembershipFactory(organisation=office, role=role).user)
