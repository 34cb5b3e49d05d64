"""Who keeps a roster, who may found a group, and who may call a unit's liaison."""

from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, Post
from core.permits import YES, Permit, demand_that, first_refusal, no
from leadership.models import LeadingGroup, Seat

KEEPERS = "由领导小组办公室的主任、认定登记员或本级政府的认定登记员办理。"


def keeps_rosters(actor: Actor) -> bool:
    """Whether this person keeps the roster of the government that the acting unit serves (domain.md 4)."""
    unit = actor.organisation
    if unit is None:
        return False
    if unit.kind == OrganisationKind.OFFICE:
        return actor.has_any(Role.OFFICE_DIRECTOR, Role.REGISTRAR)
    if unit.kind == OrganisationKind.ZONE:
        # A zone has no office of its own: its administrator keeps what it has.
        return actor.has_any(Role.UNIT_ADMIN)
    return unit.kind == OrganisationKind.GOVERNMENT and actor.is_registrar


def can_keep_roster(actor: Actor, group: LeadingGroup) -> Permit:
    """The office of that level and nobody from another: counties keep their own alone."""
    if actor.is_system:
        return YES
    return first_refusal(
        demand_that(_serves(actor, group.organisation), f"这份名单由{_keeper_words(group)}维护。"),
        demand_that(keeps_rosters(actor), KEEPERS),
    )


def can_found_group(actor: Actor, organisation: Organisation) -> Permit:
    """The same people, for their own level; a government has one group."""
    has_one = LeadingGroup.objects.filter(organisation=organisation).exists()
    return first_refusal(
        demand_that(_serves(actor, organisation) and keeps_rosters(actor), KEEPERS),
        demand_that(
            organisation.kind in {OrganisationKind.GOVERNMENT, OrganisationKind.ZONE},
            "领导小组由人民政府或开发区成立。",
        ),
        demand_that(not has_one, "这里已经有领导小组，不用再建。"),
    )


def can_change_holders(actor: Actor) -> Permit:
    """Whoever keeps a roster; which posts are theirs `posts_in_reach` says."""
    return YES if actor.is_system else demand_that(keeps_rosters(actor), KEEPERS)


def posts_in_reach(actor: Actor) -> Q:
    """Posts of the own government and its units, and those that sit in its group today."""
    if actor.is_system:
        return Q()
    if actor.organisation is None or not keeps_rosters(actor):
        return Q(pk__in=[])
    seat = actor.organisation.seat_of_power
    seated = Seat.objects.at(timezone.localdate()).filter(group__organisation=seat)
    served = Q(organisation__superior=seat, organisation__kind__in=SERVING)
    return Q(organisation=seat) | served | Q(pk__in=seated.values("post"))


SERVING = (OrganisationKind.MEMBER_UNIT, OrganisationKind.OFFICE)


def can_change_holder(actor: Actor, post: Post) -> Permit:
    """The office that keeps the roster in which the post sits, or that of the post's own government."""
    in_reach = Post.objects.filter(posts_in_reach(actor), pk=post.pk)
    return first_refusal(
        can_change_holders(actor),
        demand_that(in_reach.exists(), "这个岗位不属于本级，也不在本级领导小组的席位里。"),
    )


def can_keep_liaison(actor: Actor, organisation: Organisation) -> Permit:
    """The unit's own administrator, or whoever keeps the roster of its government or of a group in which it sits."""
    if actor.is_system or (actor.acts_for(organisation) and actor.has_any(Role.UNIT_ADMIN)):
        return YES
    return demand_that(
        keeps_rosters(actor) and _calls(actor, organisation),
        "由本单位的单位管理员或领导小组办公室维护联络员。",
    )


def can_reveal_liaison(actor: Actor, organisation: Organisation) -> Permit:
    """Whoever keeps the liaison, and the office's reviewers who call the unit."""
    if can_keep_liaison(actor, organisation):
        return YES
    if actor.is_office and _calls(actor, organisation):
        return YES
    return no("完整号码由本单位的单位管理员和领导小组办公室查看。")


def _calls(actor: Actor, organisation: Organisation) -> bool:
    """Whether the unit serves the actor's government, or sits in its group."""
    if actor.organisation is None:
        return False
    seat = actor.organisation.seat_of_power
    if organisation.seat_of_power.pk == seat.pk:
        return True
    seats = Seat.objects.at(timezone.localdate()).filter(group__organisation=seat)
    return seats.filter(post__organisation=organisation).exists()


def _serves(actor: Actor, organisation: Organisation) -> bool:
    return actor.organisation is not None and actor.organisation.seat_of_power.pk == organisation.pk


def _keeper_words(group: LeadingGroup) -> str:
    return group.office.short_name if group.office else group.organisation.short_name
