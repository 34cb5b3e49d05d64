"""A confirmed annex is written: seats, posts and people that are missing; what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.actors import Actor
from accounts.models import Organisation, Person, Post, Tenure
from accounts.services import add_member_unit
from core.errors import Invalid
from core.locks import locked
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Seat
from leadership.rules import can_keep_roster
from leadership.selectors.words import day_words, post_words
from leadership.services.copying import full_name
from leadership.services.holders import NewPerson
from leadership.services.seats import post_of
from records.services import record

MOST = 150


@dataclass(frozen=True, slots=True)
class EntryPost:
    """A post of a line; `organisation` None is a unit of the government to be registered under `unit`."""

    organisation: Organisation | None
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One confirmed line: the first of `posts` carries the seat, the others are tenures of the same person."""

    line: int
    role: SeatRole
    title: str
    posts: Sequence[EntryPost]
    person: Person | NewPerson


@dataclass
class Entered:
    """What was written, in words for the act and as numbers for the person."""

    seats: int = 0
    tenures: int = 0
    changes: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not self.changes


@transaction.atomic
def enter_roster(
    *, actor: Actor, group: LeadingGroup, entries: Sequence[Entry], since: date, basis: str = ""
) -> Entered:
    """Write all lines or none. Invalid: `fields` maps the line to what is wrong with it."""
    row = locked(LeadingGroup.objects.select_related("organisation__division"), group)
    can_keep_roster(actor, row).demand()
    _demand_sane(row, entries, since)
    wrong = _twice(entries)
    writer = _Writer(actor, row, since, basis)
    for entry in entries:
        if entry.line not in wrong:
            try:
                writer.write(entry)
            except Invalid as error:
                wrong[entry.line] = error.message
    if wrong:
        lines = "".join(f"第 {line} 行：{words}" for line, words in sorted(wrong.items()))
        fields = {str(line): words for line, words in wrong.items()}
        raise Invalid(f"有 {len(wrong)} 行要改，都没有写入。{lines}", fields=fields)
    if not writer.done.is_nothing:
        details = {"changes": writer.done.changes, "day": since, "basis": basis}
        record(actor=actor, verb="group.enter_roster", target=row, details=details)
    return writer.done


def _demand_sane(group: LeadingGroup, entries: Sequence[Entry], since: date) -> None:
    if not entries:
        raise Invalid("没有要写入的行。")
    if len(entries) > MOST:
        raise Invalid(f"共 {len(entries)} 行，超过 {MOST} 行；请只留名单。")
    if since < group.founded_on:
        sentence = f"日期不能早于领导小组成立的日期 {group.founded_on:%Y-%m-%d}。"
        raise Invalid(sentence, fields={"since": sentence})


def _twice(entries: Sequence[Entry]) -> dict[int, str]:
    """A person in two lines of one roster is a slip."""
    wrong: dict[int, str] = {}
    seen: dict[object, int] = {}
    for entry in entries:
        who = entry.person.pk if isinstance(entry.person, Person) else entry.person.name
        if (first := seen.setdefault(who, entry.line)) != entry.line:
            wrong[entry.line] = f"和第 {first} 行是同一个人，请核对；确是同名的两人，请把其中一行另行登记。"
    return wrong


class _Writer:
    """The rows of one annex, line by line, inside one transaction."""

    def __init__(self, actor: Actor, group: LeadingGroup, since: date, basis: str) -> None:
        self.actor, self.group, self.since, self.basis = actor, group, since, basis
        self.units: dict[str, Organisation] = {}
        self.done = Entered()
        last = Seat.objects.filter(group=group).aggregate(last=Max("position"))["last"]
        self.position: int = last or 0

    def write(self, entry: Entry) -> None:
        """Seat, person and tenures of one line; Invalid when the line does not fit what is there."""
        posts = [self._post(each) for each in entry.posts]
        self._seat(entry, posts[0])
        person = entry.person
        for post in posts:
            person = self._tenure(entry, post, person)

    def _post(self, named: EntryPost) -> Post:
        return post_of(named.organisation or self._unit(named.unit), named.name)

    def _unit(self, name: str) -> Organisation:
        if name not in self.units:
            self.units[name] = add_member_unit(
                actor=self.actor,
                government=self.group.organisation,
                name=full_name(self.group.organisation, name),
                short_name=name[:40],
            )
        return self.units[name]

    def _seat(self, entry: Entry, post: Post) -> None:
        seats = [
            each
            for each in Seat.objects.at(self.since).filter(group=self.group, post=post).order_by("pk")
            if not SeatRole(each.role).is_of_office
        ]
        if any(each.role == entry.role for each in seats):
            return
        if seats:
            raise Invalid(f"这个岗位已有席位：{seats[0].get_role_display()}，请先撤销再登记。")
        self.position += 1
        Seat.objects.create(
            group=self.group,
            role=entry.role,
            post=post,
            title=entry.title,
            position=self.position,
            since=self.since,
            basis=self.basis,
        )
        self.done.seats += 1
        self.done.changes.append({"field": entry.role.label, "old": "", "new": entry.title})

    def _tenure(self, entry: Entry, post: Post, person: Person | NewPerson) -> Person | NewPerson:
        """Whoever holds the post under that name is the same person; returns the person for the next post."""
        tenures: list[Tenure] = list(
            post.tenures.filter(is_deputy=False).select_related("person").order_by("since")
        )
        held = next((each for each in tenures if each.holds_on(self.since)), None)
        if held is not None and _is_same(held.person, person):
            same: Person = held.person
            return same
        later = next((each for each in tenures if each.since >= self.since), None)
        if later is not None:
            raise Invalid(
                f"任期重叠：{later.person}自 {later.since:%Y-%m-%d} 起已登记任{post_words(post)}，请核对日期。"
            )
        if held is not None:
            held.until = self.since
            held.save(update_fields=["until"])
        somebody = person if isinstance(person, Person) else self._person(entry, person)
        Tenure.objects.create(post=post, person=somebody, since=self.since, basis=self.basis)
        self.done.tenures += 1
        self.done.changes.append(
            {"field": post_words(post), "old": held.person.name if held else "", "new": somebody.name}
        )
        return somebody

    def _person(self, entry: Entry, person: NewPerson) -> Person:
        if not person.is_another and Person.objects.filter(name=person.name).exists():
            raise Invalid(f"已有同名的“{person.name}”，请选定是其中哪一位，或选“同名的另一人”。")
        day = day_words(self.since, with_year=True).replace(" ", "")
        return Person.objects.create(name=person.name, note=f"{day}任{entry.title}"[:120])


def _is_same(held: Person, person: Person | NewPerson) -> bool:
    """The same name in the same post on the same day, unless somebody says that it is another."""
    if isinstance(person, Person):
        return held.pk == person.pk
    return held.name == person.name and not person.is_another
