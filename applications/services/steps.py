"""The steps of an application: opened and closed as it moves (docs/architecture.md, macro-states and steps).

One step after the other, in the order of the round's template; whose step is open, holds the application.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.enums import CLOSED_STATES, CONCLUDED_KINDS, OFFICE_STATES, Party, State, StepKind
from applications.models import Application, ApplicationStep, StepStretch
from applications.rules import organisation_of
from core.enums import Level
from core.errors import Invalid


def lay_out_steps(application: Application) -> None:
    """Copy the round's template when the application first reaches an office; a second time changes nothing."""
    templates = list(application.round.steps.order_by("position"))
    if any(template.party == Party.CITY_OFFICE for template in templates):
        application.relay_office = city_office_of(application.applicant)
        application.save(update_fields=["relay_office"])
    ApplicationStep.objects.bulk_create(
        [
            ApplicationStep(
                application=application,
                template=template,
                organisation=organisation_of(Party(template.party), application),
            )
            for template in templates
        ],
        ignore_conflicts=True,
    )


def city_office_of(applicant: Organisation) -> Organisation:
    """The leading-group office of the city above an applicant; Invalid where the city has none yet."""
    office = (
        Organisation.objects.active()
        .filter(
            kind=OrganisationKind.OFFICE,
            superior__kind=OrganisationKind.GOVERNMENT,
            superior__division__level=Level.CITY,
            superior__reach__subordinate=applicant,
        )
        .order_by("pk")
        .first()
    )
    if office is None:
        raise Invalid(f"{applicant.short_name}所在的市还没有登记领导小组办公室，请联系系统管理员。")
    return office


def hand_over(application: Application) -> ApplicationStep | None:
    """Open what comes next and note whose turn it is; called after every transition. Returns the step that opened."""
    opened = _open_next(application) if application.state in OFFICE_STATES else None
    before = application.holder_id
    application.holder = _whose_turn(application)
    if application.holder_id != before or application.state not in OFFICE_STATES:
        # 暂缓 is an office's own: it does not travel with the application, nor on to where nobody could end it.
        application.postponed_until = None
    application.save(update_fields=["holder", "postponed_until"])
    return opened


def _whose_turn(application: Application) -> Organisation | None:
    if application.state in CLOSED_STATES:
        return None
    if application.state == State.SHORTLISTED:
        return application.round.authority
    if application.state not in OFFICE_STATES:
        return application.applicant
    step = current_step(application)
    return step.organisation if step else application.round.office


def current_step(application: Application) -> ApplicationStep | None:
    """The first step that is open."""
    return (
        application.steps.filter(opened_at__isnull=False, closed_at__isnull=True)
        .select_related("template", "organisation")
        .order_by("template__position")
        .first()
    )


def _open_next(application: Application) -> ApplicationStep | None:
    """Open steps in their order up to the first required one; the decision's opens with the shortlist alone."""
    opened = None
    for step in application.steps.select_related("template").order_by("template__position"):
        if step.template.kind == StepKind.DECISION:
            break
        if step.opened_at is None:
            step.opened_at = timezone.now()
            step.save(update_fields=["opened_at"])
            opened = opened or step
        # What may be left out does not keep the next one waiting.
        if step.closed_at is None and step.template.is_required:
            break
    return opened


def open_step(application: Application, kind: StepKind) -> None:
    """The clock of every step of that kind starts, if it has not started yet."""
    application.steps.filter(template__kind=kind, opened_at__isnull=True).update(opened_at=timezone.now())


def close_steps(*, actor: Actor, application: Application, kind: StepKind) -> None:
    """Steps of that kind are done with."""
    application.steps.filter(template__kind=kind, opened_at__isnull=False, closed_at__isnull=True).update(
        closed_at=timezone.now(), closed_by=actor.user
    )


def stop_clock(application: Application) -> None:
    """退回: the clock of what is open stands still until the applicant has answered."""
    now = timezone.now()
    for step in _running(application):
        _keep_stretch(step, now)


def run_on(application: Application) -> None:
    """The applicant has answered: the clock of what is open runs on from where it stood."""
    _running(application).update(opened_at=timezone.now())


def _running(application: Application) -> QuerySet[ApplicationStep]:
    open_now = application.steps.filter(opened_at__isnull=False, closed_at__isnull=True)
    return open_now.order_by("template__position")


def _keep_stretch(step: ApplicationStep, ended_at: datetime) -> None:
    assert step.opened_at is not None
    StepStretch.objects.create(step=step, began_at=step.opened_at, ended_at=ended_at)


def reopen_steps(application: Application) -> None:
    """What was examined has changed: the office that returned it draws its conclusions again, one after the other.

    What an office before it concluded stands. The days that each step has taken already stay taken.
    """
    current = current_step(application)
    # Nothing is open once everything is concluded: then it came back from the office that puts it forward.
    office = current.organisation if current else application.round.office
    own = application.steps.filter(
        template__kind__in=CONCLUDED_KINDS, organisation=office, opened_at__isnull=False
    ).order_by("template__position")
    first = own.first()
    if first is None or first == current:
        return
    for step in own.filter(closed_at__isnull=False):
        assert step.closed_at is not None
        _keep_stretch(step, step.closed_at)
    own.exclude(pk=first.pk).update(opened_at=None, closed_at=None, closed_by=None, comment="")
    own.filter(pk=first.pk).update(opened_at=timezone.now(), closed_at=None, closed_by=None, comment="")
