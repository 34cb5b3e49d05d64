"""The queue of the leading-group office, and what is printed and exported of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from applications.filters import QueueFilter
from applications.models import Application
from applications.resources import meeting_workbook, queue_workbook
from applications.rules import can_assign_many, can_use_queue
from applications.selectors import queue as selectors
from applications.selectors.meeting import meeting_rows
from applications.selectors.returns import return_counts
from applications.services.batches import MOST_AT_ONCE
from core.counting import capped_words
from core.errors import Invalid
from core.paging import keyset_page
from core.workbooks import download

# Ticked boxes come from one page; a longer address would be refused on the way.
MOST_TICKED = 100
LONGEST_NUMBER = 18


@require_safe
@login_required
def queue(request: ActorRequest) -> HttpResponse:
    """The acting office's applications, oldest movement first; the filter is the address."""
    actor = request.actor
    can_use_queue(actor).demand()
    chosen, today = QueueFilter.of(request.GET), timezone.localdate()
    shown = chosen.rows(actor, at=today)
    counted = shown if chosen.narrows else chosen.state
    counts = selectors.queue_counts(actor, chosen.tab, counted, MOST_AT_ONCE + 1, at=today)
    page = keyset_page(request, selectors.as_columns(shown), newest_first=False)
    context = {
        "filter": chosen,
        "chips": _chips(chosen, counts),
        "tabs": _tabs(chosen, counts),
        "rows": selectors.queue_rows(actor, page.rows),
        "page_links": page,
        "rounds": selectors.rounds_to_choose(actor, chosen.tab),
        "colleagues": selectors.colleagues(actor),
        "total": capped_words(counts["shown"], MOST_AT_ONCE + 1),
        "too_many": counts["shown"] > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "can_assign": bool(can_assign_many(actor)),
        "claimant": actor.user.pk if actor.user else 0,
        "hidden": chosen.pairs(),
        "clear": QueueFilter(tab=chosen.tab, state=chosen.state).query(),
        "here": request.get_full_path(),
    }
    return render(request, "applications/queue.html", context)


@require_safe
@login_required
def queue_export(request: ActorRequest) -> HttpResponse:
    """The ticked applications, or all of the filter, as a workbook."""
    actor = request.actor
    can_use_queue(actor).demand()
    rows = selectors.queue_rows(actor, list(selectors.as_columns(chosen_rows(request))))
    returned = return_counts(row.pk for row in rows)
    return download(queue_workbook(rows, returned), "复核队列")


@require_safe
@login_required
def queue_meeting(request: ActorRequest) -> HttpResponse:
    """上会清单 to print: the ticked applications, or all of the filter."""
    can_use_queue(request.actor).demand()
    rows = meeting_rows(request.actor, chosen_rows(request))
    context = {
        "rows": rows,
        "has_opinions": any(row.opinion for row in rows),
        "query": request.GET.urlencode(),
        "today": timezone.localdate(),
    }
    return render(request, "applications/queue_meeting.html", context)


@require_safe
@login_required
def queue_meeting_export(request: ActorRequest) -> HttpResponse:
    """上会清单 as a workbook."""
    can_use_queue(request.actor).demand()
    return download(meeting_workbook(meeting_rows(request.actor, chosen_rows(request))), "上会清单")


def chosen_rows(request: ActorRequest) -> QuerySet[Application]:
    """What the address speaks of: ticked applications in the office's queue, else all that its filter shows.

    Invalid when that is more than anybody may take at once.
    """
    actor, today = request.actor, timezone.localdate()
    numbers = ticked(request)
    if numbers and request.GET.get("scope") != "all":
        return selectors.queue_of(actor).filter(pk__in=numbers)
    rows = QueueFilter.of(request.GET).rows(actor, at=today)
    if rows.order_by(*selectors.OLDEST_FIRST)[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE:
        raise Invalid(f"符合条件的超过 {MOST_AT_ONCE} 件，请先缩小筛选范围。")
    return rows


def ticked(request: ActorRequest) -> Sequence[int]:
    """The numbers of the ticked boxes; what is none is left aside."""
    found = [each for each in request.GET.getlist("ids") if each.isascii() and each.isdigit()]
    if len(found) > MOST_TICKED:
        raise Invalid(f"一次最多勾选 {MOST_TICKED} 件，更多请筛选后选“全部”。")
    return [int(each) for each in found if len(each) <= LONGEST_NUMBER]


def _chips(chosen: QueueFilter, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Chips with something behind them, and those that always stand there."""
    always = {selectors.WAITING, selectors.ALL, chosen.state}
    return [
        {
            "words": selectors.WORDS[chip],
            "count": capped_words(counts[chip], selectors.CHIP_LIMIT),
            "query": QueueFilter(tab=chosen.tab, state=chip).query(),
            "current": chip == chosen.state,
        }
        for chip in selectors.chips_of(chosen.tab)
        if counts[chip] or chip in always
    ]


def _tabs(chosen: QueueFilter, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The halves of the queue, where there are two."""
    if not counts["has relay"] and chosen.tab != selectors.RELAY:
        return []
    halves = ((selectors.OWN, "本级批次"), (selectors.RELAY, "上报省级"))
    return [
        {
            "words": words,
            "count": capped_words(counts[f"waiting {tab}"], selectors.CHIP_LIMIT),
            "query": QueueFilter(tab=tab).query(),
            "current": tab == chosen.tab,
        }
        for tab, words in halves
    ]
