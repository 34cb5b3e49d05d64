"""Reference rosters: the leading groups of the province and of 太原, from the days on which their documents were signed.

Nobody has confirmed them since, and every page says so. Only groups that are missing are made: what an office has
changed stays.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accounts.models import Organisation, Person, Post, Tenure
from core.bulk import Brought
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Seat

Row = dict[str, str]

ROLES = {role.label: role for role in SeatRole}


@dataclass(frozen=True, slots=True)
class PostKey:
    """A post as the tables give it: key of the unit and name."""

    unit: str
    name: str


def load_rosters(folder: Path) -> Brought:
    """Make the groups that are missing, each with its seats and, from the signing date on, its people."""
    there = set(LeadingGroup.objects.order_by("pk").values_list("code", flat=True))
    missing = [row for row in _rows(folder / "groups.csv") if row["code"] not in there]
    for row in missing:
        _make(row, _rows(folder / f"{row['code']}.csv"))
    return Brought(made=len(missing))


def _make(row: Row, lines: list[Row]) -> None:
    units = _units([row["organisation"], row["office"], row["host"], *_keys(lines)])
    group = LeadingGroup.objects.create(
        code=row["code"],
        name=row["name"],
        organisation=units[row["organisation"]],
        office=units[row["office"]],
        host=units[row["host"]],
        document=row["document"],
        document_title=row["document_title"],
        founded_on=date.fromisoformat(row["founded_on"]),
    )
    posts = _posts(lines, units)
    Seat.objects.bulk_create(
        Seat(
            group=group,
            role=ROLES[line["role"]],
            post=posts[_seat_key(line)],
            title=line["title"],
            position=place,
            since=group.founded_on,
            basis=group.document,
        )
        for place, line in enumerate(lines, start=1)
    )
    _seat_people(group, lines, posts)


def _seat_people(group: LeadingGroup, lines: list[Row], posts: dict[PostKey, Post]) -> None:
    """Whoever holds the post already under that name is the same person: name and post together, never the name alone."""
    day = group.founded_on
    held = {
        each.post_id: each
        for each in Tenure.objects.at(day)
        .filter(post__in=posts.values(), is_deputy=False)
        .select_related("person")
        .order_by("pk")
    }
    named = [line for line in lines if line["name"]]
    known = [held.get(posts[_seat_key(line)].pk) for line in named]
    people = [
        tenure.person
        if tenure and tenure.person.name == line["name"]
        else Person(name=line["name"], note=f"{day.year}年{day.month}月任{line['title']}"[:120])
        for line, tenure in zip(named, known, strict=True)
    ]
    Person.objects.bulk_create([person for person in people if person.pk is None])
    Tenure.objects.bulk_create(
        Tenure(post=posts[key], person=person, since=day, basis=group.document)
        for line, person in zip(named, people, strict=True)
        for key in _all_keys(line)
        if posts[key].pk not in held
    )


def _posts(lines: list[Row], units: dict[str, Organisation]) -> dict[PostKey, Post]:
    """The posts of these lines; what is not there is made."""
    wanted = dict.fromkeys(key for line in lines for key in _all_keys(line))
    rows = Post.objects.filter(organisation__in=units.values(), portfolio="").select_related("organisation")
    found = {PostKey(post.organisation.key, post.name): post for post in rows.order_by("pk")}
    missing = [key for key in wanted if key not in found]
    made = Post.objects.bulk_create(Post(organisation=units[key.unit], name=key.name) for key in missing)
    return {key: found[key] for key in wanted if key in found} | dict(zip(missing, made, strict=True))


def _all_keys(line: Row) -> Iterator[PostKey]:
    """The post that carries the seat, then the others of the same person."""
    yield _seat_key(line)
    for other in filter(None, line["others"].split("|")):
        unit, _, name = other.partition(":")
        yield PostKey(unit, name)


def _seat_key(line: Row) -> PostKey:
    return PostKey(line["unit"], line["post"])


def _keys(lines: list[Row]) -> list[str]:
    return [key.unit for line in lines for key in _all_keys(line)]


def _units(keys: list[str]) -> dict[str, Organisation]:
    return {unit.key: unit for unit in Organisation.objects.filter(key__in=keys).order_by("key")}


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
