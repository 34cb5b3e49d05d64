"""Workbooks and .csv written as they go: what two other programs read of them, and no formula anywhere (T28)."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.sheets import Column, Kind, Sheet, Value, as_data, as_text, csv_chunks, is_formula, workbook_chunks
from core.sheets.cells import CUT, LONGEST_TEXT, letters
from tests.harness.books import cells_of, fast_values_of, lines_of, values_of

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULAS = [
    f"{before}{sign}{after}"
    for sign in SIGNS
    for before in ("", " ", "　", "\u00a0", "\ufeff", "'", "''", " '")
    for after in ("1+1", 'HYPERLINK("http://x","y")', "cmd|' /C calc'!A0", "")
]
HARMLESS = [
    "",
    "1+1",
    "a=b",
    "'quoted'",
    "清徐老陈醋",
    "13800000000",
    "0012",
    "2024-05-20",
    "TRUE",
    "#REF!",
    "1e5",
]
ODD = ["a\nb", "a\r\nb", " 前后 ", "两  个空格", "😀", "<b>&amp;\"'</b>", "]]>", "a\tb", "é̂", "_x_", "x_"]


def book(lines: list[list[Value]], columns: list[Column] | None = None, **options: Any) -> bytes:
    columns = columns or [Column(f"列{number}") for number in range(len(lines[0]) if lines else 1)]
    return b"".join(workbook_chunks(Sheet("试验", columns), lines, **options))


def plain(lines: list[list[Value]]) -> bytes:
    return b"".join(csv_chunks([Column("列")] * len(lines[0]), lines))


@pytest.mark.parametrize("kind", Kind)
def test_no_text_becomes_a_formula_in_any_kind_of_column(kind: Kind) -> None:
    content = book([[text] for text in FORMULAS], [Column("列", kind=kind)])

    cells = [row[0] for row in cells_of(content)[1:]]
    assert [cell.value for cell in cells] == FORMULAS
    assert {cell.data_type for cell in cells} == {"s"}
    # Edited in place, it still is a text: the cell's format says so.
    assert {cell.number_format for cell in cells} == {"@"}
    assert [row[0] for row in fast_values_of(content)[1:]] == FORMULAS


def test_a_heading_is_no_formula_either() -> None:
    heading = cells_of(book([["x"]], [Column("=1+1", unit="＝2")]))[0][0]

    assert (heading.value, heading.data_type) == ("=1+1（＝2）", "s")


@pytest.mark.parametrize("text", FORMULAS)
def test_in_a_file_without_types_it_carries_one_mark_that_comes_off_again(text: str) -> None:
    (found,) = lines_of(plain([[text]]))[1]

    assert found == f"'{text}"
    assert as_data(found) == text
    assert is_formula(text)


def test_blanks_of_every_kind_are_looked_past() -> None:
    blanks = [
        chr(code) for code in range(0x10000) if chr(code).isspace() or unicodedata.category(chr(code)) == "Cc"
    ]

    assert [blank for blank in blanks if not is_formula(f"{blank}=1") and blank < "\x7f"] == []
    assert [hex(ord(blank)) for blank in blanks if blank.isspace() and not is_formula(f"{blank}=1")] == []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_carries_none(text: str) -> None:
    assert as_text(text) == as_data(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@＝ 　\t\r\na1")))
def test_marking_and_taking_the_mark_off_gives_back_every_text(text: str) -> None:
    marked = as_text(text)

    assert as_data(marked) == text
    assert not re.match(r"[\s　]*[=+\-@＝＋－＠\t\r\n]", marked)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_any_text_that_a_workbook_can_hold_comes_back(texts: list[str]) -> None:
    kept = [["行", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)] for text in texts]

    assert fast_values_of(book([["行", text] for text in texts]))[1:] == kept


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back_as_they_are(text: str) -> None:
    content = book([[text]])

    assert values_of(content)[1] == fast_values_of(content)[1] == [text]
    assert lines_of(plain([[text]]))[1] == [text]


def test_what_looks_like_excels_own_escape_is_shown_as_it_was_written() -> None:
    assert fast_values_of(book([["_x0041_"], ["_x000D_"]]))[1:] == [["_x0041_"], ["_x000D_"]]


def test_characters_that_no_workbook_can_hold_are_left_out() -> None:
    assert values_of(book([["甲\x00\x1b\ufffe\ud800乙"]]))[1] == ["甲乙"]


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    long = values_of(book([["长" * 40_000], ["😀" * 20_000], ["长" * LONGEST_TEXT]]))

    assert [len(row[0].encode("utf-16-le")) // 2 <= LONGEST_TEXT for row in long[1:]] == [True] * 3
    assert long[1][0].endswith(CUT) and long[2][0].endswith(CUT)
    assert long[3][0] == "长" * LONGEST_TEXT


def test_numbers_and_days_are_numbers_and_days() -> None:
    columns = [
        Column("数", kind=Kind.DECIMAL),
        Column("个", kind=Kind.INTEGER),
        Column("年", kind=Kind.PLAIN),
        Column("元", kind=Kind.MONEY),
        Column("日", kind=Kind.DAY),
        Column("时", kind=Kind.MOMENT),
    ]
    moment = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
    row = cells_of(
        book([[Decimal("12.50"), 1200, 2026, Decimal("0.1"), date(2026, 5, 20), moment]], columns)
    )[1]

    assert [cell.value for cell in row[:4]] == [12.5, 1200, 2026, 0.1]
    assert row[4].value.date() == date(2026, 5, 20)
    # In the time of the house.
    assert row[5].value == datetime(2026, 5, 20, 17, 30)  # noqa: DTZ001
    assert [cell.number_format for cell in row] == [
        "General",
        "#,##0",
        "General",
        "#,##0.00##",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12345678901234567, "12345678901234567"),
        (Decimal("1234567890123456.78"), "1234567890123456.78"),
        (Decimal("NaN"), "NaN"),
        (float("inf"), "inf"),
        (date(1868, 1, 1), "1868-01-01"),
        (True, "是"),
        (False, "否"),
    ],
)
def test_what_a_spreadsheet_would_round_or_misread_goes_out_as_text(value: Value, words: str) -> None:
    cell = cells_of(book([[value]], [Column("数", kind=Kind.DECIMAL)]))[1][0]

    assert (cell.value, cell.data_type) == (words, "s")


def test_a_long_decimal_without_many_digits_stays_a_number() -> None:
    assert values_of(book([[Decimal("1E+18")], [Decimal("0.0000000000000000001")]]))[1:] == [
        [10**18],
        [1e-19],
    ]


def test_nothing_known_is_an_empty_cell_and_no_zero() -> None:
    assert values_of(book([[None, "", 0]]))[1] == [None, None, 0]


def test_the_sheet_is_ready_to_be_read_filtered_and_printed() -> None:
    columns = [Column("产值", 18, Kind.MONEY, "万元"), Column("备注", 40)]
    content = book([[Decimal(1), "甲"], [Decimal(2), "乙"]], columns)

    loaded = load_workbook(BytesIO(content))
    sheet = loaded.active
    assert (sheet.title, sheet["A1"].value, sheet["A1"].font.b) == ("试验", "产值（万元）", True)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert [sheet.column_dimensions[name].width for name in "AB"] == [18, 40]
    assert (sheet.print_area, sheet.print_title_rows) == ("'试验'!$A$1:$B$3", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert loaded.properties.title == "试验"


def test_every_part_is_well_formed_and_named_once() -> None:
    with zipfile.ZipFile(BytesIO(book([["甲"]]))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            ElementTree.fromstring(archive.read(name))


def test_more_rows_than_a_sheet_holds_go_on_on_the_next() -> None:
    content = book([[str(number)] for number in range(7)], most_rows=4)

    found = load_workbook(BytesIO(content))
    assert found.sheetnames == ["试验", "试验（2）", "试验（3）"]
    assert [[row[0].value for row in sheet.iter_rows(min_row=2)] for sheet in found.worksheets] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6"],
    ]
    assert [sheet["A1"].value for sheet in found.worksheets] == ["列0"] * 3
    assert len(load_workbook(BytesIO(book([["0"], ["1"]], most_rows=3))).sheetnames) == 1


@pytest.mark.parametrize("title", ["a/b\\c?[d]*:e", "'引'号'", "长" * 60, "", '&<>"'])
def test_any_title_makes_a_sheet_that_opens(title: str) -> None:
    content = b"".join(
        workbook_chunks(Sheet(title, [Column("列")], author="<甲>"), [["x"], ["y"]], most_rows=2)
    )

    assert all(0 < len(name) <= 31 for name in load_workbook(BytesIO(content)).sheetnames)
    assert fast_values_of(content) == [["列"], ["x"], ["列"], ["y"]]


def test_an_empty_list_has_its_heading() -> None:
    content = b"".join(workbook_chunks(Sheet("空", [Column("列")]), []))

    assert values_of(content) == [["列"]]
    assert lines_of(b"".join(csv_chunks([Column("列")], []))) == [["列"]]


@pytest.mark.parametrize(
    "make",
    [
        lambda lines: workbook_chunks(Sheet("表", [Column("列")]), lines),
        lambda lines: csv_chunks([Column("列")], lines),
    ],
)
def test_it_begins_before_the_first_line_is_read_and_never_holds_them_all(make: Any) -> None:
    read = 0

    def lines() -> Iterator[list[Value]]:
        nonlocal read
        for number in range(20_000):
            read += 1
            yield [f"第 {number} 行 {number * 7919 % 10007}"]

    chunks = make(lines())
    assert next(chunks) and read == 0
    largest = max(len(chunk) for chunk in chunks)
    assert read == 20_000 and largest < 100_000


def test_letters_of_columns() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 703, 16384)] == ["A", "Z", "AA", "AZ", "AAA", "XFD"]


def test_a_plain_file_begins_with_the_mark_that_excel_looks_for() -> None:
    content = plain([["甲,乙", 'a"b', Decimal("-5.0"), date(2026, 5, 20)]])

    assert content.startswith(b"\xef\xbb\xbf")
    # A number is no text and needs no mark.
    assert lines_of(content)[1] == ["甲,乙", 'a"b', "-5.0", "2026-05-20"]
