"""A title as a document prints it, taken apart into the posts that it names: 省工信厅厅长 is 厅长 of 省工信厅.

Units are known by full name, short name and aliases inside one government, by nothing else; what is not known is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import OrganisationKind
from accounts.models import Organisation, OrganisationAlias
from leadership.selectors.words import wide

APART = re.compile(r"[、，；]")
# 兼 stands behind a post that is held beside the main one.
BESIDE = re.compile(r"（兼）$|^兼(?:任)?")
# The head of a government and whoever stands in for the head, named without the place in front: 省长, 副市长.
HEADS = re.compile(r"(?:常务)?副?(?:省长|市长|县长|区长|秘书长|主任)")
PARTY = re.compile(r"(?:省|市|县|区)委(?:副书记|常委)")


@dataclass(frozen=True, slots=True)
class NamedPost:
    """One post of a title; `organisation` is None where the unit is not known here."""

    organisation: Organisation | None
    name: str
    words: str
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The names by which documents of one government call units, longest first."""

    government: Organisation
    names: Sequence[tuple[str, Organisation]]

    def unit_of(self, text: str) -> tuple[Organisation, str] | None:
        """The unit at the beginning of a text and the rest, which is never empty; None when no unit is known there."""
        for name, organisation in self.names:
            if text.startswith(name) and len(text) > len(name):
                return organisation, text[len(name) :]
        if HEADS.fullmatch(text):
            return self.government, text
        return None

    def exactly(self, text: str) -> Organisation | None:
        """The unit of that name."""
        return next((organisation for name, organisation in self.names if name == text), None)

    def posts_of(self, title: str) -> list[NamedPost]:
        """Every post of the title in its order; a post without a unit belongs to the unit before it."""
        found: list[NamedPost] = []
        for part in filter(None, (each.strip() for each in APART.split(wide(title)))):
            words, is_beside = BESIDE.sub("", part), bool(BESIDE.search(part))
            unit = self.unit_of(words)
            if unit is not None:
                found.append(NamedPost(unit[0], unit[1], part, is_beside))
            else:
                before = found[-1].organisation if found else None
                found.append(NamedPost(before, words, part, is_beside))
        return found


def unit_names(government: Organisation) -> UnitNames:
    """Read in two queries: the units of the government, the governments and zones directly below it, and aliases."""
    units = (
        Organisation.objects.active()
        .filter(Q(superior=government) | Q(pk=government.pk))
        .exclude(kind__in=[OrganisationKind.OFFICE, OrganisationKind.TOWNSHIP])
        .select_related("division")
        .order_by("key")
    )
    names: dict[str, Organisation] = {}
    for unit in units:
        for name in _names(unit, government):
            names.setdefault(name, unit)
    aliases = OrganisationAlias.objects.filter(government=government).select_related("organisation__division")
    for alias in aliases.order_by("pk"):
        names[wide(alias.name)] = alias.organisation
    return UnitNames(government, sorted(names.items(), key=lambda each: (-len(each[0]), each[0])))


def seat_among(posts: Sequence[NamedPost]) -> int:
    """Which post carries the seat unless somebody says otherwise: the first that is no seat in the party committee.

    T prints 市委副书记、市长 for the mayor; P prints 省委统战部副部长（兼） in front of a second post.
    """
    return next((place for place, post in enumerate(posts) if not PARTY.fullmatch(post.words)), 0)


def _names(unit: Organisation, government: Organisation) -> list[str]:
    names = [unit.name, unit.short_name]
    if unit.kind != OrganisationKind.GOVERNMENT or unit.division is None:
        return [wide(name) for name in names]
    place = unit.division.name
    if unit.pk == government.pk:
        # 省政府, 市政府: inside its own documents the government is called by its tier.
        return [*names, f"{place[-1]}政府", f"{place}政府", place]
    return [*names, f"{place}政府", place]
