"""退回补正 on the pages: what stands where, for whom, and what comes back when something does not hold."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import ReturnReason, State
from applications.models import Application, Phrase, ReturnItem, Round
from applications.services.answering import answer_item
from applications.services.marking import Mark, put_mark
from tests.applications.thread import answered_again, at, give_back, sent_back_for_correction
from tests.factories import TownFactory, World
from tests.harness.pages import Browser
from tests.harness.papers import pages_of

pytestmark = pytest.mark.django_db
MISSING = ReturnReason.MISSING
SCALE = Mark("field-output_value", MISSING, "与年报不一致。")


def address(name: str, row: Application, *more: object) -> str:
    return reverse(f"applications:{name}", args=[row.pk, *more])


def page(client: Client, name: str, row: Application) -> str:
    answer = client.get(address(name, row))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(**other: str) -> dict[str, str]:
    return {"place": "all", "target": "block-scale", "reason": "missing", "text": "缺来源。", **other}


def test_a_mark_is_kept_shown_and_taken_back(world: World, browser_of: Browser) -> None:
    row, client = at(world, State.REVIEWING), browser_of(world.reviewer)
    answer = client.post(address("review_mark", row), sent(place="1", target="criterion-1"))
    assert answer.headers["Location"].endswith("#criterion-1")
    text = page(client, "review", row)
    assert "已标记 1 项" in text and "退回补正（1 项）" in text and "缺来源。" in text
    # Told to nobody: the applicant reads nothing of it.
    assert "缺来源。" not in page(browser_of(world.filer), "application_detail", row)
    item = row.return_items.get()
    assert client.post(address("review_unmark", row, item.pk)).status_code == 302
    assert client.post(address("review_unmark", row, item.pk)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"target": ""}, "请选择要补正的内容"),
        ({"target": "block-nowhere"}, "选择"),
        ({"reason": ""}, "请选择原因"),
        ({"text": " "}, "请写明要补正什么"),
        ({"text": "长" * 501}, "500"),
    ],
)
def test_a_mark_that_does_not_hold_comes_back_in_its_place(
    world: World, browser_of: Browser, wrong: dict[str, str], words: str
) -> None:
    row = at(world, State.REVIEWING)
    typed = sent(place="4", target="criterion-4") | wrong
    answer = browser_of(world.reviewer).post(address("review_mark", row), typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text
    assert not row.return_items.exists()


def test_a_phrase_stands_for_the_words_and_is_kept_on_request(world: World, browser_of: Browser) -> None:
    row, client = at(world, State.REVIEWING), browser_of(world.reviewer)
    client.post(address("review_mark", row), sent(text="请加盖公章。", keep="on"))
    assert Phrase.objects.get().text == "请加盖公章。"
    client.post(address("review_mark", row), sent(target="block-market", text="", phrase="请加盖公章。"))
    assert row.return_items.order_by("-pk").first().text == "请加盖公章。"
    assert "请加盖公章。" in client.get(reverse("applications:phrase_list")).content.decode()
    assert (
        "请加盖公章。"
        not in browser_of(world.director).get(reverse("applications:phrase_list")).content.decode()
    )


def test_the_page_sends_what_it_showed(world: World, browser_of: Browser) -> None:
    row, client = at(world, State.REVIEWING), browser_of(world.reviewer)
    shown = put_mark(actor=world.reviewer, application=row, mark=SCALE)
    put_mark(actor=world.director, application=row, mark=Mark("block-market", MISSING, "缺。"))
    act = address("application_act", row, "return_for_correction")
    typed = {"version": row.version, "comment": "请一次补齐。", "due_on": "2099-03-05", "seen": str(shown.pk)}
    answer = client.post(act, typed)
    assert answer.status_code == 409
    # What was written is still there to be copied.
    assert "请一次补齐。</textarea>" in answer.content.decode()
    everything = ",".join(str(pk) for pk in row.return_items.order_by("pk").values_list("pk", flat=True))
    assert client.post(act, {**typed, "seen": everything}).status_code == 302
    assert client.post(act, {**typed, "seen": "1;2"}).status_code in {409, 422}
    notice = row.return_notices.get()
    assert (notice.items.count(), f"{notice.due_on}") == (2, "2099-03-05")


def test_the_applicant_sees_what_to_do_and_what_is_locked(world: World, browser_of: Browser) -> None:
    row = give_back(world, at(world, State.REVIEWING), [SCALE], comment="请一次补齐。")
    client = browser_of(world.filer)
    for name in ("application_edit", "evidence_list", "application_detail"):
        text = page(client, name, row)
        assert "还有 1 项没有答复" in text and "与年报不一致。" in text and "请一次补齐。" in text
    text = page(client, "application_edit", row)
    assert "退回：缺项" in text and text.count("本次退回没有涉及这一部分，已锁定") == 12
    assert 'data-block="scale"' in text and 'data-block="market"' not in text
    assert f"#scale_output_value_{world.round.year - 1}" in text
    assert "上传新版本" not in page(client, "evidence_list", row)


def test_the_office_reads_what_it_waits_for_and_no_unsent_answer(world: World, browser_of: Browser) -> None:
    row = give_back(world, at(world, State.REVIEWING), [SCALE])
    answer_item(actor=world.filer, item=ReturnItem.objects.get(), text="还没有想好的答复。")
    for name in ("review", "application_detail"):
        text = page(browser_of(world.reviewer), name, row)
        assert "与年报不一致。" in text and "还没有想好的答复。" not in text


def test_an_answer_is_kept_and_leads_back(world: World, browser_of: Browser) -> None:
    row = give_back(world, at(world, State.REVIEWING), [SCALE])
    item, client = ReturnItem.objects.get(), browser_of(world.filer)
    there = address("item_answer", row, item.pk)
    for typed in ("", " \n", "长" * 1001):
        refused = client.post(there, {"answer": typed, "where": "evidence"})
        assert refused.status_code == 422
    assert "长长长" in refused.content.decode()
    answer = client.post(there, {"answer": "已按年报\0更正😀", "where": "evidence"})
    assert answer.status_code in {302, 422}
    answer = client.post(there, {"answer": "已按年报更正。", "where": "evidence"})
    assert answer.headers["Location"] == f"{address('evidence_list', row)}#item-{item.pk}"
    assert "已按年报更正。</textarea>" in page(client, "application_edit", row)
    assert (
        client.post(there, {"answer": "好。", "where": "//evil.example"})
        .headers["Location"]
        .startswith(address("application_edit", row))
    )
    stranger = browser_of(world.neighbour_filer)
    assert stranger.post(there, {"answer": "好。"}).status_code == 404


def test_an_item_of_another_application_is_not_found(world: World, browser_of: Browser) -> None:
    row = give_back(world, at(world, State.REVIEWING), [SCALE])
    other = at(world, State.RECOMMENDED, town=TownFactory(owner=world.county))
    item = ReturnItem.objects.get()
    assert (
        browser_of(world.filer).post(address("item_answer", other, item.pk), {"answer": "好。"}).status_code
        == 404
    )
    assert (
        browser_of(world.filer).post(address("item_answer", row, 10**9), {"answer": "好。"}).status_code
        == 404
    )


def test_answers_are_compared_and_resolved_on_the_review_page(world: World, browser_of: Browser) -> None:
    row = answered_again(world, give_back(world, at(world, State.REVIEWING), [SCALE]))
    client, item = browser_of(world.reviewer), ReturnItem.objects.get()
    text = page(client, "review", row)
    assert "第 1 次退回的答复" in text and "已补充。" in text and "内容没有变化" in text
    assert "已退回 1 次" in text and "第 1 次退回补正" in text
    there = address("item_resolve", row, item.pk)
    assert client.post(there, {"resolution": "reopened"}).status_code == 302
    assert "上次未补正" in page(client, "review", row)
    client.post(there, {"resolution": "closed"})
    assert "上次未补正" not in page(client, "review", row)
    assert client.post(there, {"resolution": "x"}).status_code == 302
    item.refresh_from_db()
    assert item.resolution == "closed"


def test_the_notice_is_printed_for_both_sides(world: World, browser_of: Browser) -> None:
    row = give_back(world, at(world, State.REVIEWING), [SCALE], comment="请一次补齐。")
    there = address("paper_return", row, 1)
    for person in (world.filer, world.reviewer):
        answer = browser_of(person).get(there)
        assert answer.headers["Content-Type"] == "application/pdf"
        text = "".join(pages_of(answer.content))
        for words in (
            "补正通知书",
            "与年报不一致",
            "1 项",
            "请一次补齐",
            world.county.name,
            world.office.name,
        ):
            assert "".join(words.split()) in "".join(text.split()), words
    assert browser_of(world.filer).get(address("paper_return", row, 2)).status_code == 404
    assert browser_of(world.neighbour_filer).get(there).status_code == 404


def test_what_is_printed_cannot_become_markup(world: World, browser_of: Browser) -> None:
    nasty = '#import "x" $a_b$ \\ [*粗*] <a@b> "引号"'
    row = give_back(world, at(world, State.REVIEWING), [Mark("block-scale", MISSING, nasty)])
    text = "".join(pages_of(browser_of(world.filer).get(address("paper_return", row, 1)).content))
    assert "#import" in text and "*粗*" in text


def test_the_limit_is_the_rounds_setting_and_is_said(world: World, browser_of: Browser) -> None:
    Round.objects.filter(pk=world.round.pk).update(return_limit=1)
    row = answered_again(world, give_back(world, at(world, State.REVIEWING)))
    text = page(browser_of(world.reviewer), "review", row)
    assert "“退回补正”暂不能办：本批次限退回 1 次，这件申报已退回 1 次。" in text
    assert "已退回 1 次（限 1 次）" in text and "标记要补正的内容" not in text


def test_returns_are_counted_in_the_export_and_on_the_timeline(world: World, browser_of: Browser) -> None:
    row = at(world, State.REVIEWING)
    for _ in range(2):
        row = answered_again(world, give_back(world, row))
    text = page(browser_of(world.filer), "application_detail", row)
    assert "第 2 次退回补正" in text and "共退回 2 次" in text
    assert browser_of(world.reviewer).get("/applications/queue/export/?state=all").status_code == 200


def test_a_refused_refusal_at_acceptance_speaks_of_acceptance(world: World, browser_of: Browser) -> None:
    row = at(world, State.RECOMMENDED)
    client = browser_of(world.director)
    answer = client.post(address("application_act", row, "decline"), {"version": row.version, "comment": " "})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明不予受理的理由" in text and "请写明不予认定的理由" not in text


def test_after_a_conflict_what_was_written_can_be_copied(world: World, browser_of: Browser) -> None:
    row = at(world, State.RECOMMENDED)
    sent_back_for_correction(world, row)
    typed = {"version": row.version, "comment": "规模<b>不足</b>。", "password": "secret-word"}
    answer = browser_of(world.director).post(address("application_act", row, "decline"), typed)
    text = answer.content.decode()
    assert answer.status_code == 409 and "规模&lt;b&gt;不足&lt;/b&gt;。</textarea>" in text
    assert "secret-word" not in text
