"""An official annex into a roster: read, shown beside its source lines, confirmed, written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import ActorRequest
from core.errors import Invalid
from leadership.forms.annexes import AnnexForm, AnnexTable
from leadership.models import LeadingGroup
from leadership.selectors.titles import unit_names
from leadership.services import enter_roster
from leadership.views.shared import frame, group_to_keep


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def roster_read(request: ActorRequest, pk: int) -> HttpResponse:
    """First the text, then its lines to be confirmed; nothing is kept between the two but the page itself."""
    group = group_to_keep(request.actor, pk)
    if request.method != "POST":
        return _ask(request, group, AnnexForm(group=group))
    form = AnnexForm(request.POST, request.FILES, group=group)
    if not form.is_valid():
        return _ask(request, group, form)
    writes = "write" in request.POST
    table = AnnexTable(
        request.POST if writes else None,
        form.annex,
        group=group,
        names=unit_names(group.organisation),
        since=form.cleaned_data["since"],
    )
    if writes and table.is_valid() and _write(request, group, form, table):
        return redirect("leadership:group_detail", pk)
    context = frame(request.actor, group, "roster") | {
        "form": form,
        "table": table,
        "typed": form.cleaned_data,
    }
    return render(request, "leadership/annex_confirm.html", context, status=422 if writes else 200)


def _write(request: ActorRequest, group: LeadingGroup, form: AnnexForm, table: AnnexTable) -> bool:
    """Whether it was written; else the lines say why not."""
    typed = form.cleaned_data
    try:
        done = enter_roster(
            actor=request.actor,
            group=group,
            entries=table.entries(),
            since=typed["since"],
            basis=typed["basis"],
        )
    except Invalid as error:
        table.show(error)
        return False
    said = "名单没有变化。" if done.is_nothing else f"已写入 {done.seats} 个席位、{done.tenures} 项任职。"
    messages.success(request, said)
    return True


def _ask(request: ActorRequest, group: LeadingGroup, form: AnnexForm) -> HttpResponse:
    context = frame(request.actor, group, "roster") | {"form": form}
    return render(request, "leadership/annex_read.html", context, status=422 if form.is_bound else 200)
