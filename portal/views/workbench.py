"""The workbench: where everybody who signs in begins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from core import lists
from core.paging import keyset_page
from portal.selectors import administration, desk, work
from portal.selectors.guides import guides_for, tour_for
from towns.selectors.revocations import waiting_revocations

LISTS = ("pending", "begun", "done")


@require_safe
@login_required
def workbench(request: ActorRequest) -> HttpResponse:
    """What waits for me, what we began, what I have done; a system administrator sees the house."""
    actor = request.actor
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in LISTS else LISTS[0]
    context = {
        "greeting": desk.greeting(timezone.now()),
        "chosen": chosen,
        "desk": desk.desk_of(actor),
        "cards": administration.cards_for(actor),
        "advice": desk.advice_for(actor),
        "guides": guides_for(actor),
        "tour": tour_for(actor),
        **ROWS[chosen](request, actor),
    }
    return render(request, f"portal/workbench_{chosen}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def workbench_export(request: ActorRequest) -> HttpResponse:
    """The list that is open, all pages of it, as a file."""
    return lists.answer(request, "workbench")


def _pending(request: ActorRequest, actor: Actor) -> dict[str, object]:
    page = keyset_page(request, work.pending_for(actor), newest_first=False)
    return {
        "items": work.work_items(actor, page.rows),
        "page_links": page,
        "decisions": work.pending_decisions(actor),
        "revocations": waiting_revocations(actor),
    }


def _begun(request: ActorRequest, actor: Actor) -> dict[str, object]:
    page = keyset_page(request, work.begun_by(actor), newest_first=True)
    return {
        "items": work.filed_items(actor, page.rows),
        "page_links": page,
        "decisions": work.begun_decisions(actor),
    }


def _done(request: ActorRequest, actor: Actor) -> dict[str, object]:
    page = keyset_page(request, work.acts_of(actor), column="pk", newest_first=True)
    return {"items": work.done_items(actor, page.rows), "page_links": page}


ROWS = {"pending": _pending, "begun": _begun, "done": _done}
