"""What counties, zones and townships do: file, fill in, answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ActorRequest
from applications.forms import NewApplicationForm
from applications.models import Round
from applications.rules import can_create_application
from applications.selectors.lists import open_rounds_for, own_applications, towns_to_file
from applications.selectors.rounds import place_of
from applications.selectors.words import state_for, unsent_notice
from applications.services import drafting
from applications.views.shared import application_in_sight
from core import lists
from core.paging import keyset_page


@require_safe
@login_required
def application_list(request: ActorRequest) -> HttpResponse:
    """The unit's applications, and the rounds in which it may file now."""
    actor = request.actor
    page = keyset_page(request, own_applications(actor), newest_first=True)
    rows = [(each, state_for(actor, each), unsent_notice(each)) for each in page.rows]
    rounds = open_rounds_for(actor, at=timezone.now())
    return render(
        request,
        "applications/application_list.html",
        {"rows": rows, "page_links": page, "rounds": rounds, "can_create": actor.is_applicant},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application_export(request: ActorRequest) -> HttpResponse:
    """The unit's applications, all pages of them, as a file."""
    return lists.answer(request, "applications")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application_create(request: ActorRequest, round_pk: int) -> HttpResponse:
    """Choose the town that is put forward in a round."""
    actor = request.actor
    round_ = get_object_or_404(Round.objects.visible_to(actor).select_related("office"), pk=round_pk)
    can_create_application(actor, round_).demand()
    form = NewApplicationForm(request.POST or None, towns=towns_to_file(actor, round_))
    if request.method == "POST" and form.is_valid():
        application = drafting.create_application(actor=actor, round_=round_, town=form.cleaned_data["town"])
        messages.success(request, "已建立申报，请填写内容。填好后记得提交。")
        return redirect("applications:application_edit", application.pk)
    status = 422 if form.is_bound else 200
    assert actor.organisation is not None
    context = {"form": form, "round": round_, "place": place_of(actor.organisation, round_)}
    return render(request, "applications/application_create.html", context, status=status)


@require_POST
@login_required
def application_delete(request: ActorRequest, pk: int) -> HttpResponse:
    """Take away a draft that was made by mistake."""
    actor = request.actor
    drafting.delete_draft(actor=actor, application=application_in_sight(actor, pk))
    messages.success(request, "草稿已删除。")
    return redirect("applications:keying_list" if actor.is_office else "applications:application_list")
