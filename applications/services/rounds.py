"""Calling for applications: a round is written, put right, published; afterwards only its help line and its end change.

Every service takes `version` (`selectors.rounds.version_of_round`): the page that was acted upon; None does not ask.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from applications.models import Round, RoundApplicant, RoundExtension
from applications.rules import can_change_round, can_manage_rounds
from applications.selectors.rounds import round_in_words, version_of_round
from applications.services.round_demands import (
    demand_complete,
    demand_contact,
    demand_fitting,
    demand_later,
)
from applications.services.round_parts import (
    RoundFacts,
    StepTerms,
    call_units,
    copy_steps,
    settle_steps,
    write_columns,
)
from applications.services.telling import tell_round
from core.errors import Conflict, Invalid
from core.locks import locked
from core.templatetags.formats import moment
from records.enums import Outcome
from records.models import Act
from records.services import record
from records.words import verb_words


@transaction.atomic
def create_round(
    *,
    actor: Actor,
    applicants: Collection[Organisation],
    quota: int | None = None,
    steps: Collection[StepTerms] = (),
    **facts: Unpack[RoundFacts],
) -> Round:
    """An unpublished round of the acting office, with the steps of its level's template on the given terms.

    `quota` is how many towns each unit may recommend; None for as many as it likes. Invalid names the fields.
    """
    can_manage_rounds(actor).demand()
    assert actor.organisation is not None
    demand_fitting(actor.organisation, facts, applicants)
    round_ = Round(office=actor.organisation)
    write_columns(round_, facts)
    call_units(round_, applicants, quota)
    copy_steps(round_)
    settle_steps(round_, steps)
    record(actor=actor, verb="round.create", target=round_)
    return round_


@transaction.atomic
def update_round(
    *,
    actor: Actor,
    round_: Round,
    applicants: Collection[Organisation],
    quota: int | None = None,
    steps: Collection[StepTerms] = (),
    version: int | None = None,
    **facts: Unpack[RoundFacts],
) -> Round:
    """Put an unpublished round right; units that were given a quota of their own keep it."""
    row = _own(actor, round_, version)
    _demand_unpublished(row)
    demand_fitting(row.office, facts, applicants)
    before = round_in_words(row)
    write_columns(row, facts)
    call_units(row, applicants, quota)
    settle_steps(row, steps)
    _record_changes(actor, row, before)
    return row


@transaction.atomic
def set_quotas(
    *, actor: Actor, round_: Round, quotas: Mapping[int, int | None], version: int | None = None
) -> Round:
    """How many towns single units may recommend, by the unit's number; units that are not named keep theirs."""
    row = _own(actor, round_, version)
    _demand_unpublished(row)
    before = round_in_words(row)
    places = list(row.applicant_places.filter(organisation__in=quotas).order_by("pk"))
    for place in places:
        place.quota = quotas[place.organisation_id]
    RoundApplicant.objects.bulk_update(places, ["quota"])
    _record_changes(actor, row, before)
    return row


@transaction.atomic
def update_help(
    *, actor: Actor, round_: Round, guidance: str, contact: str, version: int | None = None
) -> Round:
    """Of a round that people already read only the guidance and the help line may change."""
    row = _own(actor, round_, version)
    demand_contact(contact)
    before = round_in_words(row)
    row.guidance, row.contact = guidance, contact
    row.save(update_fields=["guidance", "contact"])
    _record_changes(actor, row, before)
    return row


@transaction.atomic
def delete_round(*, actor: Actor, round_: Round, version: int | None = None) -> None:
    """A round that nobody has read yet goes; a published one stays for ever."""
    row = _own(actor, round_, version)
    _demand_unpublished(row)
    record(actor=actor, verb="round.delete", target=row)
    row.delete()


@transaction.atomic
def publish_round(*, actor: Actor, round_: Round, version: int | None = None) -> Round:
    """From here on everybody may read it, and from its opening on file in it."""
    row = _own(actor, round_)
    if row.published_at is not None:
        raise Conflict("这个批次已经发布。", detail=_last_act(row))
    _demand_fresh(row, version)
    demand_complete(row)
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    record(actor=actor, verb="round.publish", target=row)
    tell_round(kind="round_opened", actor=actor, round_=row)
    return row


@transaction.atomic
def extend_round(
    *, actor: Actor, round_: Round, closes_at: datetime, reason: str, version: int | None = None
) -> RoundExtension:
    """延期: a later closing, with a reason that everybody reads; after the closing it opens the round again."""
    row = _own(actor, round_, version)
    if row.published_at is None:
        raise Conflict("批次还没有发布，请直接修改截止日期。")
    demand_later(row, closes_at)
    if not reason.strip():
        raise Invalid("请写明延期理由。", fields={"reason": "请写明延期理由。"})
    assert actor.user is not None
    extension = RoundExtension.objects.create(
        round=row,
        old_closes_at=row.closes_at,
        new_closes_at=closes_at,
        reason=reason.strip(),
        made_by=actor.user,
    )
    row.closes_at = closes_at
    row.save(update_fields=["closes_at"])
    change = {
        "field": "截止时间",
        "old": moment(extension.old_closes_at),
        "new": moment(extension.new_closes_at),
    }
    record(
        actor=actor, verb="round.extend", target=row, comment=extension.reason, details={"changes": [change]}
    )
    tell_round(kind="round_extended", actor=actor, round_=row, reason=extension.reason)
    return extension


def _own(actor: Actor, round_: Round, version: int | None = None) -> Round:
    """The round as it is now, locked, for its office's head; Conflict when the page was older."""
    row = locked(Round.objects.select_related("office__superior", "office__division"), round_)
    can_change_round(actor, row).demand()
    _demand_fresh(row, version)
    return row


def _demand_fresh(row: Round, version: int | None) -> None:
    if version is not None and version != version_of_round(row):
        raise Conflict("您打开页面之后，这个批次已有变化，请看过最新内容再办。", detail=_last_act(row))


def _last_act(row: Round) -> list[str]:
    """Who changed it last, in one sentence; nothing where nobody did."""
    act = Act.objects.about(row).filter(outcome=Outcome.DONE).last()
    if act is None:
        return []
    where = f"（{act.organisation_name}）" if act.organisation_name else ""
    return [f"{moment(act.at)}，{act.user_name or '系统'}{where}{verb_words(act.verb)}。"]


def _demand_unpublished(row: Round) -> None:
    if row.published_at is not None:
        raise Conflict("批次已经发布，只能修改申报说明和联系电话，或者延期。", detail=_last_act(row))


def _record_changes(actor: Actor, row: Round, before: Mapping[str, str]) -> None:
    """One act with old and new of every label that changed; none where nothing did."""
    after = round_in_words(row)
    changes = [
        {"field": label, "old": before[label], "new": after[label]}
        for label in after
        if before[label] != after[label]
    ]
    if changes:
        record(actor=actor, verb="round.update", target=row, details={"changes": changes})
