"""A document comes in, is held against its source by keyboard, is opened, and a citizen finds a clause in two steps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from policies.models import Policy, PolicyVersion
from tests.factories import World
from tests.journeys.conftest import Look, SignIn
from tests.reading.builders import docx_of, page, pdf, text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS: dict[str, Callable[[str], bytes]] = {"docx": docx_of, "html": page, "pdf": pdf}
CORPUS = {
    "P-shanxi-2022-80.txt": ("省级方案", 33 + 1),
    "T-taiyuan-2023.txt": ("太原方案", 36 + 2),
    "J-jincheng-2023-39.txt": ("晋城政策", 22 + 2),
}


def plan() -> str:
    """Our plan with a clause left out, so that the reader has a doubt."""
    return text("plan.txt").replace("（二）强化督查", "（三）强化督查")


def read_in(official: Page, name: str, content: bytes, key: str = "") -> PolicyVersion:
    official.goto("/policies/desk/new/")
    official.get_by_label("文件", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    official.get_by_label("引用名").fill(key)
    official.get_by_role("button", name="读入").click()
    expect(official.get_by_role("status").first).to_contain_text("请对照原文核对")
    return PolicyVersion.objects.latest("pk")


def check_facts(official: Page) -> None:
    official.get_by_role("link", name="先核对文件信息").click()
    official.get_by_role("button", name="核对无误，保存").click()
    expect(official.get_by_role("status").first).to_contain_text("文件信息已核对")


@pytest.mark.parametrize("form", FORMS)
def test_an_official_checks_by_keyboard_and_a_citizen_finds_it(
    world: World, sign_in: SignIn, look: Look, form: str
) -> None:
    official = sign_in(world.reviewer)
    version = read_in(official, f"计划.{form}", FORMS[form](plan()))
    if form == "docx":
        look(official)
    keys = official.keyboard
    # The doubtful one is in hand at once; its line is marked in the source.
    in_hand = official.locator(".is-in-hand")
    expect(in_hand).to_contain_text("缺条")
    expect(official.locator("[data-source] li.is-marked").first).to_contain_text("强化督查")
    keys.press("e")
    keys.press("Control+A")
    keys.type("将任务完成情况纳入年度考核，按季通报。")
    keys.press("Tab")
    keys.press("Escape")
    keys.press("ArrowDown")
    expect(in_hand).to_contain_text("为推动陶瓷产业")
    keys.press("ArrowUp")
    official.locator(".is-in-hand").get_by_role("button", name="改好并核对").press("Enter")
    expect(official.get_by_role("status").first).to_contain_text("已改好并核对")
    for left in range(version.clauses.count() - 1, 0, -1):
        expect(official.get_by_text(f"已核对 {version.clauses.count() - left} 条")).to_be_visible()
        expect(in_hand).to_be_visible()
        keys.press("Enter")
    expect(official.get_by_text("全部核对完了")).to_be_visible()
    check_facts(official)
    official.get_by_role("button", name="公开", exact=True).click()
    expect(official.get_by_role("status").first).to_contain_text("已公开")

    citizen = sign_in(None)
    citizen.goto("/policies/")
    citizen.get_by_role("searchbox", name="查条文").fill("季通报 考核")
    citizen.get_by_role("searchbox", name="查条文").press("Enter")
    if form == "docx":
        look(citizen)
    citizen.locator(".hits").get_by_role("link").first.click()
    expect(citizen.locator(":target")).to_contain_text("按季通报")
    if form == "docx":
        look(citizen)


def test_without_scripts_the_desk_is_all_there(world: World, sign_in: SignIn) -> None:
    official = sign_in(world.reviewer, java_script_enabled=False)
    version = read_in(official, "计划.txt", plan().encode())
    official.get_by_role("link", name="原文第").first.click()
    expect(official.locator("[data-source] li:target")).to_contain_text("强化督查")
    official.get_by_role("button", name="核对无误").first.click()
    official.get_by_role("button", name="不存疑的一并核对").click()
    assert not version.clauses.filter(confirmed_at__isnull=True).exists()
    check_facts(official)
    official.get_by_role("button", name="公开", exact=True).click()
    expect(official.get_by_role("heading", level=1)).to_contain_text("陶瓷产业提升")


@pytest.mark.corpus
def test_the_real_documents_come_in_complete(world: World, sign_in: SignIn, look: Look, corpus: Path) -> None:
    official = sign_in(world.reviewer)
    for name, (key, clauses) in CORPUS.items():
        version = read_in(official, name, (corpus / name).read_bytes(), key)
        assert version.clauses.count() == clauses, name
        look(official)
        official.get_by_role("button", name="不存疑的一并核对").click()
        check_facts(official)
        official.get_by_role("button", name="公开", exact=True).click()
        expect(official.locator("article.clause")).to_have_count(clauses)
    assert Policy.objects.count() == len(CORPUS)
