"""What is mended in a decision: anything while it is prepared; by an erratum with its reason once it is published."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from applications.enums import ErratumField
from applications.models import Application, Decision, DecisionItem, Erratum
from applications.rules import can_correct_decision, can_mend_published, can_prepare_decision
from applications.services.deciding import (
    demand_possible_day,
    held_for_decision,
    put_on_list,
    save_columns,
)
from core.errors import Conflict, Invalid, NotAllowed
from core.locks import locked
from files.models import FileVersion
from files.services import store_file
from records.services import record
from towns.models import Designation
from towns.services import correct_designation

# Not the scan: PostgreSQL, once it has waited for the row, does not see one that came in meanwhile beside it.
FAR = "round__office", "authority"
COLUMNS = tuple(ErratumField.values)
LIST, SCAN = "名单", "扫描件"

# What changed, as the act log shows it: {"field": 文号, "old": …, "new": …}.
Change = dict[str, str]


@transaction.atomic
def correct_decision(
    *,
    actor: Actor,
    decision: Decision,
    title: str,
    document_number: str,
    decided_on: date | None,
    applications: Iterable[Application],
    scan: File | None = None,
    version: int | None = None,
) -> Decision:
    """Write a prepared decision as it shall be: columns, the whole list, and a scan where one has come in.

    Title and new towns are the office's, the authority's clerk takes off the list alone. Invalid for a number that
    is taken, a day to come, an empty list, or a scan that the guard refuses (field `scan`).
    """
    row = locked(Decision.objects.select_related(*FAR), decision)
    can_correct_decision(actor, row).demand()
    if row.is_applied:
        raise Conflict("这份决定已经公布，不能修改；确有错误的，由登记员发布更正说明。")
    _demand_fresh(row, version)
    demand_possible_day(decided_on)
    if title != row.title and not can_prepare_decision(actor, row.round):
        raise NotAllowed("标题由办公室主任修改。")
    known = {"title": title, "document_number": document_number, "decided_on": decided_on}
    changes = [*_written(row, known), *_listed(actor, row, applications), *_scanned(actor, row, scan)]
    if changes:
        _count_up(row)
        record(actor=actor, verb="decision.correct", target=row, details={"changes": changes})
    return row


@transaction.atomic
def attach_scan(*, actor: Actor, decision: Decision, scan: File) -> Decision:
    """The scan of a published decision, first or anew; earlier ones stay as versions. Invalid (`scan`) by the guard."""
    row = locked(Decision.objects.select_related(*FAR), decision)
    can_mend_published(actor, row).demand()
    if not row.is_applied:
        raise Conflict("这份决定还没有公布，请在“修改”中上传扫描件。")
    changes = _scanned(actor, row, scan)
    if changes:
        record(actor=actor, verb="decision.attach_scan", target=row, details={"changes": changes})
    return row


@transaction.atomic
def add_erratum(
    *,
    actor: Actor,
    decision: Decision,
    title: str,
    document_number: str,
    decided_on: date,
    reason: str,
    version: int | None = None,
) -> list[Erratum]:
    """更正: title, number and date as they should have been printed; one erratum for each that differs.

    The decision and every recognition that came of it say so from now on. Invalid when nothing differs, the reason
    is missing, the number is taken, or the day cannot be.
    """
    row = locked(Decision.objects.select_related(*FAR), decision)
    can_mend_published(actor, row).demand()
    if not row.is_applied:
        raise Conflict("这份决定还没有公布，请直接修改。")
    _demand_fresh(row, version)
    demand_possible_day(decided_on)
    _demand_words({"title": title, "document_number": document_number, "reason": reason})
    before = {name: str(getattr(row, name)) for name in COLUMNS}
    known = {"title": title, "document_number": document_number, "decided_on": decided_on}
    changes = _written(row, known)
    if not changes:
        raise Invalid("与现在的内容相同，没有要更正的。")
    _count_up(row)
    errata = _errata(actor, row, before, reason.strip())
    _correct_recognitions(actor, row)
    record(
        actor=actor,
        verb="decision.add_erratum",
        target=row,
        comment=reason.strip(),
        details={"changes": changes},
    )
    return errata


def _demand_fresh(decision: Decision, version: int | None) -> None:
    if version not in (None, decision.version):
        raise Conflict("您打开页面之后，这份决定已有变化，请看过最新内容再办。")


def _demand_words(words: dict[str, str]) -> None:
    """Neither may be empty: what is published keeps its title and number, and the public reads why they changed."""
    missing = {name: "不能为空。" for name, text in words.items() if not text.strip()}
    if missing:
        raise Invalid("请填写完整。", fields=missing)


def _count_up(decision: Decision) -> None:
    decision.version += 1
    decision.save(update_fields=["version"])


def _written(decision: Decision, known: dict[str, Any]) -> list[Change]:
    """Write the columns that differ; what they said and say."""
    differing = {name: value for name, value in known.items() if getattr(decision, name) != value}
    changes = [
        _change(ErratumField(name).label, getattr(decision, name), value) for name, value in differing.items()
    ]
    for name, value in differing.items():
        setattr(decision, name, value)
    if differing:
        save_columns(decision, list(differing))
    return changes


def _listed(actor: Actor, decision: Decision, applications: Iterable[Application]) -> list[Change]:
    """Take off and put on the list; what it was and is."""
    wanted = {application.pk for application in applications}
    if not wanted:
        message = "名单不能为空；如都不认定，请办公室主任撤回报请。"
        raise Invalid(message, fields={"applications": message})
    before = _names(decision)
    new = wanted - set(before)
    if new and not can_prepare_decision(actor, decision.round):
        raise NotAllowed("由办公室主任列入名单，登记员只能移出。")
    decision.items.exclude(application__in=wanted).delete()
    if new:
        put_on_list(actor, decision, held_for_decision(decision.round, new))
    after = _names(decision)
    if set(before) == set(after):
        return []
    return [_change(LIST, "、".join(before.values()), "、".join(after.values()))]


def _names(decision: Decision) -> dict[int, str]:
    items = DecisionItem.objects.filter(decision=decision).select_related("application__town").order_by("pk")
    return {item.application_id: item.application.town.name for item in items}


def _scanned(actor: Actor, decision: Decision, scan: File | None) -> list[Change]:
    """Keep the scan, as the next version where there is one; the same bytes once more change nothing."""
    if scan is None:
        return []
    before = decision.scan.versions.order_by("-number").first() if decision.scan else None
    after = _stored(actor, decision, scan)
    if before is not None and before.pk == after.pk:
        return []
    decision.scan = after.stored_file
    decision.save(update_fields=["scan"])
    return [_change(SCAN, f"{before.name}（第 {before.number} 版）" if before else "", after.name)]


def _stored(actor: Actor, decision: Decision, scan: File) -> FileVersion:
    """It is the office's file: of the authority only the clerk may see it before it is published."""
    try:
        return store_file(
            actor=actor,
            owner=decision.round.office,
            title=f"{decision.title}扫描件",
            upload=scan,
            stored_file=decision.scan,
        )
    except Invalid as refusal:
        raise Invalid(refusal.message, fields={"scan": refusal.message}) from refusal


def _errata(actor: Actor, decision: Decision, before: dict[str, str], reason: str) -> list[Erratum]:
    assert actor.user is not None
    return [
        Erratum.objects.create(
            decision=decision, field=name, old=old, new=new, reason=reason, made_by=actor.user
        )
        for name, old in before.items()
        if (new := str(getattr(decision, name))) != old
    ]


def _correct_recognitions(actor: Actor, decision: Decision) -> None:
    for designation in Designation.objects.filter(decision_item__decision=decision).order_by("pk"):
        correct_designation(
            actor=actor,
            designation=designation,
            document_number=decision.document_number,
            document_title=decision.title,
            decided_on=decision.decided_on,
        )


def _change(field: str, old: object, new: object) -> Change:
    return {"field": field, "old": str(old or ""), "new": str(new or "")}
