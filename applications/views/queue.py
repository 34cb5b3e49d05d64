"""The queue of the leading-group office, and what is printed and exported of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from applications.filters import QueueFilter, chosen_rows
from applications.rules import can_assign_many, can_use_queue
from applications.selectors import queue as selectors
from applications.selectors.meeting import meeting_rows
from applications.services.batches import MOST_AT_ONCE
from core import lists
from core.counting import capped_words
from core.paging import keyset_page


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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def queue_export(request: ActorRequest) -> HttpResponse:
    """The ticked applications, or all of the filter, as a file."""
    return lists.answer(request, "queue")


@require_safe
@login_required
def queue_meeting(request: ActorRequest) -> HttpResponse:
    """上会清单 to print: the ticked applications, or all of the filter."""
    can_use_queue(request.actor).demand()
    chosen = chosen_rows(request.actor, request.GET, at=timezone.localdate(), most=MOST_AT_ONCE)
    rows = meeting_rows(request.actor, chosen)
    context = {
        "rows": rows,
        "has_opinions": any(row.opinion for row in rows),
        "query": request.GET.urlencode(),
        "today": timezone.localdate(),
    }
    return render(request, "applications/queue_meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def queue_meeting_export(request: ActorRequest) -> HttpResponse:
    """上会清单 as a file."""
    return lists.answer(request, "meeting")


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
