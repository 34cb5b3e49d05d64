"""Who is above whom, written out from each organisation's direct superior."""

from collections.abc import Collection, Iterator, Mapping

from django.db import transaction

from accounts.models import Jurisdiction, Organisation
from core.errors import Invalid

CIRCLE = "上级不能是本单位或它的下级。"
BATCH = 2000

Rows = dict[tuple[int, int], int]


@transaction.atomic
def rebuild_jurisdiction(*, subtree: Collection[int] | None = None) -> int:
    """Write the closure anew for all organisations, or for those of `subtree` (ids); returns how many rows changed.

    Only what differs is written: a second run over 1,600 organisations costs two queries. Invalid: a circle.
    """
    superiors = dict(Organisation.objects.order_by("pk").values_list("pk", "superior_id"))
    wanted: Rows = {}
    for pk in superiors if subtree is None else subtree:
        for distance, superior in enumerate(_chain(pk, superiors)):
            wanted[superior, pk] = distance
    held = Jurisdiction.objects.order_by("pk")
    if subtree is not None:
        held = held.filter(subordinate__in=list(subtree))
    return _write(
        wanted,
        {
            (up, down): (pk, distance)
            for pk, up, down, distance in held.values_list("pk", "superior_id", "subordinate_id", "distance")
        },
    )


def subtree_of(organisation: Organisation) -> list[int]:
    """The ids of the organisation and everything below it, as written."""
    rows = Jurisdiction.objects.filter(superior=organisation).order_by("distance", "subordinate_id")
    return list(rows.values_list("subordinate_id", flat=True))


def _chain(pk: int, superiors: Mapping[int, int | None]) -> Iterator[int]:
    """The organisation, its superior, the superior's superior …"""
    seen: set[int] = set()
    step: int | None = pk
    while step is not None:
        if step in seen:
            raise Invalid(CIRCLE, fields={"superior": CIRCLE})
        seen.add(step)
        yield step
        step = superiors[step]


def _write(wanted: Rows, held: Mapping[tuple[int, int], tuple[int, int]]) -> int:
    gone = [pk for pair, (pk, distance) in held.items() if wanted.get(pair) != distance]
    new = [
        Jurisdiction(superior_id=up, subordinate_id=down, distance=distance)
        for (up, down), distance in wanted.items()
        if (up, down) not in held or held[up, down][1] != distance
    ]
    for start in range(0, len(gone), BATCH):
        Jurisdiction.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    Jurisdiction.objects.bulk_create(new, batch_size=BATCH)
    return len(gone) + len(new)
