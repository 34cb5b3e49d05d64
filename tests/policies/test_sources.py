"""A file comes in through the page: whole, with its lines and doubts, or with one sentence and without a trace."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from files import storage
from files.models import FileVersion, StoredFile
from policies.models import Clause, Policy, PolicyVersion
from tests.factories import World
from tests.harness.pages import Browser
from tests.reading.builders import docx, docx_of, page, paragraph, pdf, text

pytestmark = pytest.mark.django_db

FORMS: dict[str, Callable[[str], bytes]] = {
    "txt": str.encode,
    "docx": docx_of,
    "html": page,
    "pdf": pdf,
}
KEY = "演政办发〔2025〕6号"


def upload(client: Client, world: World, content: bytes, name: str, **more: str) -> str:
    """The page that follows."""
    assert world.office.division is not None
    fields = {"kind": "action", "level": "city", "division": str(world.office.division_id), "key": "", **more}
    file = SimpleUploadedFile(name, content)
    answer = client.post("/policies/desk/new/", {**fields, "file": file}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes_in_whole(world: World, browser_of: Browser, form: str) -> None:
    shown = upload(browser_of(world.reviewer), world, FORMS[form](text("plan.txt")), f"计划.{form}")
    assert "请对照原文核对" in shown
    version = PolicyVersion.objects.select_related("source", "policy").get()
    assert version.policy.key == KEY and version.source is not None
    clauses = list(version.clauses.order_by("position"))
    paths = [each.path for each in clauses]
    assert paths == [
        "前言",
        "一",
        "二",
        "二(一)",
        "二(一)1",
        "二(一)2",
        "二(二)",
        "二(二)3",
        "二(二)4",
        "三",
        "三(一)",
        "三(二)",
        "附",
    ]
    assert [each.depth for each in clauses[1:5]] == [0, 0, 1, 2]
    assert "赵甲乙" in clauses[-1].text and "组长" in clauses[-1].text
    lines = version.source_text.split("\n")
    for each in clauses:
        assert each.first_line is not None and each.last_line is not None
        first = lines[each.first_line - 1].replace(" ", "")
        assert first.startswith((each.label or each.text[:6]).replace(" ", "")), each.path
    ends = [(each.last_line, behind.first_line) for each, behind in pairwise(clauses)]
    assert all(last is not None and first is not None and last < first for last, first in ends)
    assert version.clauses.get(path="二(一)1").duties.filter(role="lead").get().unit == "县工信局"


def test_the_head_says_what_the_site_says(world: World, browser_of: Browser) -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{said}</td></tr>"
        for name, said in (
            ("索引号：", "012345/2025-00006"),
            ("主题分类：", "工业"),
            ("公开方式：", "主动公开"),
        )
    )
    said = text("plan.txt").replace(
        "　　附件：演", "　　本计划由县工信局负责解释。\n　　咨询电话：0350-1234567\n　　附件：演"
    )
    upload(browser_of(world.reviewer), world, page(said, above=f"<table>{rows}</table>"), "计划.html")
    version = PolicyVersion.objects.get()
    assert (version.index_number, version.topic, version.disclosure) == (
        "012345/2025-00006",
        "工业",
        "主动公开",
    )
    assert version.contact == "0350-1234567" and version.explained_by == "县工信局"


def test_a_doubt_stands_at_its_clause(world: World, browser_of: Browser) -> None:
    said = text("plan.txt").replace("（二）强化督查", "（四）强化督查")
    upload(browser_of(world.reviewer), world, said.encode(), "计划.txt")
    doubtful = Clause.objects.exclude(doubts=[]).get()
    assert doubtful.path == "三(四)" and "缺条" in doubtful.doubts[0]["text"]
    assert doubtful.doubts[0]["line"] == doubtful.first_line


def test_two_clauses_of_one_number_stay_two(world: World, browser_of: Browser) -> None:
    said = text("plan.txt").replace("（二）强化督查。", "（一）强化督查。奖励9万元。")
    upload(browser_of(world.reviewer), world, said.encode(), "计划.txt")
    second = Clause.objects.get(path="三(一)·2")
    assert second.heading == "强化督查" and second.figures.get().text == "9万元"
    assert not Clause.objects.get(path="三(一)").figures.exists()
    assert any("重复" in doubt["text"] for doubt in second.doubts)


def test_what_is_longer_than_its_column_is_said(world: World, browser_of: Browser) -> None:
    rows = f"<table><tr><td>主题分类：</td><td>{'很长的分类' * 30}</td></tr></table>"
    shown = upload(browser_of(world.reviewer), world, page(text("plan.txt"), above=rows), "计划.html")
    assert "主题分类超过 80 个字" in shown


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("散文.txt", ("今天天气很好。\n" * 30).encode(), "政策"),
        ("空.docx", docx(""), "文字"),
        ("坏.docx", docx_of("一、")[:300], "文件不完整"),
        ("表.xlsx", b"PK\x03\x04", "只能上传"),
        ("扫描.pdf", b"", "空的"),
        ("图.pdf", pdf("第"), "文字"),
    ],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(
    world: World, browser_of: Browser, name: str, content: bytes, sentence: str
) -> None:
    before = StoredFile.objects.count(), list(storage.old_bytes(2**40))
    shown = upload(browser_of(world.reviewer), world, content, name)
    assert sentence in shown
    assert not Policy.objects.exists()
    assert (StoredFile.objects.count(), list(storage.old_bytes(2**40))) == before


def test_fifty_megabytes_are_refused(world: World, browser_of: Browser, settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    shown = upload(browser_of(world.reviewer), world, b"\xe4\xb8\x80" * (400 * 1024), "大.txt")
    assert "1 MB" in shown and not Policy.objects.exists()


def test_the_same_document_again_leaves_no_second_file(world: World, browser_of: Browser) -> None:
    client = browser_of(world.reviewer)
    upload(client, world, text("plan.txt").encode(), "计划.txt")
    shown = upload(client, world, text("plan.txt").replace("甲乙", "乙甲").encode(), "计划.txt")
    assert "已在库中" in shown and FileVersion.objects.count() == 1


def test_a_document_without_a_number_asks_for_a_key(world: World, browser_of: Browser) -> None:
    client = browser_of(world.reviewer)
    said = text("plan.txt").replace(KEY + "\n", "")
    assert "请填引用名" in upload(client, world, said.encode(), "计划.txt")
    upload(client, world, said.encode(), "计划.txt", key="演示县陶瓷计划")
    assert Policy.objects.get().key == "演示县陶瓷计划"


def test_a_discarded_reading_takes_its_file_along(world: World, browser_of: Browser) -> None:
    client = browser_of(world.reviewer)
    upload(client, world, text("plan.txt").encode(), "计划.txt")
    client.post(f"/policies/desk/{PolicyVersion.objects.get().pk}/discard/")
    assert not PolicyVersion.objects.exists()
    assert StoredFile.objects.get().discarded_at is not None


def test_a_list_that_word_counts_comes_in_with_its_labels(world: World, browser_of: Browser) -> None:
    body = "".join(paragraph(line) for line in text("plan.txt").splitlines())
    upload(browser_of(world.reviewer), world, docx(body), "计划.docx")
    assert Clause.objects.filter(path="二(二)4").exists()


def test_whoever_may_not_read_in_is_told(world: World, browser_of: Browser) -> None:
    answer = browser_of(world.filer).post("/policies/desk/new/", {})
    assert answer.status_code == 403
