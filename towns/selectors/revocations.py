"""Revocations as the office and the authority read them."""

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from towns.models import Designation, Revocation, Town
from towns.models.revocations import RevocationQuerySet


def designations_in_sight(actor: Actor) -> QuerySet[Designation]:
    """The recognitions that the acting unit looks after, with what their page shows."""
    return Designation.objects.visible_to(actor).select_related("town__county", "town__owner", "authority")


def looked_after(actor: Actor, town: Town) -> set[int]:
    """The recognitions of a town whose own page this person may open."""
    return set(town.designations.visible_to(actor).order_by("pk").values_list("pk", flat=True))


def revocations_of(designation: Designation) -> RevocationQuerySet:
    """Everything that was proposed about a recognition, the latest first."""
    return _with_names(designation.revocations.order_by("-pk"))


def waiting_revocations(actor: Actor) -> RevocationQuerySet:
    """Proposals that wait for this registrar, the oldest first; what they proposed themselves waits for another."""
    unit, user = actor.organisation, actor.user
    if unit is None or user is None or not actor.is_registrar:
        return Revocation.objects.none()
    own = Q(proposed_by=user)
    if user.person_id is not None:
        own |= Q(proposed_by__person=user.person_id)
    rows = Revocation.objects.proposed().filter(designation__authority=unit).exclude(own)
    return _with_names(rows.order_by("proposed_at", "pk"))


def _with_names(rows: RevocationQuerySet) -> RevocationQuerySet:
    return rows.select_related(
        "designation__town__county", "designation__authority", "office", "proposed_by", "settled_by"
    )
