"""Where every town stands: which standards apply to whom, on whose facts, and what is out of date."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import Jurisdiction, Organisation
from core.enums import Level
from criteria.facts import Facts
from records.models import Act
from standards.enums import VersionState
from standards.models import StandardVersion, Standing
from towns.models import Figure, Town

# A town is held against the newest full year whose output it has, as far back as an application looks.
YEARS_LOOKED_AT = 3
MAIN_FIGURE = "output_value"
# From the province down, as people name the three levels.
_ORDER = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2}


def versions_in_force(*, on: date) -> list[StandardVersion]:
    """The newest published version of each standard that holds on that day, the province's first; one query."""
    begun = Q(effective_from__isnull=True) | Q(effective_from__lte=on)
    rows = (
        StandardVersion.objects.filter(begun, state=VersionState.PUBLISHED)
        .select_related("standard__issuer")
        .order_by("standard__code", "number")
    )
    newest = {version.standard_id: version for version in rows}
    return sorted(newest.values(), key=lambda version: _ORDER[Level(version.standard.level)])


def versions_in_sight(organisation: Organisation | None, *, on: date) -> list[StandardVersion]:
    """Versions in force that apply somewhere in the organisation's territory, or above it; two queries."""
    if organisation is None:
        return []
    seat = organisation.seat_of_power
    pairs = Jurisdiction.objects.filter(Q(superior=seat) | Q(subordinate=seat)).order_by("pk")
    related = {pk for pair in pairs.values_list("superior", "subordinate") for pk in pair}
    return [version for version in versions_in_force(on=on) if version.standard.issuer_id in related]


def versions_of_owners(versions: Iterable[StandardVersion]) -> dict[int, list[StandardVersion]]:
    """{owner of towns: the versions of the issuers above it, itself included}; one query."""
    by_issuer: dict[int, list[StandardVersion]] = {}
    for version in versions:
        by_issuer.setdefault(version.standard.issuer_id, []).append(version)
    found: dict[int, list[StandardVersion]] = {}
    pairs = Jurisdiction.objects.filter(superior__in=by_issuer, subordinate__in=Town.objects.values("owner"))
    for pair in pairs.order_by("pk"):
        found.setdefault(pair.subordinate_id, []).extend(by_issuer[pair.superior_id])
    return found


def version_for(town: Town, code: str, *, on: date) -> StandardVersion | None:
    """The version in force of that standard where it applies to the town; two queries."""
    above = set(town.owner.superiors.order_by("pk").values_list("superior", flat=True))
    found = [each for each in versions_in_force(on=on) if each.standard.code == code]
    return next((version for version in found if version.standard.issuer_id in above), None)


def data_years(town_ids: Sequence[int], *, on: date) -> dict[int, int]:
    """{town: the newest of the last full years whose output is registered, else the last full year}; one query."""
    newest = on.year - 1
    years = [newest - back for back in range(YEARS_LOOKED_AT)]
    rows = (
        Figure.objects.whole_years()
        .standing()
        .filter(town__in=town_ids, indicator__key=MAIN_FIGURE, year__in=years)
        .order_by("year", "pk")
        .values_list("town", "year")
    )
    return {**dict.fromkeys(town_ids, newest), **dict(rows)}


def facts_under(version: StandardVersion, data: Mapping[str, Any]) -> Facts:
    """Registry facts as this standard reads them: a category that it has no place for is not known to it."""
    return Facts.from_dict({**data, "category": version.category_of(data.get("category"))})


def stale_towns(*, at: datetime) -> QuerySet[Town]:
    """Towns without a row for a version that applies, with one that no longer does, or with rows out of date.

    A row holds for the day on which it was computed, unless something was done to the town since.
    """
    today = timezone.localtime(at)
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    in_force = [version.pk for version in versions_in_force(on=today.date())]
    done_since = Act.objects.filter(
        target_type=Town._meta.label_lower,
        target_id=Cast(OuterRef("town_id"), CharField(max_length=40)),
        at__gt=OuterRef("seen_until"),
    )
    rows = Standing.objects.filter(town=OuterRef("pk"))
    outdated = rows.filter(
        Q(computed_at__lt=midnight) | ~Q(standard_version__in=in_force) | Exists(done_since)
    )
    covered = Standing.objects.filter(town=OuterRef(OuterRef("pk")), standard_version=OuterRef("pk"))
    applies = StandardVersion.objects.filter(
        pk__in=in_force, standard__issuer__reach__subordinate=OuterRef("owner")
    )
    return Town.objects.filter(Exists(outdated) | Exists(applies.filter(~Exists(covered))))
