"""Which standards there are, and which version of each is in use."""

from collections.abc import Iterable

from django.db.models import QuerySet

from core.enums import Level
from standards.enums import VersionState
from standards.models import Standard, StandardVersion

# From the province down, as people name the three levels.
_ORDER = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2}


def standards_with_versions() -> QuerySet[Standard]:
    """Every standard with its issuer and all its versions; two queries however many there are."""
    return Standard.objects.select_related("issuer").prefetch_related("versions")


def version_in_use(standard: Standard) -> StandardVersion | None:
    """The newest published version, else the newest draft; None where all are retired."""
    newest_first = sorted(standard.versions.all(), key=lambda version: version.number, reverse=True)
    for state in (VersionState.PUBLISHED, VersionState.DRAFT):
        for version in newest_first:
            if version.state == state:
                return version
    return None


def versions_in_use() -> list[StandardVersion]:
    """One version of each standard that has one in use, the province's first."""
    standards = sorted(standards_with_versions().order_by("code"), key=lambda row: _ORDER[Level(row.level)])
    return [version for standard in standards if (version := version_in_use(standard)) is not None]


def one_of_each_level(versions: Iterable[StandardVersion]) -> list[StandardVersion]:
    """The first version of every level, in the given order."""
    found: dict[str, StandardVersion] = {}
    for version in versions:
        found.setdefault(version.standard.level, version)
    return list(found.values())
