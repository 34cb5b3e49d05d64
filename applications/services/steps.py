"""The steps of an application: opened and closed as the application moves (docs/architecture.md, macro-states and steps)."""

from django.utils import timezone

from accounts.actors import Actor
from applications.enums import Party, StepKind
from applications.models import Application, ApplicationStep
from applications.rules import organisation_of


def lay_out_steps(application: Application) -> None:
    """Copy the round's template when the application first reaches the office; a second time changes nothing."""
    ApplicationStep.objects.bulk_create(
        [
            ApplicationStep(
                application=application,
                template=template,
                organisation=organisation_of(Party(template.party), application),
            )
            for template in application.round.steps.order_by("position")
        ],
        ignore_conflicts=True,
    )


def open_step(application: Application, kind: StepKind) -> None:
    """The clock of every step of that kind starts, if it has not started yet."""
    application.steps.filter(template__kind=kind, opened_at__isnull=True).update(opened_at=timezone.now())


def close_steps(*, actor: Actor, application: Application, kind: StepKind) -> None:
    """Steps of that kind are done with."""
    application.steps.filter(template__kind=kind, opened_at__isnull=False, closed_at__isnull=True).update(
        closed_at=timezone.now(), closed_by=actor.user
    )


def reopen_steps(application: Application, kind: StepKind) -> None:
    """What was examined has changed: the conclusion has to be drawn again."""
    application.steps.filter(template__kind=kind).update(closed_at=None, closed_by=None, comment="")
