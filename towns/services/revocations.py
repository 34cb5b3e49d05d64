"""A recognition ends: the office proposes with its reason, the authority confirms under its own document."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record
from records.workflow import perform
from towns.enums import RevocationState
from towns.models import Designation, Revocation
from towns.rules import can_cancel_revocation, can_confirm_revocation, can_propose_revocation

ROWS = "town__owner", "authority"


@transaction.atomic
def propose_revocation(*, actor: Actor, designation: Designation, reason: str) -> Revocation:
    """提请撤销: on record with its reason, and shown to nobody but the office and the authority.

    Conflict when the recognition is revoked already, or when a proposal waits for the authority.
    """
    row = locked(Designation.objects.select_related(*ROWS), designation)
    can_propose_revocation(actor, row).demand()
    assert actor.user is not None and actor.organisation is not None
    if not reason.strip():
        raise Invalid("请写明撤销理由。", fields={"reason": "请写明撤销理由。"})
    _demand_room(row)
    revocation = Revocation.objects.create(
        designation=row, reason=reason.strip(), office=actor.organisation, proposed_by=actor.user
    )
    record(
        actor=actor,
        verb="revocation.propose",
        target=revocation,
        to_state=RevocationState.PROPOSED,
        comment=revocation.reason,
    )
    return revocation


@transaction.atomic
def confirm_revocation(
    *,
    actor: Actor,
    revocation: Revocation,
    document_number: str,
    decided_on: date,
    version: int | None = None,
) -> Revocation:
    """确认撤销: the recognition ends on that day, and everybody reads so. Invalid for a day that cannot be."""
    designation, row = _hold(revocation)
    if row.is_open:
        can_confirm_revocation(actor, row).demand()
        _demand_possible_day(designation, decided_on)
        row.document_number, row.decided_on, row.settled_by = document_number, decided_on, actor.user
        row.save(update_fields=["document_number", "decided_on", "settled_by"])
    details = {"number": document_number, "revoked_on": decided_on}
    row = perform(row, "confirm", actor=actor, version=version, details=details)
    designation.revoked_on = decided_on
    designation.save(update_fields=["revoked_on"])
    perform(designation, "revoke", actor=actor, comment=row.reason, details=details)
    return row


@transaction.atomic
def cancel_revocation(*, actor: Actor, revocation: Revocation, version: int | None = None) -> Revocation:
    """撤回提请: while the authority has not confirmed it; the recognition stays in force."""
    _, row = _hold(revocation)
    if row.is_open:
        can_cancel_revocation(actor, row).demand()
        row.settled_by = actor.user
        row.save(update_fields=["settled_by"])
    return perform(row, "cancel", actor=actor, version=version)


def _hold(revocation: Revocation) -> tuple[Designation, Revocation]:
    """The recognition and then its revocation, both locked: always in this order."""
    designation = locked(Designation.objects.select_related(*ROWS), revocation.designation)
    row = locked(Revocation.objects.select_related("designation__authority", "proposed_by"), revocation)
    return designation, row


def _demand_room(designation: Designation) -> None:
    """Asked once the recognition is locked: a proposal that was made while we waited is seen now, not before."""
    if not designation.is_in_force:
        raise Conflict(f"{designation}已撤销，不用再提请。")
    waiting = designation.revocations.proposed().select_related("proposed_by", "office").first()
    if waiting is not None:
        raise Conflict(
            f"{designation}已提请撤销，正在等候确认。",
            detail=[f"由{waiting.proposed_by}（{waiting.office}）提请。"],
        )


def _demand_possible_day(designation: Designation, day: date) -> None:
    message = ""
    if day > timezone.localdate():
        message = "撤销日期不能晚于今天。"
    elif designation.decided_on and day < designation.decided_on:
        message = "撤销日期不能早于认定日期。"
    if message:
        raise Invalid(message, fields={"decided_on": message})
