"""Who may do what with rounds, applications and decisions, and the words for when they may not (domain.md 2)."""

from collections.abc import Mapping

from applications.models import Application, Decision
from applications.rules.applying import (
    can_copy_answers,
    can_create_application,
    can_delete_draft,
    can_edit_application,
    can_recommend_application,
    can_send_back_application,
    can_submit_application,
    can_withdraw_application,
)
from applications.rules.deciding import (
    can_apply_decision,
    can_correct_decision,
    can_mend_published,
    can_prepare_decision,
    can_read_decisions,
)
from applications.rules.handling import can_assign_many, can_be_handler, can_use_queue
from applications.rules.papers import (
    came_in_time,
    can_correct_paper,
    can_register_paper,
    can_stamp_sheet,
    receives_first,
)
from applications.rules.parties import (
    acting_now,
    acts_as,
    acts_in_turn,
    belongs_to,
    has_no_interest,
    organisation_of,
    reads_draft,
)
from applications.rules.returning import (
    all_answered,
    can_add_evidence,
    can_answer_item,
    can_edit_block,
    can_edit_evidence,
    can_resolve_item,
    can_resubmit_application,
    can_return_application,
    is_block_open,
    is_criterion_open,
    is_evidence_open,
    open_items,
)
from applications.rules.reviewing import (
    can_accept_application,
    can_assign_application,
    can_close_step,
    can_decline_application,
    can_judge_application,
    can_postpone_application,
    can_read_inside,
    can_recognise_application,
    can_shortlist_application,
    can_write_note,
)
from applications.rules.rounds import (
    OPTIONAL_KINDS,
    can_change_round,
    can_manage_rounds,
    can_read_rounds,
    can_read_turnout,
)
from records import workflow
from records.workflow import Action

__all__ = [
    "OPTIONAL_KINDS",
    "acting_now",
    "acts_as",
    "acts_in_turn",
    "all_answered",
    "belongs_to",
    "came_in_time",
    "can_accept_application",
    "can_add_evidence",
    "can_answer_item",
    "can_apply_decision",
    "can_assign_application",
    "can_assign_many",
    "can_be_handler",
    "can_change_round",
    "can_close_step",
    "can_copy_answers",
    "can_correct_decision",
    "can_correct_paper",
    "can_create_application",
    "can_decline_application",
    "can_delete_draft",
    "can_edit_application",
    "can_edit_block",
    "can_edit_evidence",
    "can_judge_application",
    "can_manage_rounds",
    "can_mend_published",
    "can_postpone_application",
    "can_prepare_decision",
    "can_read_decisions",
    "can_read_inside",
    "can_read_rounds",
    "can_read_turnout",
    "can_recognise_application",
    "can_recommend_application",
    "can_register_paper",
    "can_resolve_item",
    "can_resubmit_application",
    "can_return_application",
    "can_send_back_application",
    "can_shortlist_application",
    "can_stamp_sheet",
    "can_submit_application",
    "can_use_queue",
    "can_withdraw_application",
    "can_write_note",
    "has_no_interest",
    "is_block_open",
    "is_criterion_open",
    "is_evidence_open",
    "open_items",
    "organisation_of",
    "reads_draft",
    "receives_first",
    "register",
]


def register() -> None:
    """The actions in the order in which a person should meet them."""
    workflow.register(
        Application,
        Action("submit", "提交", can_submit_application, past="提交"),
        Action("resubmit", "重新提交", can_resubmit_application, past="重新提交"),
        Action("recommend", "推荐上报", can_recommend_application, past="推荐上报"),
        Action("send_back", "退回填报员", can_send_back_application, needs_comment=True, past="退回填报员"),
        Action("accept", "受理", can_accept_application, past="受理"),
        Action("shortlist", "列入拟认定名单", can_shortlist_application, past="列入拟认定名单"),
        Action("return_for_correction", "退回补正", can_return_application, past="退回补正"),
        Action("recognise", "认定", can_recognise_application, past="予以认定", is_offered=False),
        Action(
            "decline",
            "不予认定",
            can_decline_application,
            needs_comment=True,
            is_grave=True,
            past="决定不予认定",
        ),
        Action("withdraw", "撤回", can_withdraw_application, is_grave=True, past="撤回"),
    )
    workflow.register(Decision, Action("apply", "公布", can_apply_decision, past="公布"))


def actions_of_application() -> Mapping[str, Action]:
    """The registered actions of an application by name."""
    return workflow.actions_of(Application)
