"""纸质件录入: which rounds an office keys in for, for whom and which towns, and what it has begun."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Organisation
from applications.enums import Party, State
from applications.models import Application, PaperFiling, Round
from applications.rules import receives_first
from core.enums import Level
from files.models import FileVersion
from towns.models import Town

# Older rounds are decided upon; a paper that turns up then is found through the round itself.
NEWEST = 20


def paper_rounds(actor: Actor, *, at: datetime) -> list[Round]:
    """Rounds that have begun and whose papers the acting office receives, the last to close first."""
    mine = Q(office=actor.organisation) | Q(level=Level.PROVINCE, steps__party=Party.CITY_OFFICE)
    rounds = (
        Round.objects.published()
        .filter(mine, opens_at__lte=at)
        .select_related("office")
        .prefetch_related("steps")
        .distinct()
        .order_by("-closes_at", "-pk")
    )
    return [each for each in rounds[:NEWEST] if receives_first(actor, each)]


def paper_drafts(actor: Actor) -> QuerySet[Application]:
    """What the acting office has registered and not finished yet, the oldest first."""
    rows = Application.objects.visible_to(actor).filter(
        holder=actor.organisation, state=State.DRAFT, came_on_paper=True
    )
    return rows.with_names().select_related("paper__keyed_by").order_by("pk")


def paper_applicants(actor: Actor, round_: Round) -> QuerySet[Organisation]:
    """Units that the round calls and that lie below the acting office."""
    if actor.organisation is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(
        round_places__round=round_, superiors__superior=actor.organisation.seat_of_power
    ).order_by("key")


def paper_towns(actor: Actor, round_: Round) -> list[tuple[Organisation, list[Town]]]:
    """By unit, the towns in the office's sight that may still be put forward in the round; two queries."""
    units = {unit.pk: unit for unit in paper_applicants(actor, round_)}
    taken = Application.objects.live().filter(level=round_.level).values("town_id")
    towns = (
        Town.objects.visible_to(actor)
        .filter(Q(owner__in=units) | Q(keeper__in=units))
        .exclude(pk__in=taken)
        .exclude(designations__level=round_.level, designations__state="active")
        .order_by("sort_key", "pk")
    )
    found: dict[int, list[Town]] = {}
    for town in towns:
        for number in dict.fromkeys((town.owner_id, town.keeper_id)):
            if number in units:
                found.setdefault(number, []).append(town)
    return [(unit, found[number]) for number, unit in units.items() if number in found]


def paper_of(application: Application) -> tuple[PaperFiling, list[FileVersion]] | None:
    """How it came in, with every version of its scan, the newest first; None for what was filed here."""
    if not application.came_on_paper:
        return None
    paper = PaperFiling.objects.select_related("office", "keyed_by").get(application=application)
    versions = FileVersion.objects.with_names().filter(stored_file=paper.scan_id)
    return paper, list(versions.order_by("-number"))
