"""The machines of applications and decisions: which state may follow which (domain.md 2)."""

from django.db import models
from django.utils import timezone
from django_fsm import GET_STATE, FSMField, transition

from applications.enums import DecisionState, State
from core.models import Tracked


def _whoever_returned(application: "ApplicationWorkflow") -> str:
    return application.returned_from


class ApplicationWorkflow(Tracked):
    """遴选 → 复核 → 认定; each transition sets columns of its own row only."""

    state = FSMField("状态", max_length=12, choices=State.choices, default=State.DRAFT, protected=True)
    returned_from = models.CharField("退回自", max_length=12, choices=State.choices, blank=True)
    submitted_at = models.DateTimeField("首次提交", null=True, blank=True)
    recommended_at = models.DateTimeField("推荐上报时间", null=True, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self) -> None:
        """The clerk hands in; the unit's administrator is next."""
        self.submitted_at = timezone.now()

    @transition(field=state, source=State.SUBMITTED, target=State.RETURNED)
    def send_back(self) -> None:
        """The unit's own administrator wants it mended first."""
        self.returned_from = State.SUBMITTED

    @transition(field=state, source=State.SUBMITTED, target=State.RECOMMENDED)
    def recommend(self) -> None:
        """择优推荐: from here on the office has to act."""
        self.recommended_at = timezone.now()

    @transition(field=state, source=State.RECOMMENDED, target=State.REVIEWING)
    def accept(self) -> None:
        """受理: the clock of the review starts."""
        self.accepted_at = timezone.now()

    @transition(field=state, source=[State.RECOMMENDED, State.REVIEWING], target=State.RETURNED)
    def return_for_correction(self) -> None:
        """退回补正: back to the applicant, and afterwards to whoever returned it."""
        self.returned_from = self.state

    @transition(
        field=state,
        source=State.RETURNED,
        target=GET_STATE(_whoever_returned, states=[State.SUBMITTED, State.RECOMMENDED, State.REVIEWING]),
    )
    def resubmit(self) -> None:
        """The applicant has answered."""

    @transition(
        field=state, source=[State.SUBMITTED, State.RECOMMENDED, State.RETURNED], target=State.WITHDRAWN
    )
    def withdraw(self) -> None:
        """The applicant takes it back; possible until 受理, and while it lies with the applicant."""

    @transition(field=state, source=State.REVIEWING, target=State.SHORTLISTED)
    def shortlist(self) -> None:
        """初步确定拟重点培育 (T 附2二2)."""

    @transition(
        field=state, source=[State.RECOMMENDED, State.REVIEWING, State.SHORTLISTED], target=State.DECLINED
    )
    def decline(self) -> None:
        """不予认定, by the body of that step, with a reason that the applicant reads."""

    @transition(field=state, source=State.SHORTLISTED, target=State.RECOGNISED)
    def recognise(self) -> None:
        """认定, as an item of an applied decision."""


class DecisionWorkflow(Tracked):
    """A decision is prepared by one and applied by another."""

    state = FSMField(
        "状态", max_length=10, choices=DecisionState.choices, default=DecisionState.PREPARED, protected=True
    )
    applied_at = models.DateTimeField("公布时间", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=state, source=DecisionState.PREPARED, target=DecisionState.APPLIED)
    def apply(self) -> None:
        """Applying is publishing."""
        self.applied_at = timezone.now()
