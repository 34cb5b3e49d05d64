"""The top of the workbench: greeting, numbers, and what to do when nothing waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import DecisionState, State
from applications.models import Decision
from applications.selectors.lists import own_applications
from applications.selectors.queue import office_queue
from core.counting import capped_counts, capped_words
from portal.selectors.work import acts_of, begun_by, begun_decisions, pending_decisions, pending_for
from towns.selectors import figures_to_confirm
from towns.selectors.revocations import waiting_revocations

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


# A desk tells how much there is, not exactly how many thousands.
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Stat:
    """One number at the top of the desk, in words: a count that stopped reads 999+."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Desk:
    """How long the three lists are, in words, and the numbers above them; `begun` is None where nobody begins anything."""

    pending: str
    begun: str | None
    done: str
    stats: list[Stat]


def desk_of(actor: Actor) -> Desk:
    """The lengths of the lists and the numbers above them, in one query."""
    wanted = {"pending": pending_for(actor), "done": acts_of(actor), **_pending_others(actor)}
    begins = actor.is_applicant or actor.is_office
    if begins:
        wanted |= {"begun": begun_by(actor), "begun_decisions": begun_decisions(actor)}
    groups = _groups(actor)
    counts = capped_counts({name: (rows, COUNT_LIMIT) for name, rows in (wanted | groups).items()})
    return Desk(
        pending=_words(counts["pending"] + sum(counts[name] for name in _pending_others(actor))),
        begun=_words(counts["begun"] + counts["begun_decisions"]) if begins else None,
        done=_words(counts["done"]),
        stats=[Stat(_words(counts[label]), label) for label in groups],
    )


def _words(number: int) -> str:
    return capped_words(number, COUNT_LIMIT)


def _pending_others(actor: Actor) -> dict[str, QuerySet[Any]]:
    """What waits for this person besides applications."""
    return {"decisions": pending_decisions(actor), "revocations": waiting_revocations(actor)}


def _groups(actor: Actor) -> dict[str, QuerySet[Any]]:
    """The numbers of every role that this person has, each with the rows it counts."""
    groups: dict[str, QuerySet[Any]] = {}
    if actor.is_applicant:
        own = own_applications(actor)
        groups |= {label: own.filter(state__in=states) for label, states in APPLICANT_STATS.items()}
    if actor.is_office:
        queue = office_queue(actor)
        groups |= {label: queue.filter(state__in=states) for label, states in OFFICE_STATS.items()}
    if actor.is_registrar:
        published = Decision.objects.filter(authority=actor.organisation, state=DecisionState.APPLIED)
        groups |= {"待公布的决定": pending_decisions(actor), "已公布的决定": published}
    if actor.has_any(Role.STATISTICIAN):
        groups["待确认的数据"] = figures_to_confirm(actor)
    return groups


def advice_for(actor: Actor) -> str:
    """What to do when nothing waits."""
    if actor.organisation is None:
        return "您还没有单位和角色，请联系系统管理员。"
    if actor.is_applicant:
        return "批次开放时，可在“申报”中新建；已提交的可在“我发起”中查看进度。"
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
