"""What recognition lists on its pages, as files: the queue, the meeting, applications, rounds, decisions."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.http import Http404, QueryDict
from django.utils import timezone

from accounts.actors import Actor
from applications.filters import chosen_rows
from applications.models import Application, Decision, Round
from applications.rules import can_read_decisions, can_read_rounds, can_read_turnout, can_use_queue
from applications.selectors.decisions import ListedTown, decisions_in_sight, listed_towns
from applications.selectors.lists import own_applications
from applications.selectors.meeting import MeetingRow, meeting_rows
from applications.selectors.queue import as_columns, queue_rows
from applications.selectors.returns import return_counts
from applications.selectors.rounds import phase_of, quota_words, rounds_of_office
from applications.selectors.turnout import UnitTurnout, shown_turnout, turnout_of
from applications.selectors.words import KEYED_IN, state_for
from applications.services.batches import MOST_AT_ONCE
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from criteria.findings import Verdict

NUMBER = Column("序号", 6, Kind.PLAIN)
QUEUE = (
    NUMBER,
    Column("受理编号", 20),
    Column("专业镇", 28),
    Column("所在县（市、区）", 20),
    Column("申报单位", 18),
    Column("批次", 32),
    Column("状态", 12),
    Column("环节", 12),
    Column("承办单位", 22),
    Column("经办人", 12),
    Column("最近流转", 18, Kind.MOMENT),
    Column("期限", 14, Kind.DAY),
    Column("暂缓至", 14, Kind.DAY),
    Column("来件方式", 12),
    Column("退回次数", 10, Kind.INTEGER, "次"),
)
MEETING = (
    NUMBER,
    Column("受理编号", 20),
    Column("专业镇", 26),
    Column("所在县（市、区）", 18),
    Column("申报单位", 16),
    Column("主导产业", 20),
    Column("类别", 18),
    Column("上年产值", 20),
    Column("条件检查", 34),
    Column("研判", 28),
    Column("市级意见", 40),
    Column("复核意见", 40),
    Column("状态", 12),
    Column("来件方式", 12),
    Column("会议意见", 30),
)
TURNOUT = (
    NUMBER,
    Column("单位", 32),
    Column("进展", 10),
    Column("填写中", 8, Kind.INTEGER),
    Column("待推荐", 8, Kind.INTEGER),
    Column("已推荐", 8, Kind.INTEGER),
    Column("限报数", 12),
    Column("专业镇", 60),
)
APPLICATIONS = (
    NUMBER,
    Column("受理编号", 20),
    Column("专业镇", 28),
    Column("批次", 32),
    Column("级别", 8),
    Column("状态", 12),
    Column("最近办理", 18, Kind.MOMENT),
)
ROUNDS = (
    Column("批次", 36),
    Column("级别", 8),
    Column("认定单位", 28),
    Column("适用标准", 40),
    Column("开始时间", 18, Kind.MOMENT),
    Column("截止时间", 18, Kind.MOMENT),
    Column("可申报单位", 12, Kind.INTEGER, "个"),
    Column("已提交", 10, Kind.INTEGER, "件"),
    Column("状态", 12),
)
DECISIONS = (
    Column("标题", 40),
    Column("批次", 32),
    Column("认定单位", 28),
    Column("文号", 24),
    Column("认定日期", 14, Kind.DAY),
    Column("专业镇", 10, Kind.INTEGER, "个"),
    Column("扫描件", 10),
    Column("报请时间", 18, Kind.MOMENT),
    Column("状态", 10),
)
DECISION_TOWNS = (
    NUMBER,
    Column("受理编号", 20),
    Column("专业镇", 28),
    Column("所在县（市、区）", 20),
    Column("申报单位", 18),
    Column("条件检查", 44),
    Column("研判", 30),
)


def queue_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The ticked applications of the queue, or all of its filter."""
    can_use_queue(actor).demand()
    rows = as_columns(chosen_rows(actor, query, at=timezone.localdate()))
    return Opened("复核队列", QUEUE, rows, partial(_queue_lines, actor))


def meeting_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """上会清单, with an empty column for what the meeting says."""
    can_use_queue(actor).demand()
    rows = chosen_rows(actor, query, at=timezone.localdate(), most=MOST_AT_ONCE)
    return Opened("上会清单", MEETING, meeting_rows(actor, rows), _meeting_lines)


