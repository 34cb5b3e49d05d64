"""The top of the workbench: greeting, numbers, and what to do when nothing waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import DecisionState, State
from applications.models import Decision
from applications.selectors.lists import office_queue, state_counts
from portal.selectors.work import acts_of, filed_by_unit, pending_decisions, pending_for
from towns.selectors import figures_to_confirm

APPLICANT_STATS = {
    "待填写、待补正": (State.DRAFT, State.RETURNED),
    "待推荐上报": (State.SUBMITTED,),
    "办理中": (State.RECOMMENDED, State.REVIEWING, State.SHORTLISTED),
    "已认定": (State.RECOGNISED,),
}
OFFICE_STATS = {
    "待受理": (State.RECOMMENDED,),
    "复核中": (State.REVIEWING,),
    "已列入名单": (State.SHORTLISTED,),
    "已认定": (State.RECOGNISED,),
}


@dataclass(frozen=True, slots=True)
class Stat:
    """One number at the top of the desk."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Desk:
    """How long the three lists are, and the numbers above them; `filed` is None for units that do not file."""

    pending: int
    filed: int | None
    done: int
    stats: list[Stat]


def desk_of(actor: Actor) -> Desk:
    """The lengths of the lists and the numbers above them; at most eight queries."""
    decisions = pending_decisions(actor).count() if actor.is_registrar else 0
    filed = state_counts(filed_by_unit(actor)) if actor.is_applicant else {}
    return Desk(
        pending=pending_for(actor).count() + decisions,
        filed=sum(filed.values()) if actor.is_applicant else None,
        done=acts_of(actor).count(),
        stats=[
            *_applicant_stats(actor, filed),
            *_office_stats(actor),
            *_registrar_stats(actor, decisions),
            *_statistician_stats(actor),
        ],
    )


def advice_for(actor: Actor) -> str:
    """What to do when nothing waits."""
    if actor.organisation is None:
        return "您还没有单位和角色，请联系系统管理员。"
    if actor.is_applicant:
        return "批次开放时，可在“申报”中新建；已提交的可在“本单位申报”中查看进度。"
    if actor.is_office:
        return "申报单位推荐上报后会出现在这里。"
    if actor.has_any(Role.STATISTICIAN):
        return "填报单位登记的数据在“数据确认”中办理。"
    return "办公室报请认定后会出现在这里。"


def greeting(at: datetime) -> str:
    """上午好 and its sisters."""
    hour = timezone.localtime(at).hour
    if hour < 6 or hour >= 18:
        return "晚上好"
    return "上午好" if hour < 12 else "下午好"


def _applicant_stats(actor: Actor, filed: Mapping[str, int]) -> list[Stat]:
    return _stats(APPLICANT_STATS, filed) if actor.is_applicant else []


def _office_stats(actor: Actor) -> list[Stat]:
    if not actor.is_office:
        return []
    return _stats(OFFICE_STATS, state_counts(office_queue(actor).prefetch_related(None)))


def _registrar_stats(actor: Actor, decisions: int) -> list[Stat]:
    if not actor.is_registrar:
        return []
    published = Decision.objects.filter(authority=actor.organisation, state=DecisionState.APPLIED).count()
    return [Stat(decisions, "待公布的决定"), Stat(published, "已公布的决定")]


def _statistician_stats(actor: Actor) -> list[Stat]:
    if not actor.has_any(Role.STATISTICIAN):
        return []
    return [Stat(figures_to_confirm(actor).count(), "待确认的数据")]


def _stats(groups: Mapping[str, Sequence[State]], counts: Mapping[str, int]) -> list[Stat]:
    return [Stat(sum(counts.get(state, 0) for state in states), label) for label, states in groups.items()]
