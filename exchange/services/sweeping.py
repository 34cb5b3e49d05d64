"""Looking after imports: the lost are sent again, the forgotten are closed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from core import queue
from core.errors import Conflict
from core.resources import registered
from exchange import tasks
from exchange.enums import WAITING_IMPORTS, ImportState
from exchange.models import Import, ImportPage
from exchange.rules.imports import UNDO_WITHIN
from exchange.services.reading import LOST_AFTER
from records.workflow import perform

SWEEP_SIZE = 200
KEEP_WAITING = timedelta(days=7)
# Sent only a moment ago: it may well be waiting in the queue.
JUST_SENT = timedelta(seconds=20)


def sweep_imports() -> int:
    """Send imports again that were never taken, or whose worker died; the number of those sent."""
    now = timezone.now()
    lost = Import.objects.open().filter(touched_at__lt=now - LOST_AFTER)
    unsent = Import.objects.open().filter(attempts=0, touched_at__lt=now - JUST_SENT)
    found = (lost | unsent).order_by("touched_at", "pk").values_list("pk", "state")[:SWEEP_SIZE]
    sent = 0
    for pk, state in found:
        task = tasks.read_import if state == ImportState.UPLOADED else tasks.apply_import
        if not queue.send(task, pk):
            break
        sent += 1
    return sent


def tidy_imports() -> int:
    """Close what nobody confirmed within a week, and drop personal data that no undoing needs; how many closed."""
    now = timezone.now()
    forgotten = Import.objects.filter(state__in=WAITING_IMPORTS, moved_at__lt=now - KEEP_WAITING)
    closed = sum(_expire(batch) for batch in forgotten.order_by("pk")[:SWEEP_SIZE])
    personal = [key for key, resource in registered().items() if resource.is_personal]
    settled = Import.objects.filter(
        resource__in=personal, state=ImportState.APPLIED, applied_at__lt=now - UNDO_WITHIN
    )
    ImportPage.objects.filter(batch__in=settled).delete()
    return closed


def _expire(batch: Import) -> bool:
    try:
        with transaction.atomic():
            perform(batch, "expire", actor=SYSTEM)
            batch.pages.all().delete()
    except Conflict:
        # Somebody came at the last moment.
        return False
    return True
