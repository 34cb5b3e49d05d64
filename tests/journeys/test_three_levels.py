"""Recognition at each level in real browsers with a real worker, on the reference data: the offices as they are.

A township under 永济's office, 清徐 for 清徐老陈醋 under 太原's standard, and a county to the province by way of the
city. Each time one town is refused first, then filed anew, returned, compared, judged, and published; a stranger
sees nothing on the way.
"""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from applications.models import Round
from config.demonstration import people
from config.demonstration.people import acting, make_accounts
from config.demonstration.rounds import make_rounds
from config.management.commands.load_reference import load_everything
from core.enums import Level
from tests.factories import TownFactory
from tests.harness.queue import Worker
from tests.journeys.conftest import SignIn
from tests.journeys.returns import answer_everything, give_back
from tests.journeys.test_from_clerk_to_public import press, said
from towns.models import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.broker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
STRANGER = "demo-two-units"


@dataclass(frozen=True)
class Play:
    """Who takes part at a level, by their demonstration accounts; `relay` sends it up to the office."""

    level: Level
    filer: str
    head: str
    reviewer: str
    director: str
    registrar: str
    category: str
    relay: tuple[str, str] | None = None

    @property
    def first_desk(self) -> tuple[str, str]:
        return self.relay or (self.reviewer, self.director)


COUNTY = Play(
    Level.COUNTY,
    "demo-town-filer",
    "demo-town-admin",
    "demo-county-reviewer",
    "demo-county-director",
    "demo-county-registrar",
    "特优农业",
)
CITY = Play(
    Level.CITY,
    "demo-filer",
    "demo-unit-admin",
    "demo-reviewer",
    "demo-director",
    "demo-registrar",
    "特优农业",
)
PROVINCE = Play(
    Level.PROVINCE,
    "demo-filer",
    "demo-unit-admin",
    "demo-province-reviewer",
    "demo-province-director",
    "demo-province-registrar",
    "特优农业",
    ("demo-reviewer", "demo-director"),
)


@pytest.fixture
def rounds(transactional_db: None) -> dict[str, Round]:
    """The reference data with a round of every level and somebody for every post."""
    with override_settings(DEMONSTRATION=True):
        load_everything(settings.BASE_DIR / "fixtures")
        make_accounts()
        return make_rounds()


@pytest.fixture
def towns(rounds: dict[str, Round]) -> dict[Level, Town]:
    """清徐老陈醋 stands in the reference data; the other two are made for the play."""
    qingxu = acting("demo-filer").organisation
    township = acting("demo-town-filer").organisation
    return {
        Level.COUNTY: TownFactory(
            name="试验芦笋专业镇",
            owner=acting("demo-county-registrar").organisation,
            keeper=township,
            main_industry="芦笋种植",
        ),
        Level.CITY: Town.objects.get(name__startswith="清徐老陈醋"),
        Level.PROVINCE: TownFactory(name="试验葡萄专业镇", owner=qingxu, main_industry="葡萄种植"),
    }


