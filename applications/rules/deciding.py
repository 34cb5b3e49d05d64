"""Who puts the shortlist to the authority, who publishes what it decided, and who mends what was misprinted."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import User
from applications.models import Decision, Round
from core.permits import Permit, demand_that, first_refusal


def can_read_decisions(actor: Actor) -> Permit:
    """The list of decisions: offices and those who publish."""
    return demand_that(actor.is_office or actor.is_registrar, "认定决定由领导小组办公室报请、认定单位公布。")


def can_prepare_decision(actor: Actor, round_: Round) -> Permit:
    """报请认定: the office's head puts the shortlist to the authority (T 附2二3)."""
    return demand_that(
        actor.acts_for(round_.office) and actor.has_any(Role.OFFICE_DIRECTOR),
        f"由{round_.office.short_name}的办公室主任报请。",
    )


def can_correct_decision(actor: Actor, decision: Decision) -> Permit:
    """Number, date, scan and what is taken off the list, before it is published: either of the two sides."""
    sides = f"{decision.round.office.short_name}的办公室主任或{decision.authority.short_name}的认定登记员"
    return demand_that(
        bool(can_prepare_decision(actor, decision.round)) or bool(_is_registrar(actor, decision)),
        f"由{sides}修改。",
    )


def can_apply_decision(actor: Actor, decision: Decision) -> Permit:
    """Prepared by one, applied by another: the clerk of the authority."""
    return first_refusal(_is_registrar(actor, decision), _is_another_person(actor, decision))


def can_mend_published(actor: Actor, decision: Decision) -> Permit:
    """更正 and the scan of a published decision: the clerk of the authority."""
    return _is_registrar(actor, decision)


def _is_registrar(actor: Actor, decision: Decision) -> Permit:
    return demand_that(
        actor.acts_for(decision.authority) and actor.has_any(Role.REGISTRAR),
        f"由{decision.authority.short_name}的认定登记员办理。",
    )


def _is_another_person(actor: Actor, decision: Decision) -> Permit:
    """Neither who prepared it nor who put a town on its list; two accounts of one person count as one."""
    return demand_that(
        actor.user is not None and not _hands_of(decision).filter(_same_person(actor.user)).exists(),
        "报请人不能自己公布，请由另一位登记员办理。",
    )


def _hands_of(decision: Decision) -> QuerySet[User]:
    hands: QuerySet[User] = User.objects.filter(
        Q(pk=decision.prepared_by_id) | Q(listed_items__decision=decision)
    )
    return hands


def _same_person(user: User) -> Q:
    same = Q(pk=user.pk)
    return same | Q(person=user.person_id) if user.person_id else same
