"""Who is which party in an application, and whether the acting person may speak for it."""

from __future__ import annotations

from django.db.models import Exists, Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from applications.acting import ACTING, Acting
from applications.enums import Party, State
from applications.models import Application
from core.permits import Permit, demand_that, first_refusal, no
from records.enums import Outcome
from records.models import Act


def organisation_of(party: Party, application: Application) -> Organisation | None:
    """The organisation that a party is in this application; None where nobody is (a holder after the end)."""
    return {
        Party.APPLICANT: lambda: application.applicant,
        Party.CITY_OFFICE: lambda: application.relay_office,
        Party.OFFICE: lambda: application.round.office,
        Party.AUTHORITY: lambda: application.round.authority,
        Party.HOLDER: lambda: application.holder,
    }[party]()


def acts_as(actor: Actor, application: Application, acting: Acting) -> Permit:
    """The acting organisation is that party, and one of the roles is held there."""
    organisation = organisation_of(acting.party, application)
    if organisation is None:
        return no("现在没有单位在办这件申报。")
    roles = "或".join(role.label for role in Role if role in acting.roles)
    return demand_that(
        actor.acts_for(organisation) and actor.has_any(*acting.roles),
        f"由{organisation.short_name}的{roles}办理。",
    )


def acts_in_turn(actor: Actor, application: Application, name: str) -> Permit:
    """The acting table's answer for an action in the application's present state."""
    acting = ACTING[name].get(State(application.state))
    return acts_as(actor, application, acting) if acting else no("现在的状态不能这样办理。")


def has_no_interest(actor: Actor, application: Application) -> Permit:
    """Whoever belongs to the applicant, or ever filled in, filed or recommended it there, does not examine it.

    Belonging counts from the day on which the application was begun, also where it has ended since. One query for
    each row that was read: a page asks this for every button.
    """
    if actor.user is None:
        return no("请先登录。")
    known: dict[int, Permit] = vars(application).setdefault("_interests", {})
    if actor.user.pk not in known:
        known[actor.user.pk] = _interest_of(actor, actor.user, application)
    return known[actor.user.pk]


def _interest_of(actor: Actor, user: User, application: Application) -> Permit:
    belongs = any(each.organisation.pk == application.applicant_id for each in actor.memberships)
    if belongs or user.pk == application.created_by_id:
        return no("您是申报单位的人员，须回避。")
    began_on = timezone.localdate(application.created_at)
    own = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=began_on), user=user, organisation=application.applicant_id
    )
    acts = Act.objects.about(application).filter(
        user=user, organisation=application.applicant_id, outcome=Outcome.DONE
    )
    row = User.objects.filter(pk=user.pk).values_list(Exists(own), Exists(acts)).order_by("pk").first()
    belonged, acted = row or (False, False)
    return first_refusal(
        demand_that(not belonged, "申报期间您曾在申报单位任职，须回避。"),
        demand_that(not acted, "您曾代表申报单位办理过这件申报，须回避。"),
    )
