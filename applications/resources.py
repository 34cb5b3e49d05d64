"""The queue, the list for the meeting and 谁还没报 as Excel workbooks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils import timezone

from applications.selectors.meeting import MeetingRow
from applications.selectors.queue import QueueRow
from applications.selectors.rounds import quota_words
from applications.selectors.turnout import UnitTurnout
from applications.selectors.words import KEYED_IN
from core.workbooks import Value, workbook

# The heading of each column and its width in characters.
QUEUE = {
    "序号": 6,
    "受理编号": 20,
    "专业镇": 28,
    "所在县（市、区）": 20,
    "申报单位": 18,
    "批次": 32,
    "状态": 12,
    "环节": 12,
    "承办单位": 22,
    "经办人": 12,
    "最近流转": 18,
    "期限": 14,
    "暂缓至": 14,
    "来件方式": 12,
    "退回次数": 10,
}
MEETING = {
    "序号": 6,
    "受理编号": 20,
    "专业镇": 26,
    "所在县（市、区）": 18,
    "申报单位": 16,
    "主导产业": 20,
    "类别": 18,
    "上年产值": 20,
    "条件检查": 34,
    "研判": 28,
    "市级意见": 40,
    "复核意见": 40,
    "状态": 12,
    "来件方式": 12,
    "会议意见": 30,
}
TURNOUT = {
    "序号": 6,
    "单位": 32,
    "进展": 10,
    "填写中": 8,
    "待推荐": 8,
    "已推荐": 8,
    "限报数": 12,
    "专业镇": 60,
}


def queue_workbook(rows: Iterable[QueueRow], returned: Mapping[int, int]) -> bytes:
    """The queue as it stands on screen, and how often each was returned."""
    return workbook("复核队列", list(QUEUE), _queue_lines(rows, returned), list(QUEUE.values()))


def meeting_workbook(rows: Iterable[MeetingRow]) -> bytes:
    """The list for the meeting, with an empty column for what the meeting says."""
    return workbook("上会清单", list(MEETING), _meeting_lines(rows), list(MEETING.values()))


def turnout_workbook(rows: Iterable[UnitTurnout]) -> bytes:
    """谁还没报: one line for each unit of a round."""
    return workbook("申报情况", list(TURNOUT), _turnout_lines(rows), list(TURNOUT.values()))


def _queue_lines(rows: Iterable[QueueRow], returned: Mapping[int, int]) -> Iterator[tuple[Value, ...]]:
    for number, row in enumerate(rows, start=1):
        yield (
            number,
            row.number or "尚未受理",
            row.town,
            row.county,
            row.applicant,
            row.round,
            row.state.words,
            row.step,
            row.unit,
            row.handler,
            f"{timezone.localtime(row.since):%Y-%m-%d %H:%M}",
            _day(row.due),
            _day(row.postponed_until),
            _way_in(row.came_on_paper),
            returned.get(row.pk, 0),
        )


def _meeting_lines(rows: Iterable[MeetingRow]) -> Iterator[tuple[Value, ...]]:
    for number, row in enumerate(rows, start=1):
        yield (
            number,
            row.number,
            row.town,
            row.county,
            row.applicant,
            row.industry,
            row.category,
            row.output,
            row.checks,
            row.judgements,
            row.opinion,
            row.review,
            row.state.words,
            _way_in(row.came_on_paper),
            "",
        )


def _turnout_lines(rows: Iterable[UnitTurnout]) -> Iterator[tuple[Value, ...]]:
    for number, row in enumerate(rows, start=1):
        towns = "、".join(f"{town.name}（{town.state.words}）" for town in row.towns)
        more = f"等 {row.total} 个" if row.has_more else ""
        yield (
            number,
            row.unit.name,
            row.stage.words,
            row.drafting,
            row.waiting,
            row.recommended,
            quota_words(row.quota),
            f"{towns}{more}",
        )


def _way_in(came_on_paper: bool) -> str:
    return KEYED_IN if came_on_paper else "网上填报"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
