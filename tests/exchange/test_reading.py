"""How sheets are written by people: encodings, merged headers, titles above, numbers and days in every manner."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core.errors import Invalid
from core.resources import find
from core.resources.widgets import ChoiceWidget, DayWidget, NumberWidget, TextWidget, YearWidget
from exchange.sheets.headers import lay_out
from exchange.sheets.reading import Grid, read
from tests.exchange import sheets

ROW = ("试验醋业", "企业", "龙头企业", "")


def cells(file: SimpleUploadedFile, kind: str) -> dict[str, list[Any]]:
    resource = find("enterprises")
    return lay_out(read(io.BytesIO(file.read()), kind), resource, resource.columns()).cells.columns


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_in_either_encoding(encoding: str) -> None:
    assert cells(sheets.text(sheets.FIRMS, [ROW], encoding=encoding), "csv")["name"] == ["试验醋业"]


def test_text_that_is_neither_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="编码无法识别"):
        read(io.BytesIO("名称".encode("utf-16-le") + b"\xff\xff"), "csv")


def test_columns_in_any_order_with_units_marks_and_blanks_in_their_names() -> None:
    header = ("角色*", " 名 称（全称）", "备注", "类型:")
    found = cells(
        sheets.xlsx(header, [("龙头企业", "试验醋业", "无", "企业")], above=[("企业登记表",), ()]), "xlsx"
    )
    assert (found["name"], found["role"], found["kind"]) == (["试验醋业"], ["龙头企业"], ["企业"])


def test_merged_headers_over_two_rows() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["名称", "身份", None, "统一社会信用代码"])
    sheet.append([None, "类型", "角色", None])
    sheet.append(list(ROW))
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    found = cells(SimpleUploadedFile("合并.xlsx", stream.getvalue()), "xlsx")
    assert [found[name] for name in ("name", "kind", "role")] == [["试验醋业"], ["企业"], ["龙头企业"]]


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Invalid, match="缺少“角色”列"):
        cells(sheets.xlsx(("名称", "类型"), [("试验醋业", "企业")]), "xlsx")
    with pytest.raises(Invalid, match="没有找到表头"):
        cells(sheets.xlsx(("甲", "乙"), [("试验醋业", "企业")]), "xlsx")
    with pytest.raises(Invalid, match="没有数据"):
        cells(sheets.xlsx(sheets.FIRMS, []), "xlsx")
    resource = find("enterprises")
    with pytest.raises(Invalid, match="一次最多导入 5000 行"):
        lay_out(Grid([list(sheets.FIRMS), *([list(ROW)] * 5_001)]), resource, resource.columns())


def test_what_our_own_text_files_mark_comes_back_unmarked() -> None:
    assert cells(sheets.text(sheets.FIRMS, [("'=试验", *ROW[1:])]), "csv")["name"] == ["=试验"]


@pytest.mark.parametrize(
    "given",
    [
        datetime(2024, 5, 20),  # noqa: DTZ001 - as Excel gives it
        date(2024, 5, 20),
        45432.0,
        20240520.0,
        "20240520",
        "2024年5月20日",
        "２０２４．５．２０",
        "2024/05/20",
        "2024-5-20",
        "2024-05-20 00:00:00",
    ],
)
def test_days(given: Any) -> None:
    assert DayWidget().clean(given) == date(2024, 5, 20)


@pytest.mark.parametrize("given", ["2024年13月1日", "去年", "5月20日", 3.0])
def test_no_days(given: Any) -> None:
    with pytest.raises(ValueError, match="例如"):
        DayWidget().clean(given)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("１２．５", "12.5"),
        ("1,234.5", "1234.5"),
        (" 30 ", "30"),
        (0.1, "0.1"),
        (12, "12"),
        ("11.2%", "11.2"),
        (1e-7, "1E-7"),
    ],
)
def test_numbers(given: Any, value: str) -> None:
    assert NumberWidget().clean(given) == Decimal(value)


@pytest.mark.parametrize("given", ["1.2亿", "约30", "1。5", 1e300, "nan", "1e999999999", "--1"])
def test_no_numbers(given: Any) -> None:
    with pytest.raises(ValueError, match=r"例如|15 位"):
        NumberWidget().clean(given)


def test_years_choices_and_codes_that_lost_digits() -> None:
    assert YearWidget().clean("2024年") == 2024 and YearWidget().clean(2024.0) == 2024
    assert ChoiceWidget({"leading": "龙头企业"}).clean(" 龙头企业　") == "leading"
    with pytest.raises(ValueError, match="从中选一个：龙头企业"):
        ChoiceWidget({"leading": "龙头企业"}).clean("龙头")
    with pytest.raises(ValueError, match="设为“文本”"):
        TextWidget(longest=20).clean(9.14012100000001e17)
    assert TextWidget(longest=20).clean("试验\n醋业\u200b") == "试验 醋业"
