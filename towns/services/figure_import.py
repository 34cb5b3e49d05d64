"""Many figures at once: reported together, on record as one act, and taken back as one while nobody relied on them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actors import Actor
from core import bulk
from core.errors import Conflict
from core.locks import locked
from records.services import record
from towns import figure_uses
from towns.models import Enterprise, Figure, Product, Town
from towns.rules import can_import_figures
from towns.services.figures import TAKEN

MOST_NAMED = 10
SUBJECTS = ("town", "enterprise", "product")
COLUMNS = (
    "id",
    *SUBJECTS,
    "indicator",
    "year",
    "part",
    "value",
    "unit",
    "scope",
    "source",
    "reporter",
    "reported_by",
    "reported_at",
    "reject_reason",
)


@dataclass(slots=True)
class Report:
    """One figure of a sheet: of which subject (kind and number), `base` in the base unit (元 for money)."""

    subject: str
    subject_id: int
    indicator_id: int
    year: int
    part: str
    base: Decimal
    unit: str
    scope: str
    source: str


@transaction.atomic
def report_figures(
    *, actor: Actor, town: Town, reports: Sequence[Report], facts: Mapping[str, Any]
) -> list[int]:
    """Add unconfirmed figures, all or none; their numbers. Conflict when one was reported meanwhile."""
    owner = locked(Town.objects.all(), town)
    can_import_figures(actor, owner).demand()
    _demand_subjects(owner, reports)
    numbers = bulk.draw_numbers(Figure, len(reports))
    try:
        with transaction.atomic():
            bulk.append(Figure, COLUMNS, _rows(actor, reports, numbers))
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    record(actor=actor, verb="town.import_figures", target=owner, details={"row": "数据", **facts})
    return numbers


@transaction.atomic
def undo_figures(*, actor: Actor, town: Town, made: Mapping[int, str], facts: Mapping[str, Any]) -> None:
    """Take figures back ({number: what people call it}); Conflict, naming those that somebody relies on by now."""
    owner = locked(Town.objects.all(), town)
    can_import_figures(actor, owner).demand()
    rows = Figure.objects.filter(pk__in=made)
    free = set(
        rows.awaiting_confirmation()
        .order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    used = (set(made) - free) | figure_uses.used(owner.pk, set(made))
    if used:
        raise Conflict("有几项数据已经确认、退回或写进申报，不能撤销。", detail=[_named(made, used)])
    rows.delete()
    record(actor=actor, verb="town.undo_import", target=owner, details={"row": "数据", **facts})


def _demand_subjects(town: Town, reports: Sequence[Report]) -> None:
    """Every enterprise and product is the town's own, still."""
    for model in (Enterprise, Product):
        kind = model._meta.model_name
        wanted = {each.subject_id for each in reports if each.subject == kind}
        if wanted:
            rows = model._default_manager.filter(town=town).order_by("pk")
            if wanted - set(rows.values_list("pk", flat=True)):
                raise Conflict("有几行写到的企业或产品刚刚被删除，没有写入，请重新核对。")
    if any(each.subject == "town" and each.subject_id != town.pk for each in reports):
        raise Conflict("有几行写的是另一个专业镇，没有写入，请重新核对。")


def _rows(actor: Actor, reports: Sequence[Report], numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    reporter = actor.organisation.pk if actor.organisation else None
    user = actor.user.pk if actor.user else None
    now = str(connection.ops.adapt_datetimefield_value(timezone.now()))
    for number, each in zip(numbers, reports, strict=True):
        subjects = [each.subject_id if each.subject == kind else None for kind in SUBJECTS]
        yield (
            number,
            *subjects,
            each.indicator_id,
            each.year,
            each.part,
            str(each.base),
            each.unit,
            each.scope,
            each.source,
            reporter,
            user,
            now,
            "",
        )


def _named(made: Mapping[int, str], used: Collection[int]) -> str:
    names = [made[pk] for pk in sorted(used)[:MOST_NAMED]]
    return "、".join(names) + (f"……共 {len(used)} 项" if len(used) > MOST_NAMED else "")
