"""The public lists, the board and the workbench as files."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from accounts.actors import Actor
from applications.models import Application, Round
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from portal.filters import BoardFilterForm
from portal.selectors import public, work
from portal.selectors.board import BoardRow, board_rows, towns_on_board, with_standings
from portal.selectors.listing import COLUMNS, listed
from records.models import Act
from standards.models import StandardVersion
from standards.selectors.board import versions_in_sight
from towns.filters import TownFilterForm, filtered_towns
from towns.models import Town
from towns.selectors import with_recognitions

NUMBER = Column("序号", 6, Kind.PLAIN)
BOARD = (
    NUMBER,
    Column("专业镇", 28),
    Column("所在市县", 22),
    Column("类别", 22),
    Column("主导产业", 24),
    Column("已认定级别", 14),
    Column("标准", 36),
    Column("标准级别", 10),
    Column("数据年份", 10, Kind.PLAIN),
    Column("结论（仅供参考）", 18),
    Column("差距", 60),
    Column("检查时间", 18, Kind.MOMENT),
)
ROUNDS = (
    Column("批次", 36),
    Column("年度", 8, Kind.PLAIN),
    Column("级别", 8),
    Column("办公室", 30),
    Column("适用标准", 40),
    Column("开始时间", 18, Kind.MOMENT),
    Column("截止时间", 18, Kind.MOMENT),
)
PENDING = (
    Column("专业镇", 28),
    Column("受理编号", 20),
    Column("县（市、区）", 20),
    Column("批次", 32),
    Column("状态", 12),
    Column("要办的事", 18),
    Column("等候自", 18, Kind.MOMENT),
    Column("期限", 14, Kind.DAY),
)
BEGUN = (*PENDING[:5], Column("最近变化", 18, Kind.MOMENT))
DONE = (
    Column("时间", 18, Kind.MOMENT),
    Column("办了什么", 18),
    Column("事项", 40),
    Column("意见", 44),
)


def public_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The public list, one line for each recognition."""
    towns = with_recognitions(filtered_towns(TownFilterForm(query).chosen()))
    return Opened("专业镇名录", COLUMNS, towns.order_by("sort_key", "pk"), _town_lines)


def round_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Every published round, the newest first."""
    return Opened("申报批次", ROUNDS, public.published_rounds(), _round_lines)


def board_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The board with all gaps, one line for each town and standard."""
    towns = towns_on_board(actor)
    versions = versions_in_sight(actor.organisation, on=timezone.localdate())
    found = BoardFilterForm(query, towns=towns, versions=versions).narrow(towns)
    rows = with_standings(found, versions).order_by("sort_key", "pk")
    return Opened("达标情况（只提建议）", BOARD, rows, partial(_board_lines, versions))


def work_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The list of the workbench that is open: what waits, what was begun, what is done."""
    chosen = query.get("list", "")
    if chosen == "done":
        return Opened("我已办", DONE, work.acts_of(actor).order_by("-pk"), partial(_done_lines, actor))
    if chosen == "begun":
        rows = work.begun_by(actor).order_by("-moved_at", "-pk")
        return Opened("我发起", BEGUN, rows, partial(_begun_lines, actor))
    rows = work.pending_for(actor).order_by("moved_at", "pk")
    return Opened("待我办", PENDING, rows, partial(_pending_lines, actor))


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("public_towns", "专业镇名录", public_listing),
        Listing("public_rounds", "申报批次", round_listing),
        Listing("board", "达标情况", board_listing),
        Listing("workbench", "工作台", work_listing),
    )


def _town_lines(towns: Sequence[Town], first: int) -> Iterator[Line]:
    for number, town in enumerate(listed(towns), start=first):
        for line in town.lines():
            yield (number, *line)


def _round_lines(rounds: Sequence[Round], first: int) -> Iterator[Line]:
    for each in rounds:
        about = (each.title, each.year, each.get_level_display(), each.office.name)
        yield (*about, str(each.standard_version), each.opens_at, each.closes_at)


def _board_lines(versions: Sequence[StandardVersion], towns: Iterable[Town], first: int) -> Iterator[Line]:
    for number, row in enumerate(board_rows(towns, versions), start=first):
        yield from _positions(number, row)


def _positions(number: int, row: BoardRow) -> Iterator[Line]:
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
                standing.computed_at,
            )


def _pending_lines(actor: Actor, rows: Sequence[Application], first: int) -> Iterator[Line]:
    for item in work.work_items(actor, rows):
        yield (*_about(item.application), item.state.words, item.task, item.since, item.due)


def _begun_lines(actor: Actor, rows: Sequence[Application], first: int) -> Iterator[Line]:
    for item in work.filed_items(actor, rows):
        yield (*_about(item.application), item.state.words, item.application.moved_at)


def _done_lines(actor: Actor, acts: Sequence[Act], first: int) -> Iterator[Line]:
    for item in work.done_items(actor, acts):
        yield (item.act.at, item.words, item.act.target_name, item.act.comment)


def _about(row: Application) -> Line:
    return (row.town.name, row.number, row.town.county.full_name, row.round.title)
