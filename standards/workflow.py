"""The life of a version: written, published and frozen, retired."""

from django.db import models
from django.utils import timezone
from django_fsm import FSMField, transition

from core.models import Tracked
from standards.enums import VersionState


class VersionWorkflow(Tracked):
    """States of a standard's version; sets its own columns only."""

    state = FSMField(
        "状态", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT, protected=True
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=state, source=VersionState.DRAFT, target=VersionState.PUBLISHED)
    def publish(self) -> None:
        """From here on criteria and requirements are frozen."""
        self.published_at = timezone.now()

    @transition(field=state, source=VersionState.PUBLISHED, target=VersionState.RETIRED)
    def retire(self) -> None:
        """New rounds no longer take it; what was filed under it keeps it."""
