"""Who reads policies in, holds them against their source, and opens them to everybody."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.enums import Role
from core.permits import YES, Permit, demand_that, first_refusal
from policies.enums import VersionState
from policies.models import CommentPeriod, Policy, PolicyVersion
from records import workflow
from records.workflow import Action

KEEPERS = (Role.REVIEWER, Role.OFFICE_DIRECTOR, Role.REGISTRAR)


def can_read_in(actor: Actor, policy: Policy | None = None) -> Permit:
    """The people of a leading-group office; a new text of a policy comes from the office that keeps it.

    The portal itself brings the documents of the reference data.
    """
    if actor.is_system:
        return YES
    return first_refusal(
        demand_that(
            actor.organisation is not None and actor.has_any(*KEEPERS),
            "政策文件由领导小组办公室的人员读入。",
        ),
        demand_that(
            policy is None or actor.acts_for(policy.keeper),
            "这份文件由另一个办公室维护。",
        ),
    )


def can_name_units(actor: Actor) -> Permit:
    """The people of a leading-group office, for the documents that it keeps."""
    return can_read_in(actor)


def can_check_version(actor: Actor, version: PolicyVersion) -> Permit:
    """Whoever keeps it, until it is open to everybody."""
    return first_refusal(
        can_read_in(actor, version.policy),
        demand_that(version.state == VersionState.CHECKING, "已经公开，不能再改；有变动请读入新的一稿。"),
    )


def can_publish_version(actor: Actor, version: PolicyVersion) -> Permit:
    """Only what a person has held against the source, line for line."""
    left = version.clauses.filter(confirmed_at__isnull=True).count() if version.pk else 0
    return first_refusal(
        can_read_in(actor, version.policy),
        demand_that(version.checked_at is not None, "请先核对文件信息。"),
        demand_that(not left, f"还有 {left} 条没有核对。"),
    )


def can_withdraw_version(actor: Actor, version: PolicyVersion) -> Permit:
    """A director of the office that keeps it, with the reason."""
    return first_refusal(
        can_read_in(actor, version.policy),
        demand_that(actor.has_any(Role.OFFICE_DIRECTOR), "由办公室主任撤下。"),
    )


def can_keep_card(actor: Actor, policy: Policy) -> Permit:
    """The office that keeps the policy writes its card."""
    return first_refusal(
        demand_that(not actor.is_system, "政策卡片由维护单位制作。"), can_read_in(actor, policy)
    )


def can_call_for_comments(actor: Actor, version: PolicyVersion) -> Permit:
    """The office that keeps it, for a draft that is open."""
    return first_refusal(
        can_read_in(actor, version.policy),
        demand_that(version.is_draft, "只有征求意见稿可以征求意见。"),
        demand_that(version.state == VersionState.PUBLISHED, "请先核对并公开这一稿，再征求意见。"),
    )


def can_answer_comments(actor: Actor, period: CommentPeriod) -> Permit:
    """The office that keeps the draft reads the comments and answers them."""
    return can_read_in(actor, period.version.policy)


def can_keep_targets(actor: Actor, policy: Policy) -> Permit:
    """The office that keeps the document sets its targets and notes how they stand."""
    return can_read_in(actor, policy)


def register() -> None:
    """The life of a version, for the transition routine."""
    workflow.register(
        PolicyVersion,
        Action("publish", "公开", can_publish_version, past="公开"),
        Action("withdraw", "撤下", can_withdraw_version, needs_comment=True, is_grave=True, past="撤下"),
    )
