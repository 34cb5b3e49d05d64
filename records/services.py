"""Writing the act log, the heartbeat and failed tasks."""

from collections.abc import Mapping
from typing import Any

from celery import current_app
from django.db import models, transaction
from django.utils import timezone

from accounts.actors import Actor
from core import queue
from core.errors import Conflict
from core.requests import current_request
from records.enums import Outcome
from records.models import Act, Heartbeat, TaskFailure
from records.rules import can_handle_failures


def record(
    *,
    actor: Actor | None,
    verb: str,
    target: models.Model | None = None,
    from_state: str = "",
    to_state: str = "",
    comment: str = "",
    details: Mapping[str, Any] | None = None,
    outcome: Outcome = Outcome.DONE,
    user_name: str = "",
) -> Act:
    """Append one act. `actor` None is the system; `user_name` is for names that belong to no account (failed sign-in)."""
    facts = current_request.get()
    user = actor.user if actor else None
    organisation = actor.organisation if actor else None
    post = actor.post if actor else None
    return Act.objects.create(
        verb=verb,
        outcome=outcome,
        user=user,
        organisation=organisation,
        post=post,
        user_name=(user.display_name if user else user_name)[:60],
        organisation_name=organisation.name if organisation else "",
        post_name=str(post) if post else "",
        role_names=actor.role_names if actor else "",
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        target_name=str(target)[:200] if target else "",
        from_state=from_state,
        to_state=to_state,
        comment=comment,
        details=dict(details or {}),
        address=facts.address,
        request_number=facts.number,
    )


def beat(*, name: str) -> None:
    """Note that a part which runs by itself is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now()})


def note_task_failure(*, task: str, number: str, arguments: list[Any], error: Any, trace: str) -> TaskFailure:
    """Keep a failed task for the administrator; called by the worker."""
    return TaskFailure.objects.create(
        task=task,
        task_number=number,
        arguments=arguments,
        error=f"{type(error).__name__}: {error}"[:300],
        trace=trace,
    )


@transaction.atomic
def settle_task_failure(*, actor: Actor, failure: TaskFailure) -> TaskFailure:
    """Set a failed task aside as dealt with; Conflict when a colleague was faster."""
    failure = _open_failure(actor, failure)
    return _settle(actor, failure, "task_failure.settle")


@transaction.atomic
def run_task_again(*, actor: Actor, failure: TaskFailure) -> TaskFailure:
    """Send a failed task once more with the same arguments, and settle it.

    Conflict when a colleague was faster, the task left the program, or the broker does not take it now.
    """
    failure = _open_failure(actor, failure)
    # A web process has imported only some of the tasks.
    current_app.loader.import_default_modules()
    task = current_app.tasks.get(failure.task)
    if task is None:
        raise Conflict("程序升级后已没有这项任务，请搁置。")
    # Sent before it is settled: what the broker did not take stays on the list.
    try:
        taken = queue.send(task, *failure.arguments)
    except TypeError as error:
        # Celery holds the arguments against the task's signature before it sends.
        raise Conflict("程序升级后这项任务的参数已变，不能原样重做，请搁置。") from error
    if not taken:
        raise Conflict("任务队列现在没有应答，任务没有送出，请稍后再试。")
    return _settle(actor, failure, "task_failure.run_again")


def _open_failure(actor: Actor, failure: TaskFailure) -> TaskFailure:
    can_handle_failures(actor).demand()
    row = TaskFailure.objects.select_for_update().get(pk=failure.pk)
    if row.settled_at is not None:
        raise Conflict(f"这项失败任务已由{row.settled_by}处理。")
    return row


def _settle(actor: Actor, failure: TaskFailure, verb: str) -> TaskFailure:
    failure.settled_at = timezone.now()
    failure.settled_by = actor.user
    failure.save(update_fields=["settled_at", "settled_by"])
    record(actor=actor, verb=verb, target=failure)
    return failure
