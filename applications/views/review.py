"""The reviewer's page: facts beside findings, judgements, notes, the step's conclusion and what may be done now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms.actions import ActionForm, StepForm
from applications.forms.returns import MarkForm
from applications.forms.reviews import JudgementForm, NoteForm
from applications.models import Application
from applications.rules import can_judge_application, can_read_inside, open_items
from applications.selectors.dues import due_day
from applications.selectors.progress import progress_of
from applications.selectors.returns import returns_of
from applications.selectors.review import Review, neighbours, review_of
from applications.selectors.timeline import running_step
from applications.selectors.words import history_for, state_for
from applications.services import judging
from applications.services.marking import demand_markable, put_mark
from applications.services.phrases import add_phrase
from applications.views.handling import handling_of
from applications.views.returning import EVERYTHING, Marking, mark_form, marking_of
from applications.views.shared import (
    application_in_sight,
    conclusion,
    offers,
    paper_context,
    show,
    shows_previews,
)
from core.errors import Conflict, Invalid

RETURN = "return_for_correction"


@require_safe
@login_required
@shows_previews
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """For the offices on its way, and nobody with an interest."""
    return render_review(request, _inside(request.actor, pk))


@require_POST
@login_required
@shows_previews
def review_judge(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer one question; the page comes back at its place."""
    actor = request.actor
    application = _inside(actor, pk)
    form = JudgementForm(request.POST)
    if form.is_unreadable:
        can_judge_application(actor, application).demand()
        raise Conflict("页面内容不完整，请刷新后再研判。")
    if form.is_valid():
        data = dict(form.cleaned_data)
        data["sheet_number"] = data.pop("sheet")
        try:
            judging.judge(actor=actor, application=application, **data)
        except Invalid as invalid:
            show(form, invalid)
        else:
            messages.success(request, "研判已保存。")
            return _back(pk, f"criterion-{data['criterion']}")
    can_judge_application(actor, application).demand()
    return render_review(request, application, judged=form, status=422)


@require_POST
@login_required
@shows_previews
def review_note(request: ActorRequest, pk: int) -> HttpResponse:
    """Leave a word to colleagues."""
    application = _inside(request.actor, pk)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return render_review(request, application, note_form=form, status=422)
    judging.write_note(actor=request.actor, application=application, text=form.cleaned_data["text"])
    messages.success(request, "备注已保存，只有本办公室看得到。")
    return _back(pk, "notes")


@require_POST
@login_required
def review_mark(request: ActorRequest, pk: int) -> HttpResponse:
    """Put down what is to be given back; the page comes back at its place."""
    actor = request.actor
    application = _inside(actor, pk)
    form = mark_form(actor, application, request.POST)
    if form.is_valid():
        try:
            put_mark(actor=actor, application=application, mark=form.mark())
            if form.cleaned_data["keep"]:
                add_phrase(actor=actor, text=form.cleaned_data["text"])
        except Invalid as invalid:
            show(form, invalid)
    if form.is_valid():
        messages.success(request, "已标记，退回时一并告知申报单位。")
        return _back(pk, "return" if form.place == EVERYTHING else f"criterion-{form.place}")
    demand_markable(actor, application)
    return render_review(request, application, mark_bound=form, status=422)


def render_review(
    request: ActorRequest,
    application: Application,
    *,
    judged: JudgementForm | None = None,
    note_form: NoteForm | None = None,
    form: ActionForm | None = None,
    form_action: str = "",
    step_form: StepForm | None = None,
    mark_bound: MarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a form that was refused comes back in its place with what was typed."""
    actor = request.actor
    acts = history_for(actor, application)
    page = review_of(actor, application, acts)
    marking = marking_of(actor, application, mark_bound)
    times, compared = returns_of(application, page.sheet, page.changes)
    context: dict[str, Any] = {
        "application": application,
        "state": state_for(actor, application),
        "steps": progress_of(application),
        "review": page,
        "marking": marking,
        "return_form": _return_form(application, form, form_action),
        "returned_times": times,
        "comparison": compared,
        "asked": open_items(application),
        "sections": _sections(page, judged, marking),
        "can_judge": can_judge_application(actor, application),
        "conclusion": conclusion(actor, application, step_form),
        "offers": offers(application, actor, form, form_action),
        "notes": application.notes.visible_to(actor).select_related("made_by").order_by("-pk"),
        "note_form": note_form or NoteForm(auto_id="note_%s"),
        "acts": acts,
        **paper_context(actor, application),
        **_desk(request, application),
    }
    return render(request, "applications/review.html", context, status=status)


def _return_form(application: Application, form: ActionForm | None, form_action: str) -> ActionForm:
    """What goes with a return as a whole; one that was refused comes back with what was typed."""
    own = form if form is not None and form_action == RETURN else ActionForm.blank(application)
    own.auto_id = f"{RETURN}_%s"
    # A bound form keeps the label that it was checked with: it is changed where it is shown.
    own["comment"].label = "总的意见"
    return own


def _desk(request: ActorRequest, application: Application) -> dict[str, Any]:
    """Whose turn it is and until when, and what stands beside it in the queue; a colleague's name stays in its office."""
    actor, step = request.actor, running_step(application)
    is_ours = actor.acts_for(application.holder)
    here = resolve_url("applications:review", application.pk)
    previous, following = neighbours(actor, application, at=timezone.localdate())
    return {
        "step": step if is_ours else None,
        "due": due_day(application, step) if is_ours else None,
        "is_ours": is_ours,
        "handling": handling_of(actor, application, back=here) if is_ours else None,
        "previous": previous,
        "following": following,
    }


def _sections(page: Review, judged: JudgementForm | None, marking: Marking | None) -> list[dict[str, Any]]:
    """Each criterion with a form for each of its questions, and one to mark what is wrong."""
    number = page.sheet.number if page.sheet else 0
    sections = []
    for each in page.criteria:
        lines: list[tuple[Any, JudgementForm | None]] = []
        for line in each.findings:
            asked = line.question
            if asked is not None and judged is not None and judged.is_of(asked):
                lines.append((line, judged.fit(asked)))
            else:
                lines.append((line, JudgementForm.blank(asked, sheet=number) if asked else None))
        form = marking.forms.get(str(each.number)) if marking else None
        marks = marking.beside(form.place) if marking and form else []
        sections.append({"criterion": each, "lines": lines, "mark_form": form, "marks": marks})
    return sections


def _inside(actor: Actor, pk: int) -> Application:
    application = application_in_sight(actor, pk)
    can_read_inside(actor, application).demand()
    return application


def _back(pk: int, anchor: str) -> HttpResponseRedirect:
    return redirect(f"{resolve_url('applications:review', pk)}#{anchor}")
