"""A mayor changes on one day: both groups show it, the day before stays as it was, everybody reads it."""

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from leadership.models import LeadingGroup
from tests.factories import SeatFactory, World, actor, seated_group
from tests.journeys.conftest import Look, SignIn
from tests.leadership.helpers import post_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNEX = "组 长:甲一 市委副书记、市长\n成 员:甲二 市财政局局长\n钱 乙 市大数据局\n局长\n"


@pytest.fixture
def group(world: World) -> LeadingGroup:
    return seated_group(world.city, world.office, code="taiyuan")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_mayor_changes_and_both_groups_follow(
    world: World, group: LeadingGroup, sign_in: SignIn, look: Look, scripts: bool
) -> None:
    above = seated_group(world.province, world.province_office, code="shanxi")
    SeatFactory(group=above, post=post_at(group, 1), position=9)
    city = sign_in(world.director, java_script_enabled=scripts)
    province = sign_in(
        actor(Role.OFFICE_DIRECTOR, organisation=world.province_office), java_script_enabled=scripts
    )
    city.goto("/leadership/")
    city.get_by_role("link", name="本级名单").click()
    if scripts:
        look(city)
    city.get_by_role("link", name="变更任职").first.click()
    city.get_by_label("任职日期", exact=True).fill("2024-03-12")
    city.get_by_label("第 1 行的新任人员").fill("乙一")
    city.get_by_label("第 3 行的新任人员").fill("甲四")
    city.get_by_role("button", name="登记这些变动").click()
    # Somebody of that name is known: nothing is written before it is said who is meant.
    expect(city.get_by_role("alert")).to_contain_text("已有同名的“甲四”")
    if scripts:
        look(city)
    city.get_by_label("同名人员").select_option("another")
    city.get_by_role("button", name="登记这些变动").click()
    expect(city.get_by_role("status")).to_contain_text("已登记 2 个岗位的任职变动")

    for page, address in ((city, group.pk), (province, above.pk)):
        page.goto(f"/leadership/{address}/")
        expect(page.locator("main")).to_contain_text("乙一")
        page.get_by_label("看哪一天的名单").fill("2024-03-11")
        page.get_by_role("button", name="查看").click()
        expect(page.locator("main")).to_contain_text("甲一")
        expect(page.locator("main")).not_to_contain_text("乙一")
    province.goto(f"/leadership/{above.pk}/changes/")
    expect(province.locator("main")).to_contain_text("太原市市长由甲一换为乙一")
    province.goto("/messages/")
    expect(province.locator("main")).to_contain_text("太原市市长由乙一接任")

    city.goto(f"/leadership/{group.pk}/")
    city.get_by_role("button", name="确认：本名单截至今天无误").click()
    expect(city.locator("main")).to_contain_text("确认无误")
    reader = sign_in(None, java_script_enabled=scripts)
    reader.goto("/groups/")
    reader.get_by_role("link", name=group.name).click()
    expect(reader.locator("main")).to_contain_text("乙一")
    if scripts:
        look(reader)


def test_an_annex_is_pasted_mended_and_written(
    world: World, group: LeadingGroup, sign_in: SignIn, look: Look
) -> None:
    page = sign_in(world.director)
    page.goto(f"/leadership/{group.pk}/")
    page.get_by_role("link", name="导入名单").click()
    look(page)
    page.get_by_label("名单原文").fill(ANNEX)
    page.get_by_role("button", name="读出名单").click()
    expect(page.locator("main")).to_contain_text("组长 1 · 副组长 0 · 成员 2")
    look(page)
    page.get_by_role("button", name="确认无误，写入名单").click()
    expect(page.get_by_role("alert")).to_contain_text("本级没有")
    # Both unknown units of the test are looked at one after the other.
    for box in page.get_by_label("登记为新单位").all():
        box.check()
    page.get_by_role("button", name="确认无误，写入名单").click()
    expect(page.get_by_role("status")).to_contain_text("已写入 1 个席位")
    expect(page.locator("main")).to_contain_text("市大数据局局长")


def test_every_page_of_a_group_is_in_order(
    world: World, group: LeadingGroup, sign_in: SignIn, look: Look
) -> None:
    page = sign_in(world.director)
    post, unit = post_at(group, 2), post_at(group, 2).organisation
    person = post.tenures.get().person_id
    for path in (
        "",
        f"below/{world.city.pk}/",
        f"{group.pk}/edit/",
        f"{group.pk}/changes/",
        f"{group.pk}/units/",
        f"{group.pk}/seats/new/",
        f"{group.pk}/holders/",
        f"{group.pk}/holders/import/",
        f"seats/{group.seats.order_by('pk')[0].pk}/",
        f"posts/{post.pk}/",
        f"posts/{post.pk}/hand-over/",
        f"people/{person}/",
        f"units/{unit.pk}/",
    ):
        answer = page.goto(f"/leadership/{path}")
        assert answer is not None and answer.status == 200, path
        look(page)
