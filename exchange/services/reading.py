"""The worker reads a file: what is wrong with it, or what it would do. Nothing of it is written here."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM, Actor, actor_for
from core import bulk
from core.errors import Conflict, DomainError, NotAllowed
from core.resources import Column, Plan, SheetResource, find
from exchange.enums import ImportState, PageKind
from exchange.lines import MOST_PROBLEMS, as_text, digest_of, pack, pack_problem, paged
from exchange.models import Import, ImportPage
from exchange.services.imports import claim
from exchange.sheets.headers import Sheet, lay_out
from exchange.sheets.reading import read
from files.rules import can_submit_version
from files.storage import opened
from records.workflow import perform

LOST_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 3
GIVEN_UP = "这个文件多次核对没有完成，请拆成几个文件再试，或联系系统管理员。"
NOT_THERE = "导入的归属已经看不到，请回到列表重新上传。"
COLUMNS = ("batch", "kind", "number", "lines")


def read_import(*, batch_id: int) -> Import | None:
    """Read one file; done already or in other hands: nothing happens. Safe to run twice, and after a kill."""
    batch = claim(batch_id, ImportState.UPLOADED, LOST_AFTER)
    if batch is None:
        return None
    if batch.attempts > MAX_ATTEMPTS:
        return fail(batch, GIVEN_UP)
    try:
        resource, actor, place = party(batch, batch.user)
        can_submit_version(batch.file).demand()
        with bulk.uncollected():
            sheet, columns = _sheet(batch, resource, place)
            plan = resource.plan(sheet.cells, actor, place, step=lambda done: _tell(batch, done))
    except DomainError as error:
        return fail(batch, error.message)
    return _settle(batch, sheet, columns, plan)


def party(batch: Import, user: Any) -> tuple[SheetResource, Actor, Any]:
    """The resource, the person as they stand today, and the place; NotAllowed when a role is gone meanwhile."""
    resource = find(batch.resource)
    if not user.is_active:
        raise NotAllowed("导入人的账户已停用，这次导入不再办理。")
    actor = actor_for(user, organisation_id=batch.organisation_id)
    if not actor.acts_for(batch.organisation):
        raise NotAllowed("导入人已不在上传的单位任职，这次导入不再办理。")
    try:
        place = resource.place(actor, batch.place)
    except LookupError as error:
        raise NotAllowed(NOT_THERE) from error
    resource.permit(actor, place).demand()
    return resource, actor, place


def fail(batch: Import, sentence: str) -> Import | None:
    """End it with one sentence; whatever was going to be written is not."""
    with transaction.atomic():
        Import.objects.filter(pk=batch.pk).update(notes=[sentence])
        try:
            return perform(batch, "fail", actor=SYSTEM, details={"why": sentence})
        except Conflict:
            # Somebody else was faster.
            return None


def _sheet(batch: Import, resource: SheetResource, place: Any) -> tuple[Sheet, list[Column]]:
    columns = resource.columns(place)
    with opened(batch.file.blob) as file:
        grid = read(file, batch.file.blob.kind)
    _tell(batch, 30)
    return lay_out(grid, resource, columns), columns


def _tell(batch: Import, progress: int) -> None:
    """How far it is, for the page, and that somebody is on it, for the sweeper."""
    rows = Import.objects.filter(pk=batch.pk, state=ImportState.UPLOADED)
    rows.update(progress=progress, touched_at=timezone.now())


def _settle(batch: Import, sheet: Sheet, columns: Sequence[Column], plan: Plan) -> Import | None:
    """Write what was found and move on, together; whoever comes second writes nothing."""
    with bulk.uncollected():
        pages = _pages(batch, sheet, columns, plan)
    with transaction.atomic():
        held = Import.objects.select_for_update(of=("self",)).filter(pk=batch.pk).order_by("pk")
        if held.filter(state=ImportState.UPLOADED, attempts=batch.attempts).first() is None:
            return None
        ImportPage.objects.filter(batch=batch).delete()
        bulk.append(ImportPage, COLUMNS, pages)
        changed = (PageKind.NEW.value, PageKind.CHANGED.value)
        held.update(
            progress=100,
            notes=sheet.notes,
            counts=_counts(sheet, plan),
            digest=digest_of(page[3] for page in pages if page[1] in changed),
        )
        return perform(batch, "refuse" if plan.errors else "accept", actor=SYSTEM)


def _pages(
    batch: Import, sheet: Sheet, columns: Sequence[Column], plan: Plan
) -> list[tuple[int, str, int, str]]:
    return [
        (batch.pk, kind.value, number, as_text(lines))
        for kind, packed in _by_kind(sheet, columns, plan)
        for number, lines in paged(packed)
    ]


def _by_kind(
    sheet: Sheet, columns: Sequence[Column], plan: Plan
) -> Iterator[tuple[PageKind, list[list[Any]]]]:
    """The packed lines of every kind; with an error anywhere there is nothing to preview."""
    titles = {column.attribute: column.title for column in columns}
    letters = sheet.cells.letters
    for kind, problems in ((PageKind.ERROR, plan.errors), (PageKind.WARNING, plan.warnings)):
        yield kind, [pack_problem(each, letters, titles) for each in problems[:MOST_PROBLEMS]]
    if not plan.errors:
        yield PageKind.NEW, [pack(each) for each in plan.new]
        yield PageKind.CHANGED, [pack(each) for each in plan.changed]
        yield PageKind.SAME, [pack(each) for each in plan.same]


def _counts(sheet: Sheet, plan: Plan) -> dict[str, int]:
    return {
        "rows": len(sheet.cells.numbers),
        PageKind.ERROR.value: len(plan.errors),
        PageKind.WARNING.value: len(plan.warnings),
        PageKind.NEW.value: len(plan.new),
        PageKind.CHANGED.value: len(plan.changed),
        PageKind.SAME.value: len(plan.same),
    }
