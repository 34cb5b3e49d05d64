"""What a page adds to lines, and what stands at their beginning."""

import pytest

from reading import numerals
from reading.labels import Rank, label_of
from reading.lines import is_contents_line, is_page_foot, numbered, plain, without_blanks


@pytest.mark.parametrize("foot", ["— 3 —", "－12－", "- 3 -", "第 3 页", "第3页 共12页", "3/12", "·5·"])
def test_feet_of_pages_are_known(foot: str) -> None:
    assert is_page_foot(foot)


@pytest.mark.parametrize("line", ["3", "2023年", "1.5亿元", "一、总体要求", "(3)"])
def test_other_short_lines_are_no_feet(line: str) -> None:
    assert not is_page_foot(line)


def test_contents_have_leaders() -> None:
    assert is_contents_line("一、总体要求…………………3")
    assert is_contents_line("第一章 总则......12")
    assert not is_contents_line("支持企业做大做强……")


def test_blanks_are_made_plain_and_lines_keep_their_numbers() -> None:
    lines = numbered(["\ufeff　　李\u00a0甲\u200b", "", "\u3000", "市长"])
    assert [(line.number, line.text, line.indented) for line in lines] == [
        (1, "李 甲", True),
        (4, "市长", False),
    ]
    assert plain("a\x00b\x0cc") == "ab c"
    assert without_blanks("李  甲  Open AI 2024 年") == "李甲Open AI 2024年"


@pytest.mark.parametrize(
    ("text", "rank", "number", "path", "written"),
    [
        ("一、总体要求", Rank.PART, 1, "一", "一、"),
        ("十二．附则", Rank.PART, 12, "十二", "十二．"),
        ("（三）目标", Rank.HEADED, 3, "(三)", "（三）"),
        ("(三)目标", Rank.HEADED, 3, "(三)", "(三)"),
        ("(三）混用", Rank.HEADED, 3, "(三)", "(三）"),
        ("〔四〕目标", Rank.HEADED, 4, "(四)", "〔四〕"),
        ("㈢目标", Rank.HEADED, 3, "(三)", "㈢"),
        ("1.任务", Rank.ITEM, 1, "1", "1."),
        ("２．任务", Rank.ITEM, 2, "2", "２．"),
        ("12、任务", Rank.ITEM, 12, "12", "12、"),
        ("⒊任务", Rank.ITEM, 3, "3", "⒊"),
        ("（2）任务", Rank.POINT, 2, "(2)", "（2）"),
        ("⑵任务", Rank.POINT, 2, "(2)", "⑵"),
        ("2）任务", Rank.SUBPOINT, 2, "2)", "2）"),
        ("③任务", Rank.CIRCLE, 3, "③", "③"),
        ("第三条 任务", Rank.ARTICLE, 3, "第三条", "第三条"),
        ("第 3 条 任务", Rank.ARTICLE, 3, "第3条", "第 3 条"),
        ("第十一章　附则", Rank.CHAPTER, 11, "第十一章", "第十一章"),
        ("第一百零二条 任务", Rank.ARTICLE, 102, "第一百零二条", "第一百零二条"),
    ],
)
def test_labels_of_every_kind(text: str, rank: Rank, number: int, path: str, written: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.rank, label.number, label.path, label.written) == (rank, number, path, written)


@pytest.mark.parametrize(
    "text",
    [
        "2.5亿元",
        "2023年任务",
        "第三方平台",
        "三年行动",
        "一是加强领导",
        "第五条第二款",
        "第五条规定的企业",
        "第三条至第八条",
        "一个县",
        "",
        "(工艺美术)",
        "(2023年)",
    ],
)
def test_beginnings_that_are_no_labels(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百零二", 102),
        ("二〇二三", 2023),
        ("两", 2),
        ("三千五百", 3500),
        ("十万", 100_000),
        ("12", 12),
        ("１２", 12),
    ],
)
def test_numerals(text: str, number: int) -> None:
    assert numerals.whole(text) == number


def test_numerals_are_written_as_word_counts_them() -> None:
    assert [numerals.han(number) for number in (1, 10, 11, 20, 35, 100, 103, 110)] == [
        "一", "十", "十一", "二十", "三十五", "一百", "一百零三", "一百一十",
    ]  # fmt: skip
    assert all(numerals.whole(numerals.han(number)) == number for number in range(1, 1000))
    assert numerals.whole("十月x") is None
    assert numerals.exact("三点五") == numerals.exact("3.5")
