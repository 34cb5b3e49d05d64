"""报请 by the office, 公布 by the authority."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.enums import DecisionState
from applications.forms import DecisionApplyForm, DecisionForm
from applications.models import Decision, Round
from applications.rules import can_apply_decision, can_prepare_decision
from applications.selectors.lists import decisions_for, rounds_with_shortlist
from applications.services import deciding
from core.errors import Invalid, NotAllowed


@require_safe
@login_required
def decision_list(request: ActorRequest) -> HttpResponse:
    """Decisions in sight; the office also sees which rounds have something to put to the authority."""
    actor = request.actor
    if not (actor.is_office or actor.is_registrar):
        raise NotAllowed("认定决定由领导小组办公室报请、认定单位公布。")
    rounds = rounds_with_shortlist(actor) if actor.is_office else Round.objects.none()
    context = {"decisions": decisions_for(actor), "rounds": rounds}
    return render(request, "applications/decision_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decision_create(request: ActorRequest, round_pk: int) -> HttpResponse:
    """Put shortlisted towns of a round to the authority."""
    actor = request.actor
    rounds = Round.objects.visible_to(actor).select_related("office", "authority")
    round_ = get_object_or_404(rounds, pk=round_pk)
    can_prepare_decision(actor, round_).demand()
    initial = {"title": f"{round_.title}认定名单"}
    form = DecisionForm(request.POST or None, round_=round_, initial=initial)
    if request.method == "POST" and form.is_valid():
        decision = deciding.prepare_decision(
            actor=actor,
            round_=round_,
            title=form.cleaned_data["title"],
            applications=form.cleaned_data["applications"],
        )
        messages.success(request, f"已报请{round_.authority.short_name}认定。")
        return redirect("applications:decision_detail", decision.pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "applications/decision_create.html", {"form": form, "round": round_}, status=status
    )


@require_safe
@login_required
def decision_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """The list of a decision; the authority's clerk enters number and date here."""
    decision = _in_sight(request.actor, pk)
    form = DecisionApplyForm(initial={"version": decision.version})
    return _render(request, decision, form, status=200)


@require_POST
@login_required
def decision_apply(request: ActorRequest, pk: int) -> HttpResponse:
    """Applying is publishing."""
    actor = request.actor
    decision = _in_sight(actor, pk)
    form = DecisionApplyForm(request.POST)
    if not form.is_valid():
        return _render(request, decision, form, status=422)
    try:
        deciding.apply_decision(actor=actor, decision=decision, **form.cleaned_data)
    except Invalid as invalid:
        for field, message in invalid.fields.items():
            form.add_error(field, message)
        return _render(request, decision, form, status=422)
    messages.success(request, "已公布，名录和专业镇页面已更新。")
    return redirect("applications:decision_detail", pk)


@require_POST
@login_required
def decision_cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Take it back before it is published."""
    actor = request.actor
    deciding.cancel_decision(actor=actor, decision=_in_sight(actor, pk))
    messages.success(request, "已撤回报请，所列专业镇回到拟认定名单。")
    return redirect("applications:decision_list")


def _in_sight(actor: Actor, pk: int) -> Decision:
    decisions = (
        Decision.objects.visible_to(actor)
        .select_related("round__office", "authority", "prepared_by", "applied_by")
        .prefetch_related("items__application__town__county", "items__application__applicant")
    )
    return get_object_or_404(decisions, pk=pk)


def _render(
    request: ActorRequest, decision: Decision, form: DecisionApplyForm, *, status: int
) -> HttpResponse:
    actor = request.actor
    context = {
        "decision": decision,
        "form": form,
        "permit": can_apply_decision(actor, decision),
        "can_cancel": can_prepare_decision(actor, decision.round)
        and decision.state == DecisionState.PREPARED,
        "items": decision.items.all(),
    }
    return render(request, "applications/decision_detail.html", context, status=status)
