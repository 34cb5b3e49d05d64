"""An application asks that one town be recognised at one level, in one round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Jurisdiction, Organisation, User
from applications.enums import LIVE_STATES, OFFICE_STATES, State
from applications.models.rounds import Round, RoundStep
from applications.workflow import ApplicationWorkflow
from core.enums import Level
from towns.models import Town

if TYPE_CHECKING:
    from accounts.actors import Actor

# What the office and the authority see; of a draft the office sees only that it exists.
SUBMITTED_STATES = tuple(state for state in State if state != State.DRAFT)
AUTHORITY_STATES = (State.SHORTLISTED, State.RECOGNISED, State.DECLINED)


class ApplicationQuerySet(models.QuerySet):
    """Applications, and which of them a person sees."""

    def visible_to(self, actor: Actor) -> Self:
        """The applicant sees its own; from submission on the offices above do; the authority, what is put to it."""
        unit = actor.organisation
        if unit is None:
            return self.none()
        own = Q(applicant=unit)
        if actor.is_office:
            # A subquery and no join: a page of the queue stops at its twentieth row however many there are.
            below = Jurisdiction.objects.filter(superior=unit.seat_of_power).values("subordinate")
            return self.filter(own | Q(applicant__in=below, state__in=SUBMITTED_STATES))
        if actor.is_registrar:
            return self.filter(own | Q(round__authority=unit, state__in=AUTHORITY_STATES))
        return self.filter(own)

    def live(self) -> Self:
        """Applications that are still under way."""
        return self.filter(state__in=LIVE_STATES)

    def recommended(self) -> Self:
        """What takes up its unit's places in a round: recommended, and not taken back."""
        return self.filter(recommended_at__isnull=False).exclude(state=State.WITHDRAWN)

    def with_names(self) -> Self:
        """What every list shows of a row, in one query."""
        return self.select_related("town__county", "applicant", "round__office", "round__authority", "holder")


class Application(ApplicationWorkflow):
    """申报; files belong to the unit, never to the person who typed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications", verbose_name="批次")
    town = models.ForeignKey(Town, models.PROTECT, related_name="applications", verbose_name="专业镇")
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications", verbose_name="申报单位"
    )
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    # Whose queue it stands in, written out from the round and its steps: a queue is one index from end to end.
    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="queued_applications", verbose_name="复核单位"
    )
    relay_office = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relayed_applications",
        verbose_name="上报单位",
    )
    holder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_applications",
        verbose_name="在办单位",
    )
    number = models.CharField("受理编号", max_length=30, blank=True)
    draft = models.JSONField("填报内容", default=dict, encoder=DjangoJSONEncoder)
    handler = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_applications",
        verbose_name="经办人",
    )
    postponed_until = models.DateField("暂缓至", null=True, blank=True)
    return_due_on = models.DateField("补正期限", null=True, blank=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="created_applications", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "申报"
        verbose_name_plural = "申报"
        ordering = ["-moved_at", "-pk"]
        indexes = [
            models.Index(fields=["applicant", "-moved_at", "-id"], name="applications_of_applicant"),
            # An office's queues, oldest first: everything it runs, one state of it, what it sends up, what is its turn.
            models.Index(
                fields=["office", "moved_at", "id"],
                name="applications_of_office",
                condition=~Q(state=State.DRAFT),
            ),
            models.Index(fields=["office", "state", "moved_at", "id"], name="applications_of_office_state"),
            models.Index(
                fields=["relay_office", "moved_at", "id"],
                name="applications_of_relay",
                condition=Q(relay_office__isnull=False),
            ),
            models.Index(
                fields=["holder", "moved_at", "id"],
                name="applications_waiting",
                condition=Q(state__in=OFFICE_STATES),
            ),
            # Few among many: without an index of their own every count would look at all that wait.
            models.Index(
                fields=["holder", "moved_at", "id"],
                name="applications_postponed",
                condition=Q(postponed_until__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="applications_application_known_state"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="applications_application_known_level"
            ),
            models.UniqueConstraint(
                fields=["town", "level"],
                condition=Q(state__in=LIVE_STATES),
                name="applications_application_one_live_a_level",
                violation_error_message="这个专业镇在该级别已有正在办理的申报。",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="applications_application_one_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OFFICE_STATES) | Q(holder__isnull=False),
                name="applications_application_somebody_holds_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(returned_from=""),
                name="applications_application_returned_from_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.town.name}（{self.get_level_display()}）"

    @property
    def upload_matter(self) -> str:
        """Under which name `files` keeps large files that are on their way in here."""
        return f"applications.application:{self.pk}"

    @property
    def is_postponed(self) -> bool:
        """Put aside by the office until a day that has not come."""
        return self.postponed_until is not None and self.postponed_until > timezone.localdate()


class ApplicationStep(models.Model):
    """One step of one application; a required step has to be closed before the state may go on."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps", verbose_name="申报")
    template = models.ForeignKey(
        RoundStep, models.PROTECT, related_name="application_steps", verbose_name="环节"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="application_steps", verbose_name="承办单位"
    )
    opened_at = models.DateTimeField("开始时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="closed_steps", verbose_name="办结人"
    )
    comment = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = "申报环节"
        verbose_name_plural = "申报环节"
        ordering = ["application_id", "template__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "template"], name="applications_applicationstep_one_a_template"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="applications_applicationstep_opened_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}：{self.template}"