class Stage:
    """The open browsers of one play, one for each person."""

    def __init__(self, sign_in: SignIn, play: Play, round_: Round, town: Town) -> None:
        self.sign_in, self.play, self.round, self.town = sign_in, play, round_, town
        self.pages: dict[str, Page] = {}
        self.address = ""

    def page(self, username: str) -> Page:
        if username not in self.pages:
            self.pages[username] = self.sign_in(self.actor(username))
        return self.pages[username]

    def actor(self, username: str) -> Actor:
        return acting(username)

    def at(self, username: str, suffix: str = "") -> Page:
        """That person on the application's page."""
        page = self.page(username)
        page.goto(self.address + suffix)
        return page

    def file(self) -> None:
        """The clerk fills in and hands in, the administrator recommends."""
        clerk, year = self.page(self.play.filer), self.round.year - 1
        clerk.goto("/applications/")
        row = clerk.get_by_role("listitem").filter(has_text=self.round.title)
        row.get_by_role("link", name="新建申报").click()
        clerk.get_by_label("专业镇", exact=True).select_option(label=self.town.name)
        press(clerk, "建立草稿")
        clerk.get_by_label("类别").select_option(label=self.play.category)
        clerk.get_by_label(f"{year} 年主导产业产值（亿元）").fill("25")
        clerk.get_by_label(f"{year} 年就业人数（人）").fill("3000")
        clerk.get_by_role("textbox", name="历史传承").fill("试验文字，三百年。")
        clerk.get_by_label("本单位承诺").check()
        press(clerk, "保存并去提交")
        # What was typed in other blocks is kept first; only then does the page go on.
        said(clerk, "请核对后提交")
        self.address = clerk.url
        press(clerk, "提交")
        said(clerk, "已提交")
        expect(clerk.locator("[data-check=done]")).to_be_visible()
        head = self.at(self.play.head)
        press(head, "推荐上报")
        said(head, "已推荐上报")

    def refuse(self) -> None:
        """The head of the first office declines, and not without words; the applicant reads them."""
        director = self.at(self.play.first_desk[1], "review/")
        director.locator("summary", has_text="不予受理").click()
        press(director, "确认不予受理")
        expect(director.get_by_role("alert")).to_contain_text("请写明")
        director.locator("details[open]").get_by_label("意见").fill("请先完善产业规划。")
        press(director, "确认不予受理")
        clerk = self.at(self.play.filer)
        expect(clerk.get_by_text("请先完善产业规划。").first).to_be_visible()
        expect(clerk.locator("main")).to_contain_text("不予")

    def accept_and_return(self) -> None:
        """受理 out of the queue, then 退回补正."""
        reviewer = self.page(self.play.first_desk[0])
        reviewer.goto("/applications/queue/")
        if self.play.relay:
            reviewer.get_by_role("link", name="上报省级").click()
        reviewer.get_by_role("link", name=self.town.name).click()
        press(reviewer, "受理")
        said(reviewer, "已受理")
        give_back(reviewer, "请核对产值来源。")
        said(reviewer, "已退回补正")

    def answer(self) -> None:
        """The clerk corrects and hands in again; the reviewer sees old and new side by side."""
        clerk = self.at(self.play.filer)
        expect(clerk.get_by_text("请核对产值来源。").first).to_be_visible()
        clerk.get_by_role("link", name="填写", exact=True).click()
        clerk.get_by_label(f"{self.round.year - 1} 年主导产业产值（亿元）").fill("26.5")
        answer_everything(clerk)
        press(clerk, "保存并去提交")
        said(clerk, "请核对后提交")
        press(clerk, "重新提交")
        said(clerk, "已重新提交")
        expect(clerk.locator("[data-check=done]")).to_be_visible()
        reviewer = self.at(self.play.first_desk[0], "review/")
        changes = reviewer.locator("section", has=reviewer.get_by_role("heading", name="与上次提交相比"))
        expect(changes.locator("del")).to_have_text(["25"])
        expect(changes.locator("ins")).to_have_text(["26.5"])

    def send_up(self) -> None:
        """审核上报 by the city; from there on the city's office reads 复核中 and no more."""
        assert self.play.relay is not None
        city = self.at(self.play.relay[0], "review/")
        city.get_by_role("textbox", name="审核上报意见").fill("同意上报。")
        press(city, "同意上报")
        said(city, "已办结")
        clerk = self.at(self.play.filer)
        expect(clerk.locator("main")).to_contain_text("审核上报")

    def judge(self) -> None:
        """复核, every question with its reason, 研判."""
        reviewer = self.at(self.play.reviewer, "review/")
        reviewer.get_by_role("textbox", name="复核意见").fill("材料齐全。")
        press(reviewer, "办结复核")
        said(reviewer, "已办结")
        reviewer.goto(self.address + "review/")
        while (
            reviewer.get_by_role("button", name="保存研判")
            .or_(reviewer.get_by_role("button", name="确认研判"))
            .count()
        ):
            form = reviewer.locator("details[open] form[action*='/review/judge/']").first
            form.get_by_role("radio").first.check()
            form.get_by_label("理由").fill("材料充分，情况属实。")
            with reviewer.expect_navigation():
                form.get_by_role("button").click()
            said(reviewer, "研判")
            if not reviewer.locator("details[open] form[action*='/review/judge/']").count():
                break
        reviewer.get_by_role("textbox", name="研判意见").fill("同意列入。")
        press(reviewer, "办结研判")
        said(reviewer, "已办结")

    def decide(self) -> None:
        """Listed and put to the authority by one, published by another; nothing shows outside in between."""
        director = self.at(self.play.director, "review/")
        press(director, "列入拟认定名单")
        said(director, "已列入拟认定名单")
        director.goto("/applications/decisions/")
        director.get_by_role("link", name="报请认定").click()
        director.get_by_label(self.town.name).check()
        press(director, "报请认定")
        said(director, "已报请")
        decision = director.url
        self.expect_nothing_outside()
        registrar = self.page(self.play.registrar)
        registrar.goto(decision)
        registrar.get_by_label("文号").last.fill("试政发〔2026〕1号")
        registrar.get_by_label("认定日期").last.fill("2026-01-05")
        press(registrar, "公布")
        said(registrar, "已公布")

    def expect_nothing_outside(self) -> None:
        clerk = self.at(self.play.filer)
        expect(clerk.locator("h1 + .tag")).to_have_text("复核中")
        for words in ("拟认定", "拟重点培育"):
            expect(clerk.locator("main")).not_to_contain_text(words)
        stranger = self.page(STRANGER).goto(self.address)
        assert stranger is not None and stranger.status == 404

    def expect_published(self) -> None:
        visitor = self.sign_in(None)
        visitor.goto(f"/towns/?q={self.town.name}")
        visitor.get_by_role("link", name=self.town.name).first.click()
        expect(visitor.locator("main")).to_contain_text("试政发〔2026〕1号")
        clerk = self.at(self.play.filer)
        expect(clerk.locator("h1 + .tag")).to_have_text("已认定")
        expect(clerk.locator("main")).to_contain_text("我的件到哪了")


@pytest.mark.parametrize("play", [COUNTY, CITY, PROVINCE], ids=lambda play: play.level.value)
def test_a_town_is_refused_filed_again_returned_compared_and_recognised(
    play: Play,
    rounds: dict[str, Round],
    towns: dict[Level, Town],
    sign_in: SignIn,
    celery_worker_process: Worker,
) -> None:
    stage = Stage(sign_in, play, rounds[play.level.value], towns[play.level])
    stage.file()
    stage.refuse()
    stage.file()
    stage.accept_and_return()
    stage.answer()
    if play.relay:
        stage.send_up()
    stage.judge()
    stage.decide()
    stage.expect_published()


def test_the_plays_have_different_people_for_every_post() -> None:
    for play in (COUNTY, CITY, PROVINCE):
        names = [play.filer, play.head, play.reviewer, play.director, play.registrar, *(play.relay or ())]
        assert len(set(names)) == len(names)
        assert STRANGER not in names and {*names} <= {each.username for each in people.ACCOUNTS}
