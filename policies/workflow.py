"""The life of a version of a policy: read, checked and opened to everybody, taken down."""

from django.db import models
from django.utils import timezone
from django_fsm import FSMField, transition

from core.models import Tracked
from policies.enums import VersionState


class PolicyVersionWorkflow(Tracked):
    """States of a version; sets its own columns only."""

    state = FSMField(
        "状态", max_length=10, choices=VersionState.choices, default=VersionState.CHECKING, protected=True
    )
    opened_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=state, source=VersionState.CHECKING, target=VersionState.PUBLISHED)
    def publish(self) -> None:
        """From here on clauses are frozen, and everybody reads them."""
        self.opened_at = timezone.now()

    @transition(field=state, source=VersionState.PUBLISHED, target=VersionState.WITHDRAWN)
    def withdraw(self) -> None:
        """No longer in the library; what refers to it still finds it."""
