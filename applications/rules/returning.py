"""Who marks what is wrong, who answers it, and what of a returned application may be changed meanwhile."""

from __future__ import annotations

from accounts.actors import Actor
from applications.acting import HOLDER_ANY
from applications.enums import OFFICE_STATES, ItemKind, State
from applications.models import Application, Evidence, ReturnItem, ReturnNotice
from applications.rules.applying import can_edit_application, has_clean_files, has_commitment
from applications.rules.parties import acts_as, acts_in_turn, has_no_interest
from core.permits import YES, Permit, demand_that, first_refusal


def can_return_application(actor: Actor, application: Application) -> Permit:
    """Anybody of the office without an interest, as often as the round allows."""
    return first_refusal(
        acts_in_turn(actor, application, "return_for_correction"),
        has_no_interest(actor, application),
        has_return_left(application),
    )


def has_return_left(application: Application) -> Permit:
    """The round's limit, if it has one; what the unit itself sent back does not count."""
    limit = application.round.return_limit
    if not limit:
        return YES
    done = application.return_notices.count()
    return demand_that(done < limit, f"本批次限退回 {limit} 次，这件申报已退回 {done} 次。")


def can_resolve_item(actor: Actor, item: ReturnItem) -> Permit:
    """The people of the office that has it now, once the applicant has handed in again."""
    application = item.application
    return first_refusal(
        acts_as(actor, application, HOLDER_ANY),
        has_no_interest(actor, application),
        demand_that(application.state in OFFICE_STATES, "申报不在办理中，不能核对补正。"),
        demand_that(item.notice is not None and not item.notice.is_open, "申报单位还没有重新提交。"),
    )


def can_answer_item(actor: Actor, item: ReturnItem) -> Permit:
    """The applicant's people, while the return it belongs to waits for them."""
    return first_refusal(
        can_edit_application(actor, item.application),
        demand_that(item.notice is not None and item.notice.is_open, "这一项属于以前的退回，不用再答复。"),
    )


def can_edit_block(actor: Actor, application: Application, key: str) -> Permit:
    """Filling in one block: in a draft every one, after an office's return those that it marked.

    A block is saved whole: an item on one of its fields opens the fields beside it too, and the page marks the one.
    """
    return first_refusal(can_edit_application(actor, application), is_block_open(application, key))


def is_block_open(application: Application, key: str) -> Permit:
    """Whether a return has left the block open; no rows are read for a draft."""
    items = open_items(application)
    if items is None or any(key in item.opens for item in items):
        return YES
    return demand_that(False, _locked_words(items, "这一部分"))


def can_add_evidence(actor: Actor, application: Application, criterion: int | None) -> Permit:
    """To a criterion that was marked, or a piece of which was."""
    return first_refusal(can_edit_application(actor, application), is_criterion_open(application, criterion))


def is_criterion_open(application: Application, criterion: int | None) -> Permit:
    """Whether evidence may be added to the criterion; None is 其他材料."""
    items = open_items(application)
    if items is None or any(_opens_criterion(item, criterion) for item in items):
        return YES
    return demand_that(False, _locked_words(items, "这里的材料"))


def can_edit_evidence(actor: Actor, evidence: Evidence) -> Permit:
    """Replacing a piece or taking it out: the marked one, all of a marked criterion, and what was added since."""
    return first_refusal(
        can_edit_application(actor, evidence.application), is_evidence_open(evidence.application, evidence)
    )


def is_evidence_open(application: Application, evidence: Evidence) -> Permit:
    """Whether a return has left the piece open."""
    items = open_items(application)
    if items is None or any(_opens_piece(item, evidence) for item in items):
        return YES
    return demand_that(False, _locked_words(items, "这份材料"))


def can_resubmit_application(actor: Actor, application: Application) -> Permit:
    """Every item answered; the answer to a return is not bound to the round's closing (decision 0007)."""
    permit = first_refusal(
        acts_in_turn(actor, application, "resubmit"), has_commitment(application), all_answered(application)
    )
    return permit and has_clean_files(application)


def all_answered(application: Application) -> Permit:
    """Every item of the return has its answer, before it is handed in again."""
    left = sum(not item.is_answered for item in open_items(application) or ())
    return demand_that(not left, f"还有 {left} 项补正事项没有答复。")


def open_items(application: Application) -> list[ReturnItem] | None:
    """The items of the return that waits for the applicant; None where nothing is locked.

    Nothing is in a draft, and after a return by the unit's own administrator. Read once for each row that was read.
    """
    if application.state != State.RETURNED or application.returned_from == State.SUBMITTED:
        return None
    known: dict[str, list[ReturnItem] | None] = vars(application).setdefault("_open_items", {})
    if "items" not in known:
        rows = ReturnItem.objects.filter(notice__application=application, notice__answered_at__isnull=True)
        rows = rows.select_related("organisation", "notice__returned_by", "answered_by", "evidence")
        rows = rows.prefetch_related("evidence__uses")
        # A return of the time before items existed leaves everything open.
        known["items"] = list(rows.order_by("pk")) or None
    return known["items"]


def _opens_criterion(item: ReturnItem, criterion: int | None) -> bool:
    return item.kind == ItemKind.WHOLE or criterion in _criteria_of(item)


def _criteria_of(item: ReturnItem) -> set[int | None]:
    """The criteria that it speaks of; None is 其他材料."""
    if item.kind == ItemKind.EVIDENCE and item.evidence is not None:
        return _served_by(item.evidence)
    return {item.criterion} if item.kind == ItemKind.CRITERION else set()


def _served_by(evidence: Evidence) -> set[int | None]:
    """A piece serves several criteria, or none in particular."""
    return {use.criterion for use in evidence.uses.all()} or {None}


def _opens_piece(item: ReturnItem, evidence: Evidence) -> bool:
    served = _served_by(evidence)
    if item.kind == ItemKind.EVIDENCE:
        notice: ReturnNotice | None = item.notice
        is_new = notice is not None and evidence.added_at >= notice.returned_at
        return item.evidence_id == evidence.pk or (is_new and bool(served & _criteria_of(item)))
    return any(_opens_criterion(item, number) for number in served)


def _locked_words(items: list[ReturnItem], what: str) -> str:
    office = items[0].organisation.short_name
    return f"本次退回没有涉及{what}，已锁定；确需修改的，请联系{office}。"
