"""Who is told what when an application moves: called inside the transaction of the act, and undone with it."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.actors import Actor
from accounts.enums import APPLICANT_ROLES, OFFICE_ROLES, Role
from accounts.models import Organisation
from applications import notices
from applications.enums import State
from applications.models import Application, ApplicationStep, Decision, ReturnNotice, Round
from core.templatetags.formats import day, deadline
from notifications.services import notify, notify_users, settle


def tell_submitted(*, actor: Actor, application: Application) -> None:
    """The unit's administrator is next."""
    _settle(application)
    tell_applicant(
        actor=actor, kind="submitted", application=application, roles=[Role.UNIT_ADMIN], who=_name(actor)
    )


def tell_sent_back(*, actor: Actor, application: Application, comment: str) -> None:
    """The clerks mend it."""
    _settle(application)
    tell_applicant(
        actor=actor, kind="sent_back", application=application, roles=[Role.FILER], comment=comment
    )


def tell_arrived(*, actor: Actor, application: Application, step: ApplicationStep) -> None:
    """An office has something new on its desk."""
    _settle(application)
    tell_office(
        actor=actor,
        kind="arrived",
        application=application,
        office=step.organisation,
        step=step.template.name,
    )


def tell_keyed_in(*, actor: Actor, application: Application) -> None:
    """The applicant may check what the office made of its paper."""
    tell_applicant(
        actor=actor,
        kind="keyed_in",
        application=application,
        office=_acting(actor).name,
        received=str(day(application.paper.received_on)),
    )


def tell_accepted(*, actor: Actor, application: Application) -> None:
    """受理, with its number."""
    _settle(application)
    office = _acting(actor).name
    tell_applicant(
        actor=actor, kind="accepted", application=application, office=office, number=application.number
    )


def tell_passed_on(*, actor: Actor, application: Application, step: ApplicationStep) -> None:
    """上报: the next office hears that it came, the applicant where it is."""
    tell_arrived(actor=actor, application=application, step=step)
    office, following = _acting(actor).name, step.organisation.name
    tell_applicant(actor=actor, kind="passed_on", application=application, office=office, next=following)


def tell_returned(*, actor: Actor, application: Application, notice: ReturnNotice) -> None:
    """退回补正: how many items, the reason and the day."""
    _settle(application)
    due = notice.due_on
    words = f"，请在{due.month}月{due.day}日前答复" if due else ""
    items = list(notice.items.order_by("pk"))
    tell_applicant(
        actor=actor,
        kind="returned",
        application=application,
        office=_acting(actor).name,
        items=str(len(items)),
        due=words,
        comment=notice.comment or "；".join(item.label for item in items),
    )


def tell_resubmitted(*, actor: Actor, application: Application) -> None:
    """Whoever returned it goes on: its 经办人 where there is one."""
    if application.state == State.SUBMITTED:
        tell_submitted(actor=actor, application=application)
        return
    _settle(application)
    assert application.holder is not None
    last = application.return_notices.order_by("-number").first()
    tell_handler(
        actor=actor,
        kind="resubmitted",
        application=application,
        office=application.holder,
        items=f"，答复 {last.items.count()} 项" if last else "",
    )


def tell_assigned(*, actor: Actor, application: Application) -> None:
    """经办人, unless they took it themselves."""
    assert application.handler is not None
    notify_users(
        kind="assigned",
        users=[application.handler],
        organisation=_acting(actor),
        words=_words(application),
        url=_office_url(application),
        target=application,
        but_not=actor.user,
    )


def tell_withdrawn(*, actor: Actor, application: Application, office: Organisation | None) -> None:
    """The office that had it; an application that never left its unit concerns nobody else."""
    _settle(application)
    if office is not None:
        tell_office(actor=actor, kind="withdrawn", application=application, office=office)


def tell_declined(*, actor: Actor, application: Application, comment: str) -> None:
    """The reason goes to the applicant in the words of the body that decided."""
    _settle(application)
    tell_applicant(
        actor=actor, kind="declined", application=application, office=_acting(actor).name, comment=comment
    )


def tell_proposed(*, actor: Actor, decision: Decision) -> None:
    """The authority's registrar is next; nobody outside hears of it."""
    notify(
        kind="proposed",
        organisation=decision.authority,
        roles=[Role.REGISTRAR],
        words={"office": _acting(actor).name, "title": decision.title},
        url=reverse("applications:decision_detail", args=[decision.pk]),
        target=decision,
        but_not=actor.user,
    )


def tell_recognised(*, actor: Actor, application: Application, document_number: str) -> None:
    """Published: the applicant and the office that examined it."""
    _settle(application)
    tell_applicant(actor=actor, kind="recognised", application=application, number=document_number)
    tell_office(
        actor=actor,
        kind="recognised",
        application=application,
        office=application.office,
        number=document_number,
    )


def tell_settled(*, decision: Decision) -> None:
    """It was published, or taken back: nobody has to publish it any more."""
    settle(target=decision, named=notices.TASKS)


def tell_round(*, actor: Actor, kind: str, round_: Round, reason: str = "") -> None:
    """Every unit that may file hears of the call, or of its extension."""
    words = {
        "office": round_.office.name,
        "round": round_.title,
        "closes": deadline(round_.closes_at),
        "reason": reason,
    }
    for unit in round_.applicants.order_by("pk"):
        notify(
            kind=kind,
            organisation=unit,
            roles=APPLICANT_ROLES,
            words=words,
            url=reverse("portal:round_page", args=[round_.pk]),
            target=round_,
            but_not=actor.user,
        )


def _settle(application: Application) -> None:
    """What was asked before has been done, or is not to be done any more."""
    settle(target=application, named=notices.TASKS)


def tell_applicant(
    *,
    actor: Actor,
    kind: str,
    application: Application,
    roles: Iterable[Role] = APPLICANT_ROLES,
    key: str = "",
    **facts: str,
) -> int:
    """The unit that files; returns how many people."""
    return notify(
        kind=kind,
        organisation=application.applicant,
        roles=roles,
        words=_words(application) | facts,
        url=reverse("applications:application_detail", args=[application.pk]),
        target=application,
        key=key,
        but_not=actor.user,
    )


def tell_office(
    *,
    actor: Actor,
    kind: str,
    application: Application,
    office: Organisation,
    key: str = "",
    **facts: str,
) -> int:
    """Everybody of an office; returns how many people."""
    return notify(
        kind=kind,
        organisation=office,
        roles=OFFICE_ROLES,
        words=_words(application) | facts,
        url=_office_url(application),
        target=application,
        key=key,
        but_not=actor.user,
    )


def tell_handler(
    *,
    actor: Actor,
    kind: str,
    application: Application,
    office: Organisation,
    key: str = "",
    **facts: str,
) -> int:
    """The 经办人 alone where there is one, else everybody of the office; returns how many people."""
    if application.handler is None:
        return tell_office(actor=actor, kind=kind, application=application, office=office, key=key, **facts)
    return notify_users(
        kind=kind,
        users=[application.handler],
        organisation=office,
        words=_words(application) | facts,
        url=_office_url(application),
        target=application,
        key=key,
        but_not=actor.user,
    )


def _words(application: Application) -> dict[str, str]:
    return {
        "town": application.town.name,
        "level": application.get_level_display(),
        "applicant": application.applicant.short_name,
    }


def _office_url(application: Application) -> str:
    return reverse("applications:review", args=[application.pk])


def _acting(actor: Actor) -> Organisation:
    assert actor.organisation is not None
    return actor.organisation


def _name(actor: Actor) -> str:
    return actor.user.display_name if actor.user else ""
