"""The act log and failed tasks as files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict

from accounts.actors import Actor
from accounts.rules import can_administer
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from records.filters import ActFilter
from records.models import Act, TaskFailure
from records.selectors import act_page, acts_for_list, failure_rows, open_failures

ACTS = (
    Column("时间", 18, Kind.MOMENT),
    Column("姓名", 14),
    Column("单位", 28),
    Column("职务", 22),
    Column("角色", 18),
    Column("事项", 22),
    Column("对象", 36),
    Column("结果", 10),
    Column("意见", 36),
    Column("变更", 44),
    Column("来源地址", 18),
)
FAILURES = (
    Column("失败时间", 18, Kind.MOMENT),
    Column("任务", 28),
    Column("参数", 18),
    Column("原因", 60),
)


def act_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Who did what when, newest first."""
    can_administer(actor).demand()
    rows = ActFilter(query, queryset=acts_for_list(actor)).qs.order_by("-pk")
    return Opened("办理记录", ACTS, rows, _act_lines)


def failure_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Background tasks that nobody has dealt with."""
    can_administer(actor).demand()
    return Opened("失败任务", FAILURES, open_failures().order_by("-pk"), _failure_lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("acts", "办理记录", act_listing),
        Listing("task_failures", "失败任务", failure_listing),
    )


def _act_lines(acts: Sequence[Act], first: int) -> Iterator[Line]:
    for act in acts:
        shown = act_page(act)
        yield (
            act.at,
            act.user_name or "系统",
            act.organisation_name,
            act.post_name,
            act.role_names,
            shown.verb,
            act.target_name,
            act.get_outcome_display(),
            act.comment,
            "；".join(f"{each['field']}：{each['old']} → {each['new']}" for each in shown.changes),
            act.address,
        )


def _failure_lines(failures: Sequence[TaskFailure], first: int) -> Iterator[Line]:
    for failure in failure_rows(list(failures)):
        yield (failure.row.failed_at, failure.task, failure.arguments, failure.row.error)
