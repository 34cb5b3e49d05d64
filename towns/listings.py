"""The registry's lists as files, with the columns of the page."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.http import Http404, QueryDict

from accounts.actors import Actor
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from towns.filters import FigureFilterForm, RegistryFilterForm, RowFilterForm
from towns.models import Figure, Town
from towns.rules import can_confirm_figures
from towns.sections import SECTIONS, Section
from towns.selectors import (
    FigureLine,
    figures_of,
    figures_to_confirm,
    lines_of_page,
    recognitions,
    with_recognitions,
)
from towns.selectors.rows import row_lines

TOWNS = (
    Column("专业镇", 24),
    Column("所在市县", 24),
    Column("类别", 24),
    Column("主导产业", 24),
    Column("归属单位", 24),
    Column("建设镇（街道）", 24),
    Column("认定", 24),
)
FIGURES = (
    Column("主体", 24),
    Column("指标", 20),
    Column("年份", 8, Kind.PLAIN),
    Column("期间", 10),
    Column("数值", 16, Kind.DECIMAL),
    Column("单位", 10),
    Column("口径", 24),
    Column("来源", 40),
    Column("填报单位", 24),
    Column("是否确认", 12),
    Column("是否采用", 10),
)
WAITING = (
    Column("专业镇", 24),
    *FIGURES[:9],
    Column("填报人", 12),
    Column("填报时间", 18, Kind.MOMENT),
)
WIDTH = 24


def town_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Towns in sight of the acting unit."""
    towns = RegistryFilterForm(query).narrow(Town.objects.visible_to(actor))
    rows = with_recognitions(towns).select_related("owner", "keeper", "county").order_by("sort_key", "pk")
    return Opened("登记的专业镇", TOWNS, rows, _town_lines)


def row_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The rows of one section of one town."""
    if place["section"] not in SECTIONS:
        raise Http404
    town, section = _town(actor, place), SECTIONS[place["section"]]
    rows = RowFilterForm(query, section=section).narrow(section.rows_of(town)).order_by("pk")
    columns = [Column(title, WIDTH) for title in section.titles]
    if section.subject:
        columns.append(Column("最近数据", WIDTH))
    return Opened(f"{town.name}{section.noun}", columns, rows, partial(_row_lines, section))


def figure_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Everything reported of one town."""
    town = _town(actor, place)
    form = FigureFilterForm(query, figures=figures_of(town))
    rows = form.narrow(figures_of(town)).order_by("-pk")
    return Opened(f"{town.name}数据", FIGURES, rows, partial(_figure_lines, town))


def waiting_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Figures that wait for the statistics unit."""
    can_confirm_figures(actor).demand()
    rows = figures_to_confirm(actor).order_by("reported_at", "pk")
    return Opened("待确认的数据", WAITING, rows, _waiting_lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("towns", "登记的专业镇", town_listing),
        Listing("town_rows", "专业镇的登记栏目", row_listing),
        Listing("town_figures", "专业镇的数据", figure_listing),
        Listing("figures_waiting", "待确认的数据", waiting_listing),
    )


def _town(actor: Actor, place: dict[str, Any]) -> Town:
    town = Town.objects.visible_to(actor).filter(pk=place["pk"]).order_by("pk").first()
    if town is None:
        raise Http404
    return town


def _town_lines(towns: Sequence[Town], first: int) -> Iterator[Line]:
    for town in towns:
        levels = "、".join(each.get_level_display() for each in recognitions(town))
        yield (
            town.name,
            town.county.full_name,
            town.get_category_display(),
            town.main_industry,
            town.owner.name,
            town.keeper.name if town.keeper else "",
            levels or "尚未认定",
        )


def _row_lines(section: Section, rows: Sequence[Any], first: int) -> Iterator[Line]:
    for line in row_lines(section, rows):
        texts = [text for _, text in line.cells]
        yield [*texts, str(line.figure or "")] if section.subject else texts


def _figure_lines(town: Town, figures: Sequence[Figure], first: int) -> Iterator[Line]:
    for line in lines_of_page(town, figures):
        yield (*_about(line.figure), line.figure.confirmation.label, _counts(line))


def _waiting_lines(figures: Sequence[Figure], first: int) -> Iterator[Line]:
    for figure in figures:
        subject = figure.subject_town
        yield (subject.name, *_about(figure), _reporter(figure), figure.reported_at)


def _about(figure: Figure) -> Line:
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
    )


def _reporter(figure: Figure) -> str:
    return figure.reported_by.display_name if figure.reported_by else ""


def _counts(line: FigureLine) -> str:
    return "采用" if line.counts else ""
