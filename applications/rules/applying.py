"""What the applicant may do: file, fill in, hand in, recommend, take back."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.acting import APPLICANT_ANY, APPLICANT_CLERK
from applications.enums import EDITABLE_STATES, State
from applications.models import Application, Round, RoundApplicant
from applications.rules.parties import acts_as, acts_in_turn
from core.permits import YES, Permit, demand_that, first_refusal
from files.enums import ScanState
from files.models import FileVersion
from files.rules import can_submit_version


def can_create_application(actor: Actor, round_: Round) -> Permit:
    """A clerk of a unit that the round is open to, while it is open."""
    return first_refusal(
        demand_that(actor.has_any(Role.FILER), "由填报员新建申报。"),
        demand_that(round_.is_open(timezone.now()), "这个批次现在不接受申报。"),
        demand_that(
            actor.organisation is not None
            and round_.applicant_places.filter(organisation=actor.organisation).exists(),
            "本单位不在这个批次的申报范围内。",
        ),
    )


def can_edit_application(actor: Actor, application: Application) -> Permit:
    """The applicant's clerk, while the applicant holds the pen."""
    return first_refusal(
        acts_as(actor, application, APPLICANT_ANY),
        demand_that(application.state in EDITABLE_STATES, "已提交，不能再改；如需修改，请联系收件单位退回。"),
    )


def can_copy_answers(actor: Actor, application: Application) -> Permit:
    """Before anything of a first draft was saved: nothing that somebody typed is ever overwritten."""
    return first_refusal(
        can_edit_application(actor, application),
        demand_that(application.submitted_at is None, "提交过的申报不能再复制上年度内容。"),
        demand_that(not application.blocks.exists(), "已经开始填写，不能再复制上年度内容。"),
    )


def can_delete_draft(actor: Actor, application: Application) -> Permit:
    """A draft made by mistake, by the unit's clerk; what was submitted once stays for ever."""
    return first_refusal(
        acts_as(actor, application, APPLICANT_CLERK),
        demand_that(application.submitted_at is None, "提交过的申报不能删除，可以撤回。"),
        demand_that(application.state == State.DRAFT, "只有草稿可以删除。"),
    )


def can_submit_application(actor: Actor, application: Application) -> Permit:
    """In time, by the unit's clerk, with the truthfulness commitment given."""
    permit = first_refusal(
        acts_in_turn(actor, application, "submit"),
        demand_that(application.round.is_open(timezone.now()), "本批次不在申报时间内，不能提交。"),
        has_commitment(application),
    )
    return permit and has_clean_files(application)


def can_resubmit_application(actor: Actor, application: Application) -> Permit:
    """The answer to a return is not bound to the round's closing (decision 0007)."""
    permit = first_refusal(acts_in_turn(actor, application, "resubmit"), has_commitment(application))
    return permit and has_clean_files(application)


def has_commitment(application: Application) -> Permit:
    """承诺 is part of the form."""
    given = application.draft.get("answers", {}).get("commitment") is True
    return demand_that(given, "请先在填报页勾选真实性承诺并保存。")


def can_send_back_application(actor: Actor, application: Application) -> Permit:
    """The applicant's administrator."""
    return acts_in_turn(actor, application, "send_back")


def can_recommend_application(actor: Actor, application: Application) -> Permit:
    """The applicant's administrator (择优推荐), within what the round allows the unit."""
    permit = first_refusal(acts_in_turn(actor, application, "recommend"), has_place_left(application))
    return permit and has_clean_files(application)


def has_clean_files(application: Application) -> Permit:
    """No file in quarantine goes along; one that still waits for the scanner may (`can_submit_version`).

    One query, asked only of whoever might hand it in.
    """
    evidence = application.evidence.standing().values("stored_file")
    quarantined = FileVersion.objects.filter(
        stored_file__in=evidence, blob__scan__verdict=ScanState.QUARANTINED
    )
    newer = FileVersion.objects.filter(stored_file=OuterRef("stored_file"), number__gt=OuterRef("number"))
    found = quarantined.exclude(Exists(newer)).select_related("blob__scan").order_by("pk").first()
    return can_submit_version(found) if found else YES


def has_place_left(application: Application) -> Permit:
    """The unit's quota in the round; what was withdrawn gives its place back."""
    place = RoundApplicant.objects.filter(
        round=application.round_id, organisation=application.applicant_id, quota__isnull=False
    ).first()
    if place is None or place.quota is None:
        return YES
    recommended = Application.objects.recommended()
    taken = recommended.filter(round=application.round_id, applicant=application.applicant_id).count()
    return demand_that(taken < place.quota, f"本批次每个单位限报 {place.quota} 个，本单位已推荐 {taken} 个。")


def can_withdraw_application(actor: Actor, application: Application) -> Permit:
    """Until 受理; what was accepted once can only be returned or declined by the office."""
    return first_refusal(
        acts_in_turn(actor, application, "withdraw"),
        demand_that(application.accepted_at is None, "已经受理，不能撤回；如需修改，请联系复核单位。"),
    )
