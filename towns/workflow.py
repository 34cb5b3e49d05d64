"""The machines of recognitions and their revocations: which state may follow which."""

from django.db import models
from django.utils import timezone
from django_fsm import FSMField, transition

from core.models import Tracked
from towns.enums import DesignationState, RevocationState


class DesignationWorkflow(Tracked):
    """A recognition is in force until it is revoked; a revoked one stays so, and a new one may be given."""

    state = FSMField(
        "状态",
        max_length=10,
        choices=DesignationState.choices,
        default=DesignationState.ACTIVE,
        protected=True,
    )

    class Meta:
        abstract = True

    @transition(field=state, source=DesignationState.ACTIVE, target=DesignationState.REVOKED)
    def revoke(self) -> None:
        """撤销, as the outcome of a confirmed revocation."""


class RevocationWorkflow(Tracked):
    """A revocation is proposed by one and confirmed by another."""

    state = FSMField(
        "状态",
        max_length=10,
        choices=RevocationState.choices,
        default=RevocationState.PROPOSED,
        protected=True,
    )
    settled_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=state, source=RevocationState.PROPOSED, target=RevocationState.CONFIRMED)
    def confirm(self) -> None:
        """Confirming is publishing."""
        self.settled_at = timezone.now()

    @transition(field=state, source=RevocationState.PROPOSED, target=RevocationState.CANCELLED)
    def cancel(self) -> None:
        """The office takes it back; the recognition was in force all the time."""
        self.settled_at = timezone.now()