def turnout_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """谁还没报: one line for each unit of a round."""
    round_ = Round.objects.filter(office=actor.organisation, pk=place["pk"]).order_by("pk").first()
    if round_ is None:
        raise Http404
    can_read_turnout(actor, round_).demand()
    rows = shown_turnout(turnout_of(round_), query.get("show", ""))
    return Opened(f"{round_.title}情况", TURNOUT, rows, _turnout_lines)


def application_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Everything that the acting unit files or filed."""
    return Opened("本单位的申报", APPLICATIONS, own_applications(actor), partial(_application_lines, actor))


def round_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The acting office's rounds."""
    can_read_rounds(actor).demand()
    return Opened("申报批次", ROUNDS, rounds_of_office(actor), _round_lines)


def decision_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Decisions in sight: those that wait first, then the published ones."""
    can_read_decisions(actor).demand()
    return Opened("认定决定", DECISIONS, decisions_in_sight(actor), _decision_lines)


def decision_town_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The towns of one decision, with what speaks for each."""
    decisions = Decision.objects.visible_to(actor).select_related("round")
    decision = decisions.filter(pk=place["pk"]).order_by("pk").first()
    if decision is None:
        raise Http404
    return Opened(decision.title, DECISION_TOWNS, listed_towns(decision), _decision_town_lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("queue", "复核队列", queue_listing),
        Listing("meeting", "上会清单", meeting_listing),
        Listing("turnout", "申报情况", turnout_listing),
        Listing("applications", "本单位的申报", application_listing),
        Listing("rounds", "申报批次", round_listing),
        Listing("decisions", "认定决定", decision_listing),
        Listing("decision_towns", "认定名单", decision_town_listing),
    )


def _queue_lines(actor: Actor, found: Sequence[Any], first: int) -> Iterator[Line]:
    rows = queue_rows(actor, found)
    returned = return_counts(row.pk for row in rows)
    for number, row in enumerate(rows, start=first):
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
            row.since,
            row.due,
            row.postponed_until,
            _way_in(row.came_on_paper),
            returned.get(row.pk, 0),
        )


def _meeting_lines(rows: Sequence[MeetingRow], first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=first):
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


def _way_in(came_on_paper: bool) -> str:
    return KEYED_IN if came_on_paper else "网上填报"


def _turnout_lines(rows: Sequence[UnitTurnout], first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=first):
        towns = "、".join(f"{town.name}（{town.state.words}）" for town in row.towns)
        more = f"等 {row.total} 个" if row.has_more else ""
        counts = (row.drafting, row.waiting, row.recommended)
        yield (number, row.unit.name, row.stage.words, *counts, quota_words(row.quota), f"{towns}{more}")


def _application_lines(actor: Actor, rows: Sequence[Application], first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=first):
        where = (row.number, row.town.name, row.round.title, row.get_level_display())
        yield (number, *where, state_for(actor, row).words, row.moved_at)


def _round_lines(rounds: Sequence[Any], first: int) -> Iterator[Line]:
    now = timezone.now()
    for each in rounds:
        yield (
            each.title,
            each.get_level_display(),
            each.authority.name,
            str(each.standard_version),
            each.opens_at,
            each.closes_at,
            each.units,
            each.filed,
            phase_of(each, at=now).words,
        )


def _decision_lines(decisions: Sequence[Any], first: int) -> Iterator[Line]:
    for each in decisions:
        yield (
            each.title,
            each.round.title,
            each.authority.name,
            each.document_number,
            each.decided_on,
            each.town_count,
            "已上传" if each.scan_id else "未上传",
            each.prepared_at,
            each.get_state_display(),
        )


def _decision_town_lines(towns: Sequence[ListedTown], first: int) -> Iterator[Line]:
    for number, each in enumerate(towns, start=first):
        row = each.item.application
        counts = Counter(Verdict(finding.verdict) for finding in each.findings)
        found = " · ".join(f"{counts[verdict]} {verdict.words}" for verdict in Verdict if counts[verdict])
        where = (row.number, row.town.name, row.town.county.full_name, row.applicant.short_name)
        yield (number, *where, found or "没有检查结果", each.judged or "没有研判")
