"""The registry's lists as Excel workbooks, with the columns of the page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.workbooks import workbook
from towns.models import Figure, Town
from towns.sections import Section
from towns.selectors import FigureLine, recognitions
from towns.selectors.rows import RowLine

TOWNS = ("专业镇", "所在市县", "类别", "主导产业", "归属单位", "建设镇（街道）", "认定")
FIGURES = ("主体", "指标", "年份", "期间", "数值", "单位", "口径", "来源", "填报单位", "是否确认", "是否采用")
WIDTHS_OF_FIGURES = (24, 20, 8, 10, 16, 10, 24, 40, 24, 12, 10)
WIDTH = 24


def town_workbook(towns: Iterable[Town]) -> bytes:
    """Towns read through `with_recognitions`, with owner and keeper."""
    return workbook("登记的专业镇", TOWNS, map(_town, towns), [WIDTH] * len(TOWNS))


def row_workbook(section: Section, lines: Sequence[RowLine]) -> bytes:
    """The rows of one section."""
    columns = [*section.titles, *(["最近数据"] if section.subject else [])]
    rows = (
        [*(text for _, text in line.cells), *([_figure_words(line.figure)] if section.subject else [])]
        for line in lines
    )
    return workbook(section.noun, columns, rows, [WIDTH] * len(columns))


def figure_workbook(lines: Iterable[FigureLine]) -> bytes:
    """Figures with what counts."""
    return workbook("数据", FIGURES, map(_figure, lines), WIDTHS_OF_FIGURES)


def _town(town: Town) -> Sequence[str]:
    levels = "、".join(each.get_level_display() for each in recognitions(town))
    return (
        town.name,
        town.county.full_name,
        town.get_category_display(),
        town.main_industry,
        town.owner.name,
        town.keeper.name if town.keeper else "",
        levels or "尚未认定",
    )


def _figure(line: FigureLine) -> Sequence[str | int | Decimal]:
    figure = line.figure
    return (
        figure.subject_name or "专业镇",
        figure.indicator.name,
        figure.year,
        figure.get_part_display(),
        figure.shown_value,
        figure.unit,
        figure.scope,
        figure.source,
        figure.reporter.name if figure.reporter else "",
        figure.confirmation.label,
        "采用" if line.counts else "",
    )


def _figure_words(figure: Figure | None) -> str:
    return "" if figure is None else str(figure)
