"""Calling for applications: a round is written, then published."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from applications.enums import Party, StepKind
from applications.models import Round, RoundStep
from applications.rules import can_manage_rounds
from core.errors import Conflict, Invalid
from records.services import record
from standards.enums import VersionState
from standards.models import StandardVersion

# 受理, 复核, 认定 with the days that our default gives; an office may set others for its round.
STEPS = (
    (StepKind.ACCEPTANCE, Party.OFFICE, 5),
    (StepKind.REVIEW, Party.OFFICE, 20),
    (StepKind.DECISION, Party.AUTHORITY, 20),
)


@transaction.atomic
def create_round(
    *,
    actor: Actor,
    title: str,
    year: int,
    authority: Organisation,
    standard_version: StandardVersion,
    applicants: Iterable[Organisation],
    opens_at: datetime,
    closes_at: datetime,
    guidance: str = "",
    contact: str = "",
    shortlist_word: str = "拟认定",
) -> Round:
    """An unpublished round of the acting office, with the three steps of our default."""
    can_manage_rounds(actor).demand()
    assert actor.organisation is not None
    if standard_version.state != VersionState.PUBLISHED:
        raise Invalid(
            "征求意见稿或已停用的标准不能用于正式申报。", fields={"standard_version": "请选择已发布的标准。"}
        )
    round_ = Round(
        title=title,
        level=standard_version.standard.level,
        year=year,
        office=actor.organisation,
        authority=authority,
        standard_version=standard_version,
        opens_at=opens_at,
        closes_at=closes_at,
        guidance=guidance,
        contact=contact,
        shortlist_word=shortlist_word,
    )
    round_.save()
    round_.applicants.set(applicants)
    RoundStep.objects.bulk_create(
        RoundStep(round=round_, position=position, kind=kind, name=kind.label, party=party, days=days)
        for position, (kind, party, days) in enumerate(STEPS, start=1)
    )
    record(actor=actor, verb="round.create", target=round_)
    return round_


@transaction.atomic
def publish_round(*, actor: Actor, round_: Round) -> Round:
    """From here on everybody may read it, and from its opening on file in it."""
    can_manage_rounds(actor).demand()
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if not actor.acts_for(row.office):
        raise Invalid("只能发布本单位的批次。")
    if row.published_at is not None:
        raise Conflict("这个批次已经发布。")
    if not row.applicants.exists():
        raise Invalid("请先选择可申报的单位。")
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    record(actor=actor, verb="round.publish", target=row)
    return row
