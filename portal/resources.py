"""Lists as Excel workbooks."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from core.workbooks import Value, workbook
from portal.selectors.board import BoardRow
from portal.selectors.listing import COLUMNS, ListedTown

WIDTHS = (6, 28, 22, 22, 24, 10, 40, 16, 20, 28, 44, 44)
# The heading of each column and its width in characters.
BOARD = {
    "序号": 6,
    "专业镇": 28,
    "所在市县": 22,
    "类别": 22,
    "主导产业": 24,
    "已认定级别": 14,
    "标准": 36,
    "标准级别": 10,
    "数据年份": 10,
    "结论（仅供参考）": 18,
    "差距": 60,
    "检查时间": 18,
}


def town_workbook(towns: Iterable[ListedTown]) -> bytes:
    """The public list as it stands on screen, one line for each recognition."""
    return workbook("专业镇名录", COLUMNS, _town_lines(towns), WIDTHS)


def board_workbook(rows: Iterable[BoardRow]) -> bytes:
    """The board as it stands on screen with all gaps, one line for each town and standard."""
    lines = (line for number, row in enumerate(rows, start=1) for line in _board_lines(number, row))
    return workbook("达标情况（只提建议）", list(BOARD), lines, list(BOARD.values()))


def _town_lines(towns: Iterable[ListedTown]) -> Iterator[tuple[Value, ...]]:
    for number, town in enumerate(towns, start=1):
        for line in town.lines():
            yield (number, *line)


def _board_lines(number: int, row: BoardRow) -> Iterator[tuple[Value, ...]]:
    town = row.town
    levels = "、".join(each.get_level_display() for each in row.recognitions) or "尚未认定"
    about = (town.name, town.county.full_name, town.get_category_display(), town.main_industry, levels)
    for _, positions in row.cells:
        for each in positions:
            standing = each.standing
            yield (
                number,
                *about,
                each.version.standard.title,
                each.level,
                standing.year,
                standing.get_eligible_display(),
                each.words,
                f"{timezone.localtime(standing.computed_at):%Y-%m-%d %H:%M}",
            )
