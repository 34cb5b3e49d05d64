"""纸质件录入: what an office does with applications that came on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from applications.forms import PaperForm
from applications.models import Application, Round
from applications.rules import can_correct_paper, can_register_paper
from applications.selectors.keying import paper_drafts, paper_of, paper_rounds, paper_towns
from applications.services import registering
from applications.views.shared import application_in_sight, show
from core.errors import Invalid, NotAllowed
from core.paging import keyset_page

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def keying_list(request: ActorRequest) -> HttpResponse:
    """Rounds whose papers this office receives, and what is being keyed in."""
    actor = request.actor
    if not actor.is_office:
        raise NotAllowed("纸质申报由收件的领导小组办公室录入。")
    page = keyset_page(request, paper_drafts(actor), newest_first=False)
    rounds = paper_rounds(actor, at=timezone.now())
    context = {"rounds": rounds, "page_links": page, "rows": page.rows}
    return render(request, "applications/keying_list.html", context)


@require_http_methods(METHODS)
@login_required
def keying_create(request: ActorRequest, round_pk: int) -> HttpResponse:
    """Register a paper: whose it is, its dates, its scan."""
    actor = request.actor
    rounds = Round.objects.visible_to(actor).select_related("office", "standard_version__standard")
    round_ = get_object_or_404(rounds, pk=round_pk)
    can_register_paper(actor, round_).demand()
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*data, places=paper_towns(actor, round_))
    if form.is_valid() and (application := _registered(request, round_, form)):
        messages.success(request, "已登记纸质件，请照纸质件填写各部分内容。")
        return redirect("applications:application_edit", application.pk)
    context = {"form": form, "round": round_}
    return render(request, "applications/keying_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def keying_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Put the dates of a registered paper right, or its scan."""
    actor = request.actor
    application = application_in_sight(actor, pk)
    can_correct_paper(actor, application).demand()
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*data, paper=application.paper)
    if form.is_valid() and _corrected(request, application, form):
        messages.success(request, "收件信息已保存。")
        return redirect("applications:application_detail", pk)
    context = {"form": form, "application": application, "paper": paper_of(application)}
    return render(request, "applications/keying_edit.html", context, status=422 if form.is_bound else 200)


def _registered(request: ActorRequest, round_: Round, form: PaperForm) -> Application | None:
    """The new draft; what does not hold stands in the form."""
    applicant, town = form.chosen
    try:
        return registering.register_paper_application(
            actor=request.actor,
            round_=round_,
            applicant=applicant,
            town=town,
            dates=form.dates(),
            scan=form.cleaned_data["scan"],
        )
    except Invalid as invalid:
        show(form, invalid)
        return None


def _corrected(request: ActorRequest, application: Application, form: PaperForm) -> bool:
    """Whether it was kept; what does not hold stands in the form."""
    try:
        registering.correct_paper(
            actor=request.actor,
            application=application,
            dates=form.dates(),
            scan=form.cleaned_data["scan"],
        )
    except Invalid as invalid:
        show(form, invalid)
        return False
    return True
