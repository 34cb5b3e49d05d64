"""The worker writes a confirmed import: one transaction, all of it or nothing, at most once."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM
from core import bulk
from core.errors import Conflict, DomainError
from exchange.enums import ImportState, PageKind
from exchange.lines import as_text, digest_of, runs, unpack
from exchange.models import Import
from exchange.selectors.words import count_words
from exchange.services.imports import claim, overtaken
from exchange.services.reading import LOST_AFTER, MAX_ATTEMPTS, fail, party
from records.workflow import perform

TAMPERED = "预览内容与核对时不一致，没有写入，请重新上传。"
CLASH = "写入时与刚刚登记的内容相同，没有写入，请重新核对。"
GIVEN_UP = "多次写入没有完成，什么也没有写入，请联系系统管理员。"


def apply_import(*, batch_id: int) -> Import | None:
    """Write one import; written already or in other hands: nothing happens. Safe to run twice, and after a kill."""
    batch = claim(batch_id, ImportState.CONFIRMED, LOST_AFTER)
    if batch is None:
        return None
    if batch.attempts > MAX_ATTEMPTS:
        return fail(batch, GIVEN_UP)
    try:
        with bulk.uncollected():
            return _write(batch)
    except Conflict as error:
        return _overtake(batch, [error.message, *error.detail])
    except IntegrityError:
        return _overtake(batch, [CLASH])
    except DomainError as error:
        return fail(batch, error.message)


@transaction.atomic
def _write(batch: Import) -> Import | None:
    held = Import.objects.select_for_update(of=("self",)).filter(pk=batch.pk)
    if held.filter(state=ImportState.CONFIRMED).order_by("pk").first() is None:
        return None
    resource, actor, place = party(batch, batch.confirmed_by)
    pages = list(batch.pages.filter(kind__in=[PageKind.NEW, PageKind.CHANGED, PageKind.SAME]).order_by("pk"))
    to_write = [page for page in pages if page.kind != PageKind.SAME]
    if digest_of(as_text(page.lines) for page in to_write) != batch.digest:
        raise DomainError(TAMPERED)
    lines = [unpack(packed) for page in to_write for packed in page.lines]
    stale = resource.overtaken(actor, place, lines)
    if stale:
        raise overtaken(stale)
    facts = {"import": batch.pk, "counts": count_words(batch.counts), "digest": batch.digest}
    made = resource.write(actor, place, lines, facts) if lines else []
    # Beside their lines, for the undoing.
    Import.objects.filter(pk=batch.pk).update(made=runs(made))
    return perform(batch, "apply", actor=actor, details=facts)


def _overtake(batch: Import, notes: Sequence[Any]) -> Import | None:
    with transaction.atomic():
        Import.objects.filter(pk=batch.pk).update(notes=list(notes))
        try:
            return perform(batch, "overtake", actor=SYSTEM, details={"why": notes[0]})
        except Conflict:
            return None
