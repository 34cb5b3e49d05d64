"""本单位人员: who sees whom, what is shown of them, and that nothing of another unit is."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import workload
from accounts.actors import Actor
from accounts.enums import GRANTS, ROLES_OF_KIND, Role
from accounts.models import Membership, Organisation, User
from accounts.rules import can_create_user, can_manage_unit
from accounts.selectors import free_username
from records.models import Act
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, actor
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db
PEOPLE = reverse("accounts:unit_people")


def at(name: str, user: User) -> str:
    return reverse(f"accounts:{name}", args=[user.pk])


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
def in_hand() -> Iterator[Callable[..., None]]:
    """Tell the port what people have in hand, as an app above would; until then nobody tells."""
    before = workload._workloads[:], workload._handovers[:]
    workload._workloads.clear()
    workload._handovers.clear()

    def tell(items: dict[int, list[tuple[str, str]]]) -> None:
        workload.register_workload(lambda organisation: items)

    yield tell
    workload._workloads[:], workload._handovers[:] = before


@pytest.mark.parametrize("role", list(Role))
def test_two_roles_give_roles_and_only_what_their_unit_knows(role: Role) -> None:
    traits = {"office": True} if role in {Role.REVIEWER, Role.OFFICE_DIRECTOR, Role.SYSTEM_ADMIN} else {}
    who = actor(role, organisation=OrganisationFactory(**traits))
    assert bool(can_manage_unit(who)) == (role in GRANTS)
    assert who.gives == GRANTS.get(role, frozenset()) & ROLES_OF_KIND[who.organisation.kind]
    assert bool(can_create_user(who)) == (role in GRANTS or role == Role.SYSTEM_ADMIN)


@pytest.mark.parametrize(
    ("trait", "given"),
    [
        ({}, {Role.FILER, Role.UNIT_ADMIN, Role.STATISTICIAN}),
        ({"township": True}, {Role.FILER, Role.UNIT_ADMIN}),
        ({"member_unit": True}, {Role.UNIT_ADMIN, Role.STATISTICIAN}),
    ],
)
def test_what_is_given_depends_on_the_kind_of_unit(trait: dict[str, bool], given: set[Role]) -> None:
    assert actor(Role.UNIT_ADMIN, organisation=OrganisationFactory(**trait)).gives == given


def test_everybody_of_the_unit_is_listed_and_who_left_stands_below(
    desk: Client, unit: Organisation, in_hand: Callable[..., None]
) -> None:
    today = timezone.localdate()
    clerk = MembershipFactory(organisation=unit, user__telephone="13800009999").user
    later = MembershipFactory(organisation=unit, since=today + timedelta(days=5)).user
    gone = MembershipFactory(organisation=unit, until=today).user
    stranger = MembershipFactory().user
    page = desk.get(PEOPLE)
    shown = [row.user for row in page.context["rows"]]
    assert {clerk, later} < set(shown) and gone not in shown
    assert page.context["earlier"] == [gone]
    text = page.content.decode()
    assert stranger.display_name not in text
    assert "138****9999" in text and "13800009999" not in text
    assert "开始" in text and "正在办理" not in text


def test_nothing_of_another_unit_is_shown(desk: Client, unit: Organisation) -> None:
    clerk = MembershipFactory(organisation=unit).user
    other = OrganisationFactory(name="试验乙县人民政府", short_name="试验乙县政府")
    MembershipFactory(user=clerk, organisation=other, role=Role.REGISTRAR)
    names = ("detail", "role", "deputy", "end", "hand_over")
    for url in [PEOPLE, *(at(f"colleague_{name}", clerk) for name in names)]:
        text = desk.get(url).content.decode()
        assert "试验乙县" not in text and "认定登记员" not in text, url


def test_people_of_other_units_are_not_there(browser_of: Browser, unit: Organisation) -> None:
    clerk = MembershipFactory(organisation=unit).user
    stranger = browser_of(actor(Role.UNIT_ADMIN))
    pages = ("detail", "role", "deputy", "end", "hand_over")
    for name in pages:
        assert stranger.get(at(f"colleague_{name}", clerk)).status_code == 404
        if name != "detail":
            assert stranger.post(at(f"colleague_{name}", clerk), {"role": "filer"}).status_code == 404
    for name in ("reset_password", "reveal_telephone"):
        assert stranger.post(at(f"colleague_{name}", clerk)).status_code == 404
    assert not Act.objects.filter(target_type="accounts.user", target_id=str(clerk.pk)).exists()


@pytest.mark.parametrize("pk", [0, 999999, 10**30])
def test_a_colleague_that_is_not_there_is_404(desk: Client, pk: int) -> None:
    assert desk.get(f"/accounts/unit/{pk}/").status_code == 404
    assert desk.post(f"/accounts/unit/{pk}/password/").status_code == 404


def test_whoever_gives_no_roles_is_told_who_does(browser_of: Browser, unit: Organisation) -> None:
    refused = browser_of(actor(Role.FILER, organisation=unit)).get(PEOPLE)
    assert refused.status_code == 403
    assert "只有单位管理员或办公室主任" in refused.content.decode()


def test_who_heads_another_unit_is_told_to_switch(browser_of: Browser) -> None:
    both = actor(Role.FILER, organisation=OrganisationFactory(key="a-1"))
    MembershipFactory(user=both.user, organisation=OrganisationFactory(key="b-1"), role=Role.UNIT_ADMIN)
    assert "请先切换到您担任单位管理员" in browser_of(both).get(PEOPLE).content.decode()


def test_the_way_there_stands_in_the_menu_of_those_who_may(browser_of: Browser, unit: Organisation) -> None:
    for role, is_there in ((Role.UNIT_ADMIN, True), (Role.FILER, False)):
        page = browser_of(actor(role, organisation=unit)).get(reverse("accounts:password_change"))
        assert (PEOPLE in page.content.decode()) == is_there


def test_what_people_have_in_hand_is_shown_when_an_app_tells(
    desk: Client, unit: Organisation, in_hand: Callable[..., None]
) -> None:
    clerk, idle = MembershipFactory(organisation=unit).user, MembershipFactory(organisation=unit).user
    in_hand({clerk.pk: [(f"试验申报{number}", f"/applications/{number}/") for number in range(1, 5)]})
    text = desk.get(PEOPLE).content.decode()
    assert "正在办理" in text and 'href="/applications/1/">试验申报1' in text
    assert "试验申报4" not in text and "共 4 件" in text
    assert "试验申报4" in desk.get(at("colleague_detail", clerk)).content.decode()
    assert "手头没有工作" in desk.get(at("colleague_detail", idle)).content.decode()
    assert "试验申报4" in desk.get(at("colleague_hand_over", clerk)).content.decode()


def test_the_number_behind_the_mask_is_an_act(desk: Client, unit: Organisation) -> None:
    clerk = MembershipFactory(organisation=unit, user__telephone="13800001234").user
    shown = desk.post(at("colleague_reveal_telephone", clerk))
    assert "13800001234" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    act = Act.objects.get(verb="user.reveal_telephone", target_id=str(clerk.pk))
    assert act.organisation == unit
    Membership.objects.filter(user=clerk).update(until=timezone.localdate())
    assert "138****" not in desk.get(at("colleague_detail", clerk)).content.decode()
    assert desk.post(at("colleague_reveal_telephone", clerk)).status_code == 403


def test_thirty_people_cost_what_one_costs(
    desk: Client, unit: Organisation, in_hand: Callable[..., None]
) -> None:
    in_hand({})
    today, counts = timezone.localdate(), []
    for number in (1, 29):
        for _ in range(number):
            MembershipFactory(organisation=unit)
            MembershipFactory(organisation=unit, until=today)
        desk.get(PEOPLE)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PEOPLE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10, counts


def test_pages_of_people_neither_repeat_nor_skip(desk: Client, unit: Organisation) -> None:
    for _ in range(30):
        MembershipFactory(organisation=unit)
    first = desk.get(PEOPLE)
    rest = desk.get(PEOPLE + first.context["page_of_people"].next_query)
    seen = [row.user.pk for page in (first, rest) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 31


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("张三", "zhang.san"),
        ("欧阳试验", "ou.yangshiyan"),
        ("Test Person", "testperson"),
        ("·", "user"),
        ("三" * 40, "san." + "san" * 8 + "sa"),
    ],
)
def test_a_username_is_proposed_from_the_name(name: str, username: str) -> None:
    assert free_username(name) == username


def test_a_proposed_username_is_nobodys() -> None:
    UserFactory(username="zhang.san")
    UserFactory(username="zhang.san2")
    UserFactory(username="zhang.sanqi")
    assert free_username("张三") == "zhang.san3"
