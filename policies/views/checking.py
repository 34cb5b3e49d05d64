"""The desk on which a reading is held against its source; every button works without JavaScript."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ActorRequest
from core.errors import Invalid
from policies import services
from policies.forms import ClauseForm, FactsForm
from policies.models import Clause, PolicyVersion
from policies.rules import can_check_version, can_publish_version
from policies.selectors.checking import desk_of, group_for, numbered_lines, roster_in

# So many clauses stand open on one page; the next ones follow as these are done.
SHOWN = 20
LARGEST = 2**31 - 1


@require_safe
@login_required
def version_check(request: ActorRequest, pk: int) -> HttpResponse:
    """Source at the left, clauses at the right, the doubtful ones first; `done` shows those that are confirmed."""
    return _desk(request, version_in_hand(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def version_facts(request: ActorRequest, pk: int) -> HttpResponse:
    """Title, number, dates and the rest of the head."""
    version = version_in_hand(request, pk)
    form = FactsForm(request.POST or None, instance=version)
    if request.method == "POST" and form.is_valid():
        fresh = PolicyVersion.objects.get(pk=pk)
        services.confirm_facts(
            actor=request.actor, version=fresh, facts=form.cleaned_data, seen=_seen(request)
        )
        messages.success(request, "文件信息已核对。")
        return redirect("policies:version_check", pk)
    context = {"version": version, "form": form, "lines": numbered_lines(version)}
    return render(request, "policies/version_facts.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def version_plain(request: ActorRequest, pk: int) -> HttpResponse:
    """All clauses without a doubt at once."""
    version = version_in_hand(request, pk)
    count = services.confirm_plain_clauses(actor=request.actor, version=version, seen=_seen(request))
    messages.success(request, f"已核对 {count} 条。")
    return redirect("policies:version_check", pk)


@require_POST
@login_required
def clause_confirm(request: ActorRequest, pk: int, clause_pk: int) -> HttpResponse:
    """As it was read."""
    services.confirm_clause(actor=request.actor, clause=_clause(request, pk, clause_pk), seen=_seen(request))
    return redirect("policies:version_check", pk)


@require_POST
@login_required
def clause_mend(request: ActorRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Put right; what does not hold comes back at its field."""
    version = version_in_hand(request, pk)
    return _write(request, version, _clause(request, pk, clause_pk), inserts=False)


@require_POST
@login_required
def clause_insert(request: ActorRequest, pk: int, clause_pk: int) -> HttpResponse:
    """One that the reader missed, behind this one."""
    version = version_in_hand(request, pk)
    return _write(request, version, _clause(request, pk, clause_pk), inserts=True)


@require_POST
@login_required
def clause_join(request: ActorRequest, pk: int, clause_pk: int) -> HttpResponse:
    """To the end of the one before it."""
    joined = services.join_clause(
        actor=request.actor, clause=_clause(request, pk, clause_pk), seen=_seen(request)
    )
    messages.success(request, f"已并入“{joined.path}”，请再核对那一条。")
    return redirect("policies:version_check", pk)


@require_POST
@login_required
def clause_remove(request: ActorRequest, pk: int, clause_pk: int) -> HttpResponse:
    """What is no clause."""
    services.remove_clause(actor=request.actor, clause=_clause(request, pk, clause_pk), seen=_seen(request))
    messages.success(request, "已删去这一条。")
    return redirect("policies:version_check", pk)


def version_in_hand(request: ActorRequest, pk: int) -> PolicyVersion:
    """The version, where this person may hold it against its source; no sight is 404."""
    rows = PolicyVersion.objects.visible_to(request.actor).with_policy().select_related("source")
    version: PolicyVersion = get_object_or_404(rows, pk=pk)
    can_check_version(request.actor, version).demand()
    return version


def _clause(request: ActorRequest, pk: int, clause_pk: int) -> Clause:
    version = version_in_hand(request, pk)
    return get_object_or_404(Clause.objects.select_related("version"), version=version, pk=clause_pk)


def _seen(request: ActorRequest) -> int:
    """The counter of the page; a page without one is stale."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else LARGEST


def _write(request: ActorRequest, version: PolicyVersion, clause: Clause, *, inserts: bool) -> HttpResponse:
    desk = desk_of(version)
    shown = next(item for item in desk.items if item.clause.pk == clause.pk)
    if inserts:
        form = ClauseForm(request.POST, prefix=f"after{clause.pk}")
    else:
        form = ClauseForm(request.POST, shown=shown)
    if not form.is_valid():
        return _desk(request, version, form=form, at=clause.pk)
    clause = Clause.objects.select_related("version").get(pk=clause.pk)
    try:
        if inserts:
            services.insert_clause(actor=request.actor, after=clause, words=form.words(), seen=_seen(request))
        else:
            services.mend_clause(actor=request.actor, clause=clause, words=form.words(), seen=_seen(request))
    except Invalid as invalid:
        for name, sentence in invalid.fields.items():
            form.add_error(name, sentence)
        return _desk(request, version, form=form, at=clause.pk)
    messages.success(request, "已改好并核对。")
    return redirect("policies:version_check", version.pk)


def _desk(
    request: ActorRequest, version: PolicyVersion, *, form: ClauseForm | None = None, at: int = 0
) -> HttpResponse:
    """The page; a form that did not hold comes back open at its clause."""
    desk = desk_of(version)
    wants_done = "done" in request.GET
    items = [each for each in desk.items if each.clause.is_confirmed == wants_done or each.clause.pk == at]
    rows = []
    for each in items[:SHOWN]:
        bound = form if each.clause.pk == at else None
        is_insert = bound is not None and bound.instance.pk is None
        rows.append(
            {
                "item": each,
                "form": bound if bound and not is_insert else ClauseForm(shown=each),
                "is_open": bound is not None and not is_insert,
                "new": bound if is_insert else ClauseForm(prefix=f"after{each.clause.pk}"),
                "is_adding": is_insert,
            }
        )
    roster = roster_in(version)
    context = {
        "version": version,
        "desk": desk,
        "roster": roster,
        "group": group_for(request.actor) if roster else None,
        "rows": rows,
        "bound": form,
        "wants_done": wants_done,
        "more": max(len(items) - SHOWN, 0),
        "may_publish": can_publish_version(request.actor, version),
    }
    return render(request, "policies/version_check.html", context, status=422 if form else 200)
