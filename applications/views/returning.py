"""退回补正 on the office's side: marks on the review page, the answers that came back, the notice to print, 常用意见."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms.returns import MarkForm, PhraseForm, ResolutionForm
from applications.models import Application, Phrase, ReturnItem, ReturnNotice
from applications.rules import can_return_application, can_use_queue
from applications.selectors.return_papers import notice_paper
from applications.selectors.targets import Target, Targets
from applications.services import marking, phrases
from applications.views.shared import application_in_sight, show
from core.errors import Invalid
from core.pdf import render as render_pdf
from core.pdf import shown_pdf

EVERYTHING = "all"
MOST_OFFERED = 50


@dataclass(frozen=True, slots=True)
class Marking:
    """What stands on the review page for whoever may give an application back: the marks, and a form at each place."""

    marks: list[ReturnItem]
    forms: dict[str, MarkForm]

    @property
    def general(self) -> MarkForm:
        return self.forms[EVERYTHING]

    def beside(self, place: str) -> list[ReturnItem]:
        """The marks of what may be marked at a place."""
        choices = {key for key, _ in self.forms[place].fields["target"].choices}  # type: ignore[attr-defined]
        return [mark for mark in self.marks if mark.key in choices]

    @property
    def numbers(self) -> str:
        """Which marks the page shows, as its form carries them."""
        return ",".join(str(mark.pk) for mark in self.marks)


def marking_of(actor: Actor, application: Application, bound: MarkForm | None = None) -> Marking | None:
    """For the page; None where this person gives nothing back now. A form that was refused stands in its place."""
    if not can_return_application(actor, application):
        return None
    targets, own = Targets(application), phrases_of(actor)
    numbers = [each.criterion for each in targets.criteria]
    forms = {
        place: bound if bound and bound.place == place else _form(targets, own, place)
        for place in (EVERYTHING, *(str(number) for number in numbers))
    }
    return Marking(list(marking.marks_of(actor, application)), forms)


def mark_form(actor: Actor, application: Application, data: Any) -> MarkForm:
    """What was sent, read as the form of the place where it was filled in."""
    targets = Targets(application)
    place = data.get("place", "")
    known = {str(each.criterion) for each in targets.criteria}
    return _form(targets, phrases_of(actor), place if place in known else EVERYTHING, data)


def phrases_of(actor: Actor) -> list[str]:
    """This person's 常用意见, the newest first."""
    own = Phrase.objects.visible_to(actor).order_by("-pk")
    return list(own.values_list("text", flat=True)[:MOST_OFFERED])


def _form(targets: Targets, own: list[str], place: str, data: Any = None) -> MarkForm:
    return MarkForm(data, targets=_offered(targets, place), phrases=own, place=place)


def _offered(targets: Targets, place: str) -> list[Target]:
    return list(targets.known.values()) if place == EVERYTHING else targets.of_criterion(int(place))


@require_POST
@login_required
def review_unmark(request: ActorRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take a mark back before it is told."""
    application = application_in_sight(request.actor, pk)
    item = _item(request.actor, application, item_pk)
    marking.remove_mark(actor=request.actor, application=application, item=item)
    messages.success(request, "标记已删除。")
    return _back(pk, "return")


@require_POST
@login_required
def item_resolve(request: ActorRequest, pk: int, item_pk: int) -> HttpResponse:
    """Say whether an answer settles its item."""
    application = application_in_sight(request.actor, pk)
    item = _item(request.actor, application, item_pk)
    form = ResolutionForm(request.POST)
    resolution = form.cleaned_data["resolution"] if form.is_valid() else ""
    try:
        marking.resolve_item(actor=request.actor, item=item, resolution=resolution)
    except Invalid as invalid:
        messages.error(request, invalid.message)
        return _back(pk, "answers")
    messages.success(request, "已核对。" if item.resolution != "reopened" else "已列入下次退回的补正事项。")
    return _back(pk, f"item-{item.pk}")


@require_safe
@login_required
def paper_return(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """补正通知书, for everybody who sees the application."""
    application = application_in_sight(request.actor, pk)
    notices = ReturnNotice.objects.visible_to(request.actor).select_related("organisation", "returned_by")
    notice = get_object_or_404(notices, application=application, number=number)
    paper = notice_paper(application, notice)
    return shown_pdf(render_pdf("return_notice", paper), f"{application.town.name}补正通知书（第{number}次）")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def phrase_list(request: ActorRequest) -> HttpResponse:
    """The acting person's own sentences, and one more."""
    can_use_queue(request.actor).demand()
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            phrases.add_phrase(actor=request.actor, text=form.cleaned_data["text"])
        except Invalid as invalid:
            show(form, invalid)
        else:
            messages.success(request, "已添加。")
            return redirect("applications:phrase_list")
    rows = Phrase.objects.visible_to(request.actor).order_by("-pk")
    status = 422 if form.is_bound else 200
    return render(request, "applications/phrase_list.html", {"form": form, "rows": rows}, status=status)


@require_POST
@login_required
def phrase_remove(request: ActorRequest, phrase_pk: int) -> HttpResponse:
    """Not offered any more."""
    can_use_queue(request.actor).demand()
    phrase = get_object_or_404(Phrase.objects.visible_to(request.actor), pk=phrase_pk)
    phrases.remove_phrase(actor=request.actor, phrase=phrase)
    messages.success(request, "已删除。")
    return redirect("applications:phrase_list")


def _item(actor: Actor, application: Application, item_pk: int) -> ReturnItem:
    """Of this application, and in this person's sight: another office's mark is not."""
    rows = ReturnItem.objects.visible_to(actor).select_related("application", "notice")
    item = get_object_or_404(rows, pk=item_pk, application=application)
    item.application = application
    return item


def _back(pk: int, anchor: str) -> HttpResponseRedirect:
    return redirect(f"{resolve_url('applications:review', pk)}#{anchor}")
