"""A return of three items in the browser: marked, told, answered, compared, closed and carried on; desk, phone, no script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from applications.enums import State
from applications.models import Application
from applications.selectors.uses import Use
from applications.services import evidence, filing, reviewing
from tests.applications.thread import LAST_YEAR, check, filled
from tests.applications.uploads import upload
from tests.factories import World, pdf_bytes
from tests.journeys.conftest import PHONE, Look, SignIn
from tests.journeys.returns import mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUTPUT = f"#scale_output_value_{LAST_YEAR}"


def reviewed(world: World) -> Application:
    """Accepted and checked, with one piece of evidence for criterion 4."""
    draft = filled(world, history_text="始于明代。")
    evidence.add_evidence(
        actor=world.filer, application=draft, uses=[Use(4)], title="产值证明", upload=upload(text="old")
    )
    row = filing.submit_application(actor=world.filer, application=draft)
    row = filing.recommend_application(actor=world.unit_admin, application=row)
    row = reviewing.accept_application(actor=world.reviewer, application=row)
    check(row)
    return row


def mark_three(reviewer: Page, row: Application) -> None:
    """A criterion beside it, a field and a piece of evidence beside theirs."""
    reviewer.goto(f"/applications/{row.pk}/review/")
    mark(reviewer, "第 1 条 历史传承", "缺县志记载。", "缺项", beside="历史传承")
    expect(reviewer.locator("#criterion-1")).to_contain_text("已标记 1 项")
    mark(reviewer, "“产业规模”部分的主导产业产值", "与年报不一致。", "不一致", beside="产业集聚")
    mark(reviewer, "佐证材料“产值证明”", "证明已过期。", "过期", beside="产业集聚")
    expect(reviewer.locator("#return")).to_contain_text("已标记 3 项")


def press(clerk: Page, button: Locator) -> None:
    """And wait for the page behind it: the words of the page before must not count for it."""
    with clerk.expect_navigation():
        button.click()


def answer(clerk: Page, words: str, text: str) -> None:
    box = clerk.locator("#to-do li", has_text=words)
    box.get_by_label("答复", exact=True).fill(text)
    press(clerk, box.get_by_role("button", name="保存答复"))
    expect(clerk.locator(".messages")).to_contain_text("答复已保存")


def mend(clerk: Page, row: Application) -> None:
    """The three things are put right where the list leads to."""
    clerk.goto(f"/applications/{row.pk}/edit/")
    expect(clerk.locator("#to-do")).to_contain_text("还有 3 项没有答复")
    clerk.locator("#to-do li", has_text="主导产业产值").get_by_role("link", name="去“产业规模”").click()
    expect(clerk.locator(OUTPUT)).to_be_focused()
    clerk.locator(OUTPUT).fill("12.6")
    press(clerk, clerk.get_by_role("button", name="保存产业规模"))
    expect(clerk.locator(".messages")).to_contain_text("已保存")
    clerk.locator("#history_history_text").fill("始于明代，县志有载。")
    press(clerk, clerk.get_by_role("button", name="保存历史与传承"))
    expect(clerk.locator(".messages")).to_contain_text("已保存")
    answer(clerk, "第 1 条 历史传承", "已写明县志记载。")
    answer(clerk, "主导产业产值", "已按年报更正。")
    clerk.locator("#to-do li", has_text="产值证明").get_by_role("link", name="去这份材料").click()
    clerk.locator("summary[aria-label='更换：产值证明']").click()
    file = {"name": "新证明.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes("new")}
    clerk.locator("details[open]").get_by_label("新版本").set_input_files(file)
    clerk.get_by_role("button", name="上传新版本").click()
    # With scripts the file goes up by itself, and the words stand at the file.
    expect(clerk.get_by_role("status").filter(has_text="现在是第 2 版")).to_be_visible()
    answer(clerk, "产值证明", "已更换为今年的证明。")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_three_items_are_told_answered_and_compared(
    world: World, sign_in: SignIn, look: Look, has_script: bool
) -> None:
    row = reviewed(world)
    reviewer = sign_in(world.reviewer, java_script_enabled=has_script)
    mark_three(reviewer, row)
    if has_script:
        look(reviewer)
    reviewer.get_by_role("button", name="确认退回补正").click()
    expect(reviewer.locator(".messages")).to_contain_text("已退回补正")

    clerk = sign_in(world.filer, java_script_enabled=has_script)
    clerk.goto(f"/applications/{row.pk}/edit/")
    # What was not marked is read, says why, and has nothing to be filled in.
    market = clerk.locator("#block-market")
    expect(market).to_contain_text("已锁定")
    expect(market.locator("form, input, textarea")).to_have_count(0)
    if has_script:
        look(clerk)
    clerk.goto(f"/applications/{row.pk}/")
    expect(clerk.get_by_text("还有 3 项补正事项没有答复")).to_be_visible()
    mend(clerk, row)
    if has_script:
        look(clerk)
    clerk.goto(f"/applications/{row.pk}/")
    clerk.get_by_role("button", name="重新提交").click()
    expect(clerk.locator(".messages")).to_contain_text("已重新提交")

    reviewer.goto(f"/applications/{row.pk}/review/")
    answers = reviewer.locator("#answers")
    expect(answers).to_contain_text("3 项没有核对")
    expect(answers.locator("li", has_text="主导产业产值").locator("del")).to_have_text("12")
    expect(answers.locator("li", has_text="主导产业产值").locator("ins")).to_have_text("12.6")
    expect(answers.locator("li", has_text="产值证明")).to_contain_text("新证明.pdf")
    expect(answers.locator("li", has_text="历史传承")).to_contain_text("县志有载")
    if has_script:
        look(reviewer)
    for words in ("主导产业产值", "产值证明"):
        answers.locator("li", has_text=words).get_by_role("button", name="已补正").click()
        expect(reviewer.locator(".messages")).to_contain_text("已核对")
    answers.locator("li", has_text="历史传承").get_by_role("button", name="仍需补正").click()
    expect(reviewer.locator("#return")).to_contain_text("上次未补正")
    expect(reviewer.locator("#summary")).to_contain_text("已退回 1 次")
    assert Application.objects.get(pk=row.pk).state == State.REVIEWING


def test_a_locked_block_that_is_sent_all_the_same_is_refused(world: World, sign_in: SignIn) -> None:
    """A page from before the return, with another block open in it."""
    row = reviewed(world)
    reviewer = sign_in(world.reviewer)
    mark_three(reviewer, row)
    reviewer.get_by_role("button", name="确认退回补正").click()
    clerk = sign_in(world.filer)
    clerk.goto(f"/applications/{row.pk}/edit/")
    status = clerk.evaluate(
        """async (address) => {
            const body = new FormData(document.querySelector("form[data-block=scale]"));
            body.set("market_text", "改了锁定的内容。");
            body.set("version", "0");
            return (await fetch(address, { method: "POST", body })).status;
        }""",
        f"/applications/{row.pk}/blocks/market/",
    )
    assert status == 403
    assert "market_text" not in Application.objects.get(pk=row.pk).draft["answers"]


def test_on_a_phone_with_a_phrase_that_is_kept(world: World, sign_in: SignIn, look: Look) -> None:
    row = reviewed(world)
    reviewer = sign_in(world.reviewer, viewport={"width": PHONE[0], "height": PHONE[1]})
    reviewer.goto("/applications/phrases/")
    look(reviewer)
    reviewer.get_by_label("内容").fill("请补充统计部门证明，加盖公章。")
    reviewer.get_by_role("button", name="添加").click()
    look(reviewer)
    reviewer.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    reviewer.goto(f"/applications/{row.pk}/review/")
    place = reviewer.locator("#criterion-4 details.mark")
    place.locator("summary").click()
    place.get_by_label("常用意见", exact=False).first.select_option("请补充统计部门证明，加盖公章。")
    expect(place.get_by_label("说明")).to_have_value("请补充统计部门证明，加盖公章。")
    place.get_by_label("要补正的", exact=True).select_option("criterion-4")
    place.get_by_label("缺项", exact=True).check()
    place.get_by_role("button", name="标记", exact=True).click()
    expect(reviewer.locator("#return")).to_contain_text("请补充统计部门证明，加盖公章。")
    reviewer.get_by_role("button", name="确认退回补正").click()
    clerk = sign_in(world.filer, viewport={"width": PHONE[0], "height": PHONE[1]})
    clerk.goto(f"/applications/{row.pk}/edit/")
    answer(clerk, "第 4 条", "已补充。")
    look(clerk)


def test_an_answer_takes_along_what_was_typed_a_moment_before(world: World, sign_in: SignIn) -> None:
    """The block saves itself a moment after the last key; the answer, which takes the page along, waits for it."""
    row = reviewed(world)
    reviewer = sign_in(world.reviewer)
    mark_three(reviewer, row)
    reviewer.get_by_role("button", name="确认退回补正").click()
    clerk = sign_in(world.filer)
    clerk.goto(f"/applications/{row.pk}/edit/")
    clerk.locator("#history_history_text").fill("始于明代，县志有载。")
    answer(clerk, "第 1 条 历史传承", "已写明县志记载。")
    assert Application.objects.get(pk=row.pk).draft["answers"]["history_text"] == "始于明代，县志有载。"
    expect(clerk.locator("#history_history_text")).to_have_value("始于明代，县志有载。")
