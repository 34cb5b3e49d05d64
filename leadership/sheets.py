"""The workbook of an election: written with the posts of a group, read back with every mistake named by row and column.

Only the sheet's texts are read, from a file that the guard has let in.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from core.errors import Invalid
from core.sheets import Column, Sheet
from core.sheets.answers import whole_workbook

COLUMNS = {
    "行号": 8,
    "岗位编号": 12,
    "岗位": 40,
    "现任": 12,
    "新任": 12,
    "同名人员编号": 16,
    "空缺": 8,
    "自": 14,
    "依据": 30,
}
MOST_ROWS = 2000
NOT_A_WORKBOOK = "这不是 Excel 工作簿（.xlsx），请用 Excel 或 WPS 另存后再上传。"
YES = frozenset({"是", "空缺", "√", "1"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled-in row: what stands in each column as text or day, and which row of the sheet it is."""

    row: int
    cells: dict[str, Any]

    def text(self, column: str) -> str:
        """What a person sees in the cell, without blanks around it."""
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def day(self, column: str) -> date | None:
        """The day of a date cell, or of a date typed as text; ValueError when it is none."""
        value = self.cells.get(column)
        if isinstance(value, datetime):
            return value.date()
        if value is None or not str(value).strip():
            return None
        text = str(value).strip().replace("/", "-").replace(".", "-").rstrip("日")
        return date(*(int(each) for each in text.replace("年", "-").replace("月", "-").split("-")))


def written(rows: Sequence[Sequence[str | int]]) -> bytes:
    """The workbook to be filled in."""
    columns = [Column(title, width) for title, width in COLUMNS.items()]
    return whole_workbook(Sheet("任职变动", columns), rows)


def read(content: bytes) -> list[SheetRow]:
    """The rows in which somebody is named or the post falls vacant. Invalid: no workbook of ours, or too much in it."""
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        lines = [list(line) for line in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=30, values_only=True)]
    except Exception as error:
        raise Invalid(NOT_A_WORKBOOK) from error
    if len(lines) > MOST_ROWS + 1:
        raise Invalid(f"工作表超过 {MOST_ROWS} 行，请只保留本领导小组的岗位。")
    titles = ["" if each is None else str(each).strip() for each in lines[0]] if lines else []
    missing = [name for name in ("岗位编号", "新任", "空缺", "自") if name not in titles]
    if missing:
        raise Invalid(f"第 1 行缺少“{'”“'.join(missing)}”列，请用下载的工作簿填写。")
    rows = [
        SheetRow(number, {title: value for title, value in zip(titles, line, strict=False) if title})
        for number, line in enumerate(lines[1:], start=2)
    ]
    return [row for row in rows if row.text("新任") or row.text("空缺")]
