"""Celery's own signals (no model signals here): a task that fails for good leaves a row."""

import logging
from typing import Any

from celery.signals import task_failure
from django.db import DatabaseError

logger = logging.getLogger(__name__)


def listen_to_celery() -> None:
    """Connect once; Celery keeps weak references, so the receiver is a module function."""
    task_failure.connect(note_failure, dispatch_uid="records.note_failure")


def note_failure(
    sender: Any = None,
    task_id: str = "",
    exception: Any = None,
    args: Any = None,
    einfo: Any = None,
    **rest: Any,
) -> None:
    """Write the failure down; when the database itself is the trouble, the log has to do."""
    from records import services

    try:
        services.note_task_failure(
            task=getattr(sender, "name", ""),
            number=task_id,
            arguments=list(args or ()),
            error=exception,
            trace=str(einfo),
        )
    except DatabaseError:
        logger.exception("could not write down the failure of a task", extra={"task_id": task_id})
