"""Rosters as Word, PDF and Excel, and the sheet in which an election is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from core.sheets import Column, Kind, Sheet
from core.sheets.answers import whole_workbook
from core.word import Heading, Lines, official_paper
from leadership.enums import SeatRole
from leadership.selectors.rosters import Roster, SeatLine
from leadership.selectors.words import day_words, unit_words, wide

ROSTER = (
    Column("席位", 14),
    Column("姓名", 12),
    Column("职务", 44),
    Column("单位", 30),
    Column("岗位", 20),
    Column("自", 14, Kind.DAY),
    Column("代理", 10),
)
# Roles as an annex prints them: two characters are spaced to the width of three.
PRINTED = {
    SeatRole.LEADER: "组　长：",
    SeatRole.DEPUTY_LEADER: "副组长：",
    SeatRole.MEMBER: "成　员：",
    SeatRole.OFFICE_DIRECTOR: "主　任：",
    SeatRole.OFFICE_DEPUTY: "副主任：",
}
VACANT = "（空缺）"


def roster_workbook(roster: Roster) -> bytes:
    """Every seat in a row, with who sits there and since when."""
    rows = (
        [
            line.role,
            line.name or "空缺",
            wide(line.seat.title),
            line.post.organisation.name,
            str(line.post),
            line.since,
            "代理" if line.name and line.holder is None else line.stands_in,
        ]
        for line in roster.lines
    )
    return whole_workbook(Sheet("名单", ROSTER), rows)


def roster_paper(roster: Roster) -> bytes:
    """The roster in the form of an annex."""
    blocks: list[str | Heading | Lines] = [Lines(_printed(roster.members), (28, 30, 98))]
    if roster.office:
        blocks += [
            Heading("领导小组办公室"),
            _office_words(roster),
            Lines(_printed(roster.office), (28, 30, 98)),
        ]
    blocks.append(standing_words(roster))
    day = day_words(roster.on, with_year=True).replace(" ", "")
    return official_paper(f"{roster.group.name}组成人员名单", blocks, below_title=f"（截至{day}）")


def roster_data(roster: Roster) -> dict[str, Any]:
    """The same for the template of the PDF."""
    return {
        "title": f"{roster.group.name}组成人员名单",
        "day": f"（截至{day_words(roster.on, with_year=True).replace(' ', '')}）",
        "members": _printed(roster.members),
        "office": _printed(roster.office),
        "office_words": _office_words(roster),
        "note": standing_words(roster),
        "footer": roster.group.name,
        "is_draft": False,
        "proof": None,
    }


def standing_words(roster: Roster) -> str:
    """Where the roster comes from, and whether anybody has vouched for it since: every copy says so."""
    group = roster.group
    origin = f"本名单依据{group.document}（{group.founded_on:%Y-%m-%d}），人员随任职变动自行替补"
    if not roster.is_founded:
        return f"{group.founded_on:%Y-%m-%d} 成立之前没有名单。"
    if roster.confirmation is None:
        return f"{origin}；自印发以来尚未经办公室确认。"
    return f"{origin}；最近于 {roster.confirmation.confirmed_on:%Y-%m-%d} 经办公室确认。"


def _office_words(roster: Roster) -> str:
    host = roster.group.host
    return f"领导小组办公室设在{unit_words(host)}。" if host else "领导小组下设办公室。"


def _printed(lines: Sequence[SeatLine]) -> list[list[str]]:
    """Role, name and title; the role stands at the first of its lines, as annexes print it."""
    rows = []
    for role, group in groupby(lines, key=lambda line: SeatRole(line.seat.role)):
        for number, line in enumerate(group):
            rows.append([PRINTED[role] if not number else "", _spaced(line), wide(line.seat.title)])
    return rows


def _spaced(line: SeatLine) -> str:
    """李　颖: a name of two characters takes the width of three; a deputy is marked."""
    if not line.name:
        return VACANT
    name = f"{line.name[0]}　{line.name[1]}" if len(line.name) == 2 else line.name
    return name if line.holder else f"{name}（代理）"
