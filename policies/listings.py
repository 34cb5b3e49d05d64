"""Who does what, comments on drafts and what became of them, targets and how they stand: as files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, QueryDict
from django.utils import timezone

from accounts.actors import Actor
from core import lists
from core.errors import Conflict
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from policies.models import Comment, CommentPeriod, Duty
from policies.selectors import ledger
from policies.selectors.comments import outcome_rows
from policies.selectors.ledger import Task, UnitLine
from policies.selectors.library import version_by_key
from policies.selectors.targets import TargetLine, target_lines, targets_in_sight

UNITS = (
    Column("单位", 30),
    Column("适用地区", 16),
    Column("牵头", 8, Kind.INTEGER, "项"),
    Column("责任", 8, Kind.INTEGER, "项"),
)
TASKS = (
    Column("序号", 6, Kind.PLAIN),
    Column("文件", 36),
    Column("文号", 22),
    Column("条款", 12),
    Column("任务", 36),
    Column("牵头单位", 40),
    Column("责任单位", 60),
)
COMMENTS = (
    Column("序号", 6, Kind.PLAIN),
    Column("条文", 28),
    Column("意见", 60),
    Column("处理结果", 12),
    Column("处理说明", 60),
    Column("收到时间", 18, Kind.MOMENT),
    Column("来件方式", 12),
)
TARGETS = (
    Column("文件", 40),
    Column("条款", 10),
    Column("目标", 40),
    Column("要求", 22),
    Column("完成期限", 14, Kind.DAY),
    Column("当前值", 14, Kind.DECIMAL),
    Column("单位", 10),
    Column("完成比例", 12, Kind.DECIMAL, "%"),
    Column("截至", 14, Kind.DAY),
    Column("来源", 30),
    Column("状态", 10),
)
LONGEST = 80


def unit_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Every unit with the number of its tasks; open to everybody."""
    return Opened("谁负责什么", UNITS, ledger.units(), _unit_lines)


def task_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The tasks of a unit or of a document; without either all of them."""
    return Opened("责任分工", TASKS, asked_tasks(query), _task_lines)


def asked_tasks(query: QueryDict) -> list[Task]:
    """What the address asks for."""
    unit, document, place = (asked(query, name) for name in ("unit", "document", "division"))
    version = version_by_key(document) if document else None
    if document and version is None:
        return []
    return ledger.tasks(unit=unit, version=version, place=place)


def asked(query: QueryDict, name: str) -> str:
    """One word of the address, cut to what any name is long."""
    return query.get(name, "").replace("\0", "").strip()[:LONGEST]


def comment_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """After closing, for everybody, without names."""
    rows = CommentPeriod.objects.visible_to(actor).select_related("version")
    period = rows.filter(version__policy=place["pk"], version__number=place["number"]).first()
    if period is None:
        raise Http404
    if not period.is_over(timezone.now()):
        raise Conflict("征求意见还没有截止，截止后公布意见和处理情况。")
    return Opened(f"{period.version.title}意见处理情况"[:60], COMMENTS, outcome_rows(period), _comment_lines)


def target_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The board of all targets as it stands today."""
    lines = target_lines(targets_in_sight(), on=timezone.localdate())
    return Opened("目标进展", TARGETS, lines, _target_lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("policy_units", "谁负责什么", unit_listing),
        Listing("policy_tasks", "责任分工", task_listing),
        Listing("policy_comments", "征求意见处理情况", comment_listing),
        Listing("policy_targets", "目标进展", target_listing),
    )


def _unit_lines(rows: Sequence[UnitLine], first: int) -> Iterator[Line]:
    for row in rows:
        yield (row.unit, row.place, row.leads, row.shares)


def _task_lines(rows: Sequence[Task], first: int) -> Iterator[Line]:
    for number, task in enumerate(rows, start=first):
        version = task.clause.version
        heading = task.clause.heading or task.clause.text[:40]
        yield (
            number,
            version.title,
            version.document_number,
            task.clause.path,
            heading,
            _names(task.lead),
            _names(task.responsible),
        )


def _names(duties: Sequence[Duty]) -> str:
    return "、".join(duty.unit for duty in duties)


def _comment_lines(comments: Sequence[Comment], first: int) -> Iterator[Line]:
    for number, each in enumerate(comments, start=first):
        yield (
            number,
            str(each.clause) if each.clause else "全文",
            each.text,
            each.get_answer_display() if each.answer else "处理中",
            each.reply,
            each.received_at,
            "纸质件录入" if each.is_paper else "网上",
        )


def _target_lines(lines: Sequence[TargetLine], first: int) -> Iterator[Line]:
    for line in lines:
        current = line.current
        yield (
            line.target.policy.key,
            line.target.clause.path if line.target.clause else "序言",
            line.target.subject,
            line.words,
            line.target.due_on,
            current.value if current else None,
            line.target.unit,
            line.share,
            current.as_of if current else None,
            current.source if current else "",
            line.status.label,
        )
