"""Who may do what with a town of the registry, and the words for when they may not."""

from accounts.actors import Actor
from accounts.enums import APPLICANT_ROLES, OrganisationKind, Role
from accounts.models import Organisation, User
from core.enums import Level
from core.permits import YES, Permit, demand_that, first_refusal
from records import workflow
from records.workflow import Action
from towns.enums import RevocationState
from towns.models import Designation, Figure, Revocation, Town


def keeps_a_registry(organisation: Organisation | None) -> bool:
    """County governments and zones own towns; townships keep them for their county."""
    if organisation is None:
        return False
    if organisation.kind in {OrganisationKind.ZONE, OrganisationKind.TOWNSHIP}:
        return True
    return organisation.kind == OrganisationKind.GOVERNMENT and organisation.level == Level.COUNTY


def can_create_town(actor: Actor) -> Permit:
    """Clerks and administrators of a county, a zone or a township (domain.md 2)."""
    return first_refusal(
        demand_that(actor.has_any(*APPLICANT_ROLES), "由填报员或单位管理员登记专业镇。"),
        demand_that(
            keeps_a_registry(actor.organisation), "专业镇由县（市、区）政府、开发区或镇（街道）登记。"
        ),
    )


def can_edit_town(actor: Actor, town: Town) -> Permit:
    """The owner's people, and those of the township that keeps the row for it."""
    return first_refusal(
        demand_that(
            actor.acts_for(town.owner) or actor.acts_for(town.keeper),
            f"由{town.owner.short_name}维护这个专业镇的资料。",
        ),
        demand_that(actor.has_any(*APPLICANT_ROLES), "由填报员或单位管理员维护专业镇资料。"),
    )


def can_report_figure(actor: Actor, town: Town) -> Permit:
    """Whoever may edit the town; reference data has no reporter and comes from the system."""
    return YES if actor.is_system else can_edit_town(actor, town)


def can_import_figures(actor: Actor, town: Town) -> Permit:
    """Whoever may report them one by one, and the statistics unit, where another person then confirms them."""
    if can_confirm_figures_of(actor, town.owner):
        return YES
    return can_report_figure(actor, town)


def can_confirm_figures(actor: Actor) -> Permit:
    """Statisticians, of whichever towns their unit serves."""
    return demand_that(actor.has_any(Role.STATISTICIAN), "由统计员确认数据。")


def can_confirm_figures_of(actor: Actor, owner: Organisation) -> Permit:
    """Statisticians of the owner, or of a member unit that serves it."""
    unit = actor.organisation
    return first_refusal(
        demand_that(
            unit is not None and unit.seat_of_power.pk == owner.pk,
            f"由{owner.short_name}或其统计部门确认数据。",
        ),
        can_confirm_figures(actor),
    )


def can_confirm_figure(actor: Actor, figure: Figure) -> Permit:
    """The same people, but nobody vouches for what they reported themselves."""
    return first_refusal(
        can_confirm_figures_of(actor, figure.subject_town.owner),
        demand_that(
            not _is_same_person(actor.user, figure.reported_by),
            "不能确认或退回自己填报的数据，请另一位统计员办理。",
        ),
    )


def can_designate_town(actor: Actor, authority: Organisation) -> Permit:
    """The clerk of the recognising authority; reference data comes from the system."""
    if actor.is_system:
        return YES
    return demand_that(
        actor.acts_for(authority) and actor.has_any(Role.REGISTRAR),
        f"由{authority.short_name}的认定登记员登记认定。",
    )


def can_propose_revocation(actor: Actor, designation: Designation) -> Permit:
    """提请撤销: the head of the leading-group office of that level."""
    return first_refusal(
        demand_that(
            actor.organisation is not None and _looks_after(actor.organisation, designation),
            f"由{designation.get_level_display()}领导小组办公室提请撤销。",
        ),
        demand_that(actor.has_any(Role.OFFICE_DIRECTOR), "由办公室主任提请撤销。"),
    )


def can_confirm_revocation(actor: Actor, revocation: Revocation) -> Permit:
    """Proposed by one, confirmed by another: the clerk of the authority that recognised the town."""
    authority = revocation.designation.authority
    return first_refusal(
        demand_that(
            actor.acts_for(authority) and actor.has_any(Role.REGISTRAR),
            f"由{authority.short_name}的认定登记员确认。",
        ),
        demand_that(
            not _is_same_person(actor.user, revocation.proposed_by),
            "提请人不能自己确认，请由另一位登记员办理。",
        ),
    )


def can_cancel_revocation(actor: Actor, revocation: Revocation) -> Permit:
    """The head of the office that proposed it, whoever that is by now."""
    return demand_that(
        actor.acts_for(revocation.office) and actor.has_any(Role.OFFICE_DIRECTOR),
        f"由{revocation.office.short_name}的办公室主任撤回。",
    )


def can_revoke_designation(actor: Actor, designation: Designation) -> Permit:
    """Only as the outcome of a revocation that this person confirmed."""
    confirmed = designation.revocations.filter(state=RevocationState.CONFIRMED, settled_by=actor.user)
    return first_refusal(
        demand_that(
            actor.acts_for(designation.authority) and actor.has_any(Role.REGISTRAR),
            f"由{designation.authority.short_name}的认定登记员撤销。",
        ),
        demand_that(confirmed.exists(), "还没有经确认的撤销提请。"),
    )


def register() -> None:
    """The actions in the order in which a person should meet them."""
    workflow.register(
        Revocation,
        Action("confirm", "确认撤销", can_confirm_revocation, is_grave=True, past="确认撤销"),
        Action("cancel", "撤回提请", can_cancel_revocation, past="撤回提请"),
    )
    workflow.register(
        Designation,
        Action("revoke", "撤销", can_revoke_designation, is_grave=True, past="撤销", is_offered=False),
    )


def _looks_after(office: Organisation, designation: Designation) -> bool:
    """The office of that level above the town; an office that recognises by itself (P 附件三) does this too."""
    authority = designation.authority
    if office.kind != OrganisationKind.OFFICE or office.level != designation.level:
        return False
    if authority.kind == OrganisationKind.OFFICE:
        return office.pk == authority.pk
    seat = office.seat_of_power
    return seat.pk == authority.pk or designation.town.owner.superiors.filter(superior=seat).exists()


def _is_same_person(one: User | None, other: User | None) -> bool:
    """Two accounts of one person count as one."""
    if one is None or other is None:
        return False
    return one.pk == other.pk or (one.person_id is not None and one.person_id == other.person_id)
