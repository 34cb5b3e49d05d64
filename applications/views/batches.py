"""Many applications of the queue at once: looked at first, then done, then read what became of each."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from applications.filters import chosen_rows, ticked
from applications.forms.queue import BatchForm, BatchHandlerForm
from applications.rules import can_assign_many, can_use_queue
from applications.selectors.queue import as_columns, queue_of, queue_rows
from applications.services.batches import MOST_AT_ONCE, accept_batch, assign_batch
from core.errors import Invalid
from records.models import Act
from records.words import verb_words

METHODS = ["GET", "HEAD", "POST"]
BATCHES = ("application.accept_batch", "application.assign_batch")


@require_http_methods(METHODS)
@login_required
def queue_accept(request: ActorRequest) -> HttpResponse:
    """受理 of many."""
    can_use_queue(request.actor).demand()
    form = BatchForm(_posted(request), initial={"ids": _numbers(request)})
    return _batch(
        request,
        form,
        {"heading": "成批受理", "button": "受理"},
        lambda data: accept_batch(actor=request.actor, ids=data["ids"]),
    )


@require_http_methods(METHODS)
@login_required
def queue_assign(request: ActorRequest) -> HttpResponse:
    """One 经办人 for many."""
    can_assign_many(request.actor).demand()
    form = BatchHandlerForm(_posted(request), initial={"ids": _numbers(request)}, actor=request.actor)
    return _batch(
        request,
        form,
        {"heading": "分配经办人", "button": "分配"},
        lambda data: assign_batch(actor=request.actor, ids=data["ids"], handler=data["handler"]),
    )


@require_safe
@login_required
def queue_result(request: ActorRequest, pk: int) -> HttpResponse:
    """What became of a batch, for the unit whose people did it."""
    can_use_queue(request.actor).demand()
    own = Act.objects.filter(organisation=request.actor.organisation, verb__in=BATCHES)
    act = get_object_or_404(own.order_by("pk"), pk=pk)
    context = {"act": act, "verb": verb_words(act.verb), "handler": act.details.get("handler", "")}
    return render(request, "applications/queue_result.html", context)


def _batch(
    request: ActorRequest, form: Any, words: dict[str, str], work: Callable[[dict[str, Any]], Act]
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            act = work(form.cleaned_data)
        except Invalid as invalid:
            for field, message in invalid.fields.items():
                form.add_error(field, message)
        else:
            return redirect("applications:queue_result", act.pk)
    numbers = form.cleaned_data.get("ids", []) if form.is_bound else form.initial["ids"].split(",")
    rows = _looked_at(request, [int(each) for each in numbers if each])
    status = 422 if form.is_bound else 200
    context = {"form": form, "rows": rows, **words}
    return render(request, "applications/queue_batch.html", context, status=status)


def _posted(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _numbers(request: ActorRequest) -> str:
    """The numbers of what was chosen in the queue, as the form carries them; empty when nothing was."""
    if request.method == "POST" or not (ticked(request.GET) or request.GET.get("scope") == "all"):
        return ""
    today = timezone.localdate()
    found = chosen_rows(request.actor, request.GET, at=today, most=MOST_AT_ONCE)
    return ",".join(str(pk) for pk in found.order_by("moved_at", "pk").values_list("pk", flat=True))


def _looked_at(request: ActorRequest, numbers: Sequence[int]) -> list[Any]:
    found = as_columns(queue_of(request.actor).filter(pk__in=numbers)) if numbers else []
    return queue_rows(request.actor, list(found))
