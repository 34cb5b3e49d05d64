"""Reference places and organisations: the divisions of 山西, and every unit that acts in recognition."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Division, Organisation, OrganisationAlias
from accounts.services import rebuild_jurisdiction
from core.bulk import Brought, bring
from core.pinyin import sort_key

PROVINCE = "140000"
# From the top down: a row's superior is there before the row.
LEVELS = (DivisionLevel.PROVINCE, DivisionLevel.CITY, DivisionLevel.COUNTY, DivisionLevel.TOWNSHIP)
# A district's own name says too little: 城区 there is twice.
DISTRICT = "区"


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as the reference data give it; `superior` is its key."""

    key: str
    kind: OrganisationKind
    name: str
    short_name: str
    division: str | None = None
    superior: str | None = None
    host: str = ""


def load_divisions(path: Path) -> Brought:
    """All divisions of the table, the higher levels first; names and parents follow the table."""
    rows = _rows(path)
    names = _full_names(rows)
    ids: dict[str, int] = {}
    brought = Brought()
    for level in LEVELS:
        wanted = [
            {
                "code": row["code"],
                "name": row["name"],
                "full_name": names[row["code"]],
                "level": row["level"],
                "parent_id": ids[row["parent"]] if row["parent"] else None,
                "sort_key": sort_key(row["name"]),
            }
            for row in rows
            if row["level"] == level
        ]
        rows_there = Division.objects.filter(level=level)
        brought += bring(rows_there, "code", wanted)
        ids = dict(rows_there.order_by("pk").values_list("code", "pk"))
    return brought


def load_organisations(folder: Path) -> Brought:
    """Make the organisations that are missing; what an administrator has changed in others stays."""
    there = set(Organisation.objects.order_by("pk").values_list("key", flat=True))
    missing = [[unit for unit in layer if unit.key not in there] for layer in _layers(folder)]
    made = sum(_make(units) for units in missing if units)
    if made:
        _load_aliases(folder)
        rebuild_jurisdiction()
    return Brought(made=made)


def place_name(division: Division) -> str:
    """清徐县, but 太原市小店区: how the division stands in the name of its government."""
    is_district = division.level == DivisionLevel.COUNTY and division.name.endswith(DISTRICT)
    return division.full_name if is_district else division.name


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _full_names(rows: list[dict[str, str]]) -> dict[str, str]:
    """太原市清徐县清源镇: the province is left out, it is everybody's."""
    names: dict[str, str] = {}
    for row in sorted(rows, key=lambda each: LEVELS.index(DivisionLevel(each["level"]))):
        above = names.get(row["parent"], "") if row["parent"] != PROVINCE else ""
        names[row["code"]] = f"{above}{row['name']}"
    return names


def _layers(folder: Path) -> Iterator[list[Unit]]:
    """Units level by level, each after the units that it stands below."""
    hosts = {row["division"]: row["host"] for row in _rows(folder / "hosts.csv")}
    divisions = list(Division.objects.select_related("parent__parent").order_by("code"))
    for level in LEVELS[:-1]:
        places = [division for division in divisions if division.level == level]
        yield [_government(division) for division in places]
        yield [_office(division, hosts.get(division.code, "")) for division in places]
    yield [_named(row, OrganisationKind.ZONE) for row in _rows(folder / "zones.csv")]
    yield [_named(row, OrganisationKind.MEMBER_UNIT) for row in _rows(folder / "units.csv")]
    yield [_township(division) for division in divisions if division.level == DivisionLevel.TOWNSHIP]


def _government(division: Division) -> Unit:
    place = place_name(division)
    return Unit(
        key=f"gov-{division.code}",
        kind=OrganisationKind.GOVERNMENT,
        name=f"{place}人民政府",
        short_name=f"{place}政府",
        division=division.code,
        superior=f"gov-{division.parent.code}" if division.parent else None,
    )


def _office(division: Division, host: str) -> Unit:
    """Every level has one (P 四(一), T 三(一)); where it is housed is known of few."""
    place = place_name(division)
    return Unit(
        key=f"office-{division.code}",
        kind=OrganisationKind.OFFICE,
        name=f"{place}专业镇发展领导小组办公室",
        short_name=f"{place}专业镇办",
        division=division.code,
        superior=f"gov-{division.code}",
        host=host,
    )


def _township(division: Division) -> Unit:
    assert division.parent is not None
    body = "办事处" if division.name.endswith("街道") else "人民政府"
    return Unit(
        key=f"township-{division.code}",
        kind=OrganisationKind.TOWNSHIP,
        name=f"{place_name(division.parent)}{division.name}{body}",
        short_name=f"{division.name}{body.removeprefix('人民')}",
        division=division.code,
        superior=f"gov-{division.parent.code}",
    )


def _named(row: dict[str, str], kind: OrganisationKind) -> Unit:
    """A unit that the documents name; a zone has no division, a member unit its government's."""
    division = row["government"].removeprefix("gov-") if kind == OrganisationKind.MEMBER_UNIT else None
    return Unit(row["key"], kind, row["name"], row["short_name"], division, row["government"])


def _make(units: list[Unit]) -> int:
    """Units whose superiors are there already; how many were made."""
    ids = dict(Organisation.objects.order_by("pk").values_list("key", "pk"))
    places = dict(Division.objects.order_by("pk").values_list("code", "pk"))
    return len(
        Organisation.objects.bulk_create(Organisation(**_columns(unit, ids, places)) for unit in units)
    )


def _columns(unit: Unit, ids: dict[str, int], places: dict[str, int]) -> dict[str, Any]:
    return {
        "key": unit.key,
        "kind": unit.kind,
        "name": unit.name,
        "short_name": unit.short_name,
        "division_id": places[unit.division] if unit.division else None,
        "superior_id": ids[unit.superior] if unit.superior else None,
        "host": unit.host,
        "sort_key": sort_key(unit.name, length=240),
    }


def _load_aliases(folder: Path) -> None:
    """The names by which documents of one government call its units."""
    ids = dict(Organisation.objects.order_by("pk").values_list("key", "pk"))
    OrganisationAlias.objects.bulk_create(
        [
            OrganisationAlias(
                organisation_id=ids[row["key"]], government_id=ids[row["government"]], name=name
            )
            for row in _rows(folder / "units.csv")
            for name in dict.fromkeys([row["short_name"], *filter(None, row["aliases"].split("|"))])
        ],
        ignore_conflicts=True,
    )
