"""Whom to call in a unit: appointed, replaced, and looked up in full only on record."""

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from core.templatetags.formats import mask_phone
from leadership.models import Liaison
from leadership.rules import can_keep_liaison, can_reveal_liaison
from records.services import record


@transaction.atomic
def set_liaison(*, actor: Actor, organisation: Organisation, name: str, telephone: str) -> Liaison:
    """From today on this person; what was registered today is corrected, what is older ends and stays readable."""
    list(Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk).order_by("pk"))
    can_keep_liaison(actor, organisation).demand()
    today = timezone.localdate()
    before: Liaison | None = (
        Liaison.objects.filter(organisation=organisation, until=None).order_by("since").first()
    )
    old = _words(before)
    if before is not None and before.since == today:
        liaison: Liaison = before
    else:
        if before is not None:
            before.until = today
            before.save(update_fields=["until"])
        liaison = Liaison(organisation=organisation, since=today)
    liaison.name, liaison.telephone = name, telephone
    liaison.save()
    change = {"field": "联络员", "old": old, "new": _words(liaison)}
    if change["old"] != change["new"]:
        record(actor=actor, verb="liaison.set", target=organisation, details={"changes": [change]})
    return liaison


def reveal_liaison(*, actor: Actor, liaison: Liaison) -> str:
    """The full number, and an act that says who asked to see it."""
    can_reveal_liaison(actor, liaison.organisation).demand()
    record(actor=actor, verb="liaison.reveal_telephone", target=liaison)
    return liaison.telephone


def _words(liaison: Liaison | None) -> str:
    """The act log is kept for good: the number stays masked there."""
    return f"{liaison.name} {mask_phone(liaison.telephone)}" if liaison else ""
