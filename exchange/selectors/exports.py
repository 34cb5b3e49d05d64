"""Exports as their owner reads them, and the list behind one as it may be read now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from accounts.actors import Actor, actor_for
from core import lists
from core.canonical import canonical_json, digest
from core.errors import NotAllowed
from core.lists import Opened
from exchange.enums import SheetFormat
from exchange.models import Export
from exchange.models.exports import role_key

# Which page of the list one was on, and in which form one wants it, is no filter.
NO_FILTER = ("after", "before", "format", "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list, where, narrowed how, in which form; `page` is where it stands on screen."""

    listing: str
    query: str
    page: str
    place: dict[str, Any] = field(default_factory=dict)
    file_format: SheetFormat = SheetFormat.XLSX

    @classmethod
    def of(cls, listing: str, place: dict[str, Any], path: str, query: QueryDict) -> Asked:
        """As an address has it; a form of file that we do not have is Excel's."""
        narrowing = query.copy()
        for name in NO_FILTER:
            narrowing.pop(name, None)
        wanted = query.get("format", "")
        chosen = SheetFormat(wanted) if wanted in SheetFormat.values else SheetFormat.XLSX
        return cls(listing, narrowing.urlencode(), path.removesuffix("export/"), place, chosen)

    @property
    def address(self) -> str:
        """Where the list stands on screen."""
        return f"{self.page}?{self.query}" if self.query else self.page

    def open(self, actor: Actor) -> Opened:
        """The list as this person may read it now; raises what its page raises."""
        return lists.find(self.listing).open(actor, QueryDict(self.query), self.place)

    def fingerprint(self, actor: Actor) -> str:
        """The same for the same thing asked by the same unit in the same roles."""
        unit = actor.organisation.pk if actor.organisation else None
        parts = [self.listing, self.query, self.place, self.file_format.value, unit, role_key(actor.roles)]
        return digest(canonical_json(parts))


def asked_by(export: Export) -> Asked:
    """What an export was asked for."""
    return Asked(export.listing, export.query, export.page, export.place, SheetFormat(export.file_format))


def opened_for(actor: Actor, export: Export) -> Opened | None:
    """The list behind it as the actor may read it now; None when it is out of reach, or left the portal."""
    try:
        return asked_by(export).open(actor)
    except (NotAllowed, Http404, KeyError):
        return None


def owner_of(export: Export) -> Actor | None:
    """Whoever asked, as they stand today; None when account, unit or one of the roles of then is gone."""
    if not export.user.is_active:
        return None
    actor = actor_for(export.user, organisation_id=export.organisation_id)
    return actor if Export.objects.visible_to(actor).filter(pk=export.pk).exists() else None


def exports_for_list(actor: Actor) -> QuerySet[Export]:
    """One's own, to be read newest first."""
    rows: QuerySet[Export] = Export.objects.visible_to(actor)
    return rows
