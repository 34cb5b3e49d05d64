"""Where every town stands: derived rows, computed in chunks and written whole; safe to run twice or at once."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from criteria.errors import FactsError
from criteria.findings import Eligibility, Finding, Verdict, digest, eligibility
from standards.models import StandardVersion, Standing
from standards.selectors import compiled
from standards.selectors.board import (
    data_years,
    facts_under,
    stale_towns,
    versions_in_force,
    versions_of_owners,
)
from standards.selectors.registry_facts import registry_facts
from towns.models import Town

logger = logging.getLogger(__name__)

CHUNK_SIZE = 500
# An act carries the moment at which it was written; its transaction commits well within this time.
COMMITTED_WITHIN = timedelta(minutes=1)
KEY = ("town", "standard_version")
CONTENT = ("year", "eligible", "lacking", "counts", "gaps", "digest", "seen_until", "computed_at")

FactsOfTown = Mapping[str, Any]


def refresh_standings() -> int:
    """Compute what is new, was changed in the registry, or is of another day; the number of towns."""
    return _compute(stale_towns(at=timezone.now()).order_by("pk").values_list("pk", flat=True))


def recompute_standings() -> int:
    """Compute every town, for changes that left no act behind; the number of towns."""
    return _compute(Town.objects.order_by("pk").values_list("pk", flat=True))


def _compute(town_ids: Iterable[int]) -> int:
    ids = list(town_ids)
    for start in range(0, len(ids), CHUNK_SIZE):
        _compute_chunk(ids[start : start + CHUNK_SIZE])
    return len(ids)


def _compute_chunk(town_ids: Sequence[int]) -> None:
    """The same number of queries whatever the number of towns; the facts are read before anything is locked."""
    now = timezone.now()
    found = list(_standings(town_ids, now))
    with transaction.atomic():
        _remove_others(town_ids, {(each.town_id, each.standard_version_id) for each in found})
        Standing.objects.bulk_create(
            found, update_conflicts=True, unique_fields=KEY, update_fields=CONTENT, batch_size=CHUNK_SIZE
        )


def _standings(town_ids: Sequence[int], now: datetime) -> Iterator[Standing]:
    """In the order of town and version, so that two hands that write the same rows never wait in a ring."""
    versions = versions_of_owners(versions_in_force(on=timezone.localdate(now)))
    owners = dict(Town.objects.filter(pk__in=town_ids).order_by("pk").values_list("pk", "owner"))
    facts = _facts(town_ids, now)
    for town, owner in sorted(owners.items()):
        for version in versions.get(owner, ()):
            yield _standing(town, version, facts[town], now)


def _facts(town_ids: Sequence[int], now: datetime) -> dict[int, FactsOfTown]:
    """Each town's facts of the year that it has figures of; at most as many rounds as years are looked at."""
    by_year: dict[int, list[int]] = {}
    for town, year in data_years(town_ids, on=timezone.localdate(now)).items():
        by_year.setdefault(year, []).append(town)
    return {
        town: facts for year, towns in by_year.items() for town, facts in registry_facts(towns, year).items()
    }


def _standing(town: int, version: StandardVersion, data: FactsOfTown, now: datetime) -> Standing:
    findings, trouble = _findings(town, version, data)
    counts = Counter(each.verdict for each in findings)
    gaps = trouble or _gaps(version, findings)
    return Standing(
        town_id=town,
        standard_version=version,
        year=data["year"],
        eligible=Eligibility.INCOMPLETE if trouble else eligibility(findings),
        lacking=len(gaps),
        counts={key.value: counts[key] for key in Verdict if counts[key] and key != Verdict.NONE},
        gaps=gaps,
        digest=digest(findings),
        seen_until=now - COMMITTED_WITHIN,
        computed_at=now,
    )


def _findings(town: int, version: StandardVersion, data: FactsOfTown) -> tuple[list[Finding], list[str]]:
    """The findings, or the sentence that says what cannot be read: one town's trouble is not the others'."""
    try:
        return compiled(version).check(facts_under(version, data)), []
    except FactsError as error:
        logger.exception("facts of a town cannot be read", extra={"town": town})
        return [], [error.message]


def _gaps(version: StandardVersion, findings: Sequence[Finding]) -> list[str]:
    """The short words of what lacks or is not known, in the order of the document."""
    titles = {each.number: each.title for each in compiled(version).spec.criteria}
    return [
        each.gap or f"{titles[each.criterion]}：{each.verdict.words}"
        for each in findings
        if each.gap or each.verdict in (Verdict.UNMET, Verdict.MISSING)
    ]


def _remove_others(town_ids: Sequence[int], wanted: Collection[tuple[int, int]]) -> None:
    """Rows of versions that are no longer in force, or of an issuer that the town left."""
    held = (
        Standing.objects.filter(town__in=town_ids)
        .order_by("pk")
        .values_list("pk", "town", "standard_version")
    )
    surplus = [pk for pk, town, version in held if (town, version) not in wanted]
    if surplus:
        Standing.objects.filter(pk__in=surplus).delete()
