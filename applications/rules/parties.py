"""Who is which party in an application, and whether the acting person may speak for it."""

from __future__ import annotations

from django.db.models import Exists, Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from applications.acting import APPLICANT_ANY, APPLICANT_CLERK, HOLDER_ANY, Acting, acting_in
from applications.enums import EDITABLE_STATES, Party, State
from applications.models import Application
from core.permits import Permit, demand_that, first_refusal, no
from records.enums import Outcome
from records.models import Act

# What puts an application together; outside the applicant only an office does this, with a paper.
PUTTING_TOGETHER = tuple(
    f"application.{name}"
    for name in (
        "register_paper",
        "correct_paper",
        "save",
        "copy",
        "add_evidence",
        "replace_evidence",
        "remove_evidence",
        "submit",
        "recommend",
    )
)
KEYED = "您录入过这件纸质申报，须回避，请由同事办理。"
HELPED = "您参与录入过这件纸质申报，或代表申报单位办理过，须回避，请由同事办理。"


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
    acting = acting_now(application, name)
    return acts_as(actor, application, acting) if acting else no("现在的状态不能这样办理。")


def acting_now(application: Application, name: str) -> Acting | None:
    """Which party and roles take an action now; None where nobody does."""
    return acting_in(name, State(application.state), on_paper=application.came_on_paper)


def has_pen(actor: Actor, application: Application, *, clerk_only: bool = False) -> Permit:
    """Whoever fills it in: the applicant's people, and of a paper that is being keyed in those of the office."""
    applicant = APPLICANT_CLERK if clerk_only else APPLICANT_ANY
    return acts_as(actor, application, HOLDER_ANY if application.is_being_keyed_in else applicant)


def reads_draft(actor: Actor, application: Application) -> bool:
    """Whether this person's unit holds the pen: it reads what is being written, everybody else what was submitted."""
    writer = application.holder if application.is_being_keyed_in else application.applicant
    return actor.acts_for(writer) and application.state in EDITABLE_STATES


def has_no_interest(actor: Actor, application: Application) -> Permit:
    """Whoever belongs to the applicant, or ever filled in, keyed in, filed or recommended it, does not examine it.

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
    if belongs_to(actor, application.applicant_id):
        return no("您是申报单位的人员，须回避。")
    if user.pk == application.created_by_id:
        return no(KEYED if application.came_on_paper else "您是申报单位的人员，须回避。")
    began_on = timezone.localdate(application.created_at)
    own = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=began_on), user=user, organisation=application.applicant_id
    )
    acts = (
        Act.objects.about(application)
        .filter(user=user, outcome=Outcome.DONE)
        .filter(_put_together(application))
    )
    row = User.objects.filter(pk=user.pk).values_list(Exists(own), Exists(acts)).order_by("pk").first()
    belonged, acted = row or (False, False)
    return first_refusal(
        demand_that(not belonged, "申报期间您曾在申报单位任职，须回避。"),
        demand_that(
            not acted, HELPED if application.came_on_paper else "您曾代表申报单位办理过这件申报，须回避。"
        ),
    )


def _put_together(application: Application) -> Q:
    """Acts that stand in the way of examining: for the applicant, and of a paper all that put it together."""
    for_it = Q(organisation=application.applicant_id)
    return for_it | Q(verb__in=PUTTING_TOGETHER) if application.came_on_paper else for_it


def belongs_to(actor: Actor, organisation_id: int) -> bool:
    """Whether this person has any role there today, for whomever they act now."""
    return any(each.organisation.pk == organisation_id for each in actor.memberships)
