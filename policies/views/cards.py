"""Cards: what everybody reads in plain words, and the form beside the clauses."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core.errors import Conflict
from core.paging import keyset_page
from policies import services
from policies.enums import CardAudience
from policies.forms.cards import CardForm
from policies.models import PolicyVersion
from policies.rules import can_keep_card
from policies.selectors.cards import card_of, open_cards, shown_cards
from policies.selectors.library import clauses_of, newest_versions
from policies.views.checking import _seen


@require_safe
def card_list(request: ActorRequest) -> HttpResponse:
    """Open cards, the newest first; `audience` narrows."""
    asked = request.GET.get("audience", "")
    audience = asked if asked in CardAudience.values else ""
    page = keyset_page(request, open_cards(audience), column="edited_at", newest_first=True)
    context = {
        "audiences": CardAudience.choices,
        "audience": audience,
        "rows": shown_cards(page.rows, on=timezone.localdate()),
        "page_links": page,
    }
    return render(request, "policies/card_list.html", context)


@require_safe
def card_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One card; whether the policy holds comes first."""
    version = get_object_or_404(newest_versions(), policy__pk=pk)
    card = card_of(version.policy, request.actor)
    if card is None:
        raise Http404
    context = {
        "version": version,
        "card": card,
        "force": version.force_on(timezone.localdate()),
        "may_keep": bool(can_keep_card(request.actor, version.policy)),
    }
    return render(request, "policies/card_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def card_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """The office writes; the clauses stand beside."""
    version = get_object_or_404(newest_versions(), policy__pk=pk)
    can_keep_card(request.actor, version.policy).demand()
    card = card_of(version.policy, request.actor)
    form = CardForm(request.POST or None, instance=card, initial={} if card else _beginning(version))
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.save_card(
                actor=request.actor, policy=version.policy, words=form.cleaned_data, seen=_seen(request)
            )
        except Conflict as conflict:
            form.add_error(None, f"{conflict.message}您写的内容还在下面，可以先复制。")
            status = 409
        else:
            messages.success(request, "政策卡片已保存。")
            return redirect("policies:card_detail", pk)
    context = {
        "version": version,
        "form": form,
        "seen": request.POST.get("seen", card.version if card else 0),
        "clauses": clauses_of(version),
        "card": card,
    }
    return render(request, "policies/card_edit.html", context, status=status)


def _beginning(version: PolicyVersion) -> dict[str, str]:
    """What the document itself says of whom to ask."""
    return {"contact": version.explained_by, "telephone": version.contact[:40]}
