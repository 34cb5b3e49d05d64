"""Where the header stands and which column is which: order is free, titles above it and units in brackets are fine."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl.utils import get_column_letter

from core.errors import Invalid
from core.resources import Cells, Column, SheetResource
from core.resources.widgets import folded
from exchange.sheets.reading import Grid, Rows

# Titles and remarks above the header are shorter than this.
DEEPEST_HEADER = 20
MOST_COLUMNS = 200
DECORATION = re.compile(r"[\s*:：·]")
BRACKETS = re.compile(r"[(\[【].*?[)\]】]")


@dataclass(slots=True)
class Sheet:
    """The cells below the header by column, and what was left aside, in sentences."""

    cells: Cells
    notes: list[str]


def lay_out(grid: Grid, resource: SheetResource, columns: Sequence[Column]) -> Sheet:
    """Find the header and cut the sheet into columns; Invalid for another template, no header, or too many rows."""
    _demand_template(grid, resource)
    places = {name: column for column in columns for name in _names(column.title)}
    header, found = _header(grid.rows, places)
    missing = [each.title for each in columns if each.required and each.attribute not in found]
    if missing:
        raise Invalid(
            _no_header(missing, columns)
            if not found
            else f"缺少“{'”“'.join(missing)}”列，请补上，或下载模板填写。"
        )
    numbers, rows = _filled(grid.rows, header + 1, set(found.values()))
    if not rows:
        raise Invalid("表头下面没有数据，请填写后再上传。")
    if len(rows) > resource.most_rows:
        raise Invalid(f"一次最多导入 {resource.most_rows} 行，现在是 {len(rows)} 行，请拆成几个文件。")
    cells = Cells(
        numbers=numbers,
        columns={
            name: [row[place] if place < len(row) else "" for row in rows] for name, place in found.items()
        },
        letters={name: get_column_letter(place + 1) for name, place in found.items()},
    )
    return Sheet(cells, _left_aside(grid.rows[header], set(found.values())))


def _demand_template(grid: Grid, resource: SheetResource) -> None:
    if grid.key and grid.key != resource.key:
        raise Invalid(f"这不是“{resource.noun}”的导入模板，请到对应的页面上传，或重新下载模板。")
    if grid.key and grid.revision != resource.revision:
        raise Invalid(
            f"模板是第 {grid.revision} 版，现在用的是第 {resource.revision} 版，请下载新模板，把数据粘贴过去再上传。"
        )


def _header(rows: Rows, places: dict[str, Column]) -> tuple[int, dict[str, int]]:
    """The row that names most columns, and which column of ours stands where."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(islice(rows, DEEPEST_HEADER)):
        found: dict[str, int] = {}
        for place, cell in enumerate(row[:MOST_COLUMNS]):
            column = next((places[name] for name in _names(cell) if name in places), None)
            if column is not None:
                found.setdefault(column.attribute, place)
        # Of equals the lower one: a merged header fills all its rows.
        if found and len(found) >= len(best[1]):
            best = (number, found)
    return best


def _names(title: Any) -> list[str]:
    """What a header may be called: as it stands, and without what is in brackets."""
    text = DECORATION.sub("", folded(str(title))) if isinstance(title, str) else ""
    bare = BRACKETS.sub("", text)
    return [each for each in dict.fromkeys([text, bare]) if each]


def _filled(rows: Rows, start: int, places: set[int]) -> tuple[list[int], Rows]:
    """The rows below the header in which some column of ours holds anything, as Excel numbers them."""
    numbers: list[int] = []
    kept: Rows = []
    for number, row in enumerate(rows[start:], start=start + 1):
        width = len(row)
        for place in places:
            if place < width and row[place] not in ("", None):
                numbers.append(number)
                kept.append(row)
                break
    return numbers, kept


def _left_aside(header: Sequence[Any], places: set[int]) -> list[str]:
    unknown = [
        f"{get_column_letter(place + 1)} 列“{folded(str(cell))[:20]}”"
        for place, cell in enumerate(header[:MOST_COLUMNS])
        if place not in places and isinstance(cell, str) and cell.strip()
    ]
    return [f"{'、'.join(unknown[:6])}不属于这个模板，没有读取。"] if unknown else []


def _no_header(missing: Sequence[str], columns: Sequence[Column]) -> str:
    titles = "、".join(each.title for each in columns)
    return f"没有找到表头：应有一行写着 {titles}（次序不限）。请下载模板填写，或核对第一张表。"
