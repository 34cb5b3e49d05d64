"""Decisions: what is ready for one, those in sight with what speaks for each town, and the papers of a recognition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from accounts.actors import Actor
from applications.enums import CheckStatus, Conclusion, DecisionState, State
from applications.models import (
    Application,
    CheckFinding,
    CheckRun,
    Decision,
    DecisionItem,
    Erratum,
    Judgement,
    Round,
)
from files.models import FileVersion

# The newest scan of the decision behind a recognition, and what was mended in it.
Papers = tuple[FileVersion | None, list[Erratum]]


@dataclass(frozen=True, slots=True)
class ListedTown:
    """One item of a decision: the findings of its newest check, and what people said, counted."""

    item: DecisionItem
    findings: list[CheckFinding]
    judged: str


def ready_for_decision(round_: Round) -> QuerySet[Application]:
    """Shortlisted and in no decision yet."""
    return (
        round_.applications.filter(state=State.SHORTLISTED, decision_item__isnull=True)
        .with_names()
        .order_by("moved_at", "pk")
    )


def could_stand_in(decision: Decision, *, with_ready: bool) -> QuerySet[Application]:
    """What stands on its list, and `with_ready` also what could be put on it."""
    fitting = Q(decision_item__decision=decision)
    if with_ready:
        fitting |= Q(round=decision.round_id, state=State.SHORTLISTED, decision_item__isnull=True)
    return Application.objects.filter(fitting).with_names().order_by("moved_at", "pk")


def rounds_with_shortlist(actor: Actor) -> QuerySet[Round]:
    """The acting office's rounds in which something waits to be put to the authority."""
    waiting = Count(
        "applications",
        filter=Q(applications__state=State.SHORTLISTED, applications__decision_item__isnull=True),
    )
    return (
        Round.objects.filter(office=actor.organisation)
        .annotate(waiting=waiting)
        .filter(waiting__gt=0)
        .select_related("authority", "office")
        .order_by("-pk")
    )


def prepared_decisions(actor: Actor) -> QuerySet[Decision]:
    """Those in sight that nobody outside knows of, the oldest first."""
    return _with_names(actor).filter(state=DecisionState.PREPARED).order_by("prepared_at", "pk")


def published_decisions(actor: Actor) -> QuerySet[Decision]:
    """Published ones of the acting office or authority, the newest first."""
    return _with_names(actor).filter(state=DecisionState.APPLIED).order_by("-applied_at", "-pk")


def decisions_in_sight(actor: Actor) -> QuerySet[Decision]:
    """All of them: those that nobody outside knows of first, then the newest."""
    return _with_names(actor).order_by(F("applied_at").desc(nulls_first=True), "-pk")


def waiting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Prepared decisions that the acting authority has to publish."""
    return prepared_decisions(actor).filter(authority=actor.organisation)


def _with_names(actor: Actor) -> QuerySet[Decision]:
    return (
        Decision.objects.visible_to(actor)
        .select_related("round", "authority", "prepared_by")
        .annotate(town_count=Count("items"))
    )


def listed_towns(decision: Decision) -> list[ListedTown]:
    """The list of a decision with what each town's check and judgement say; four queries however long it is."""
    items = list(
        decision.items.select_related("application__town__county", "application__applicant").order_by("pk")
    )
    sheets = [item.fact_sheet_id for item in items if item.fact_sheet_id]
    findings, words = _findings(decision, sheets), _judged(sheets)
    return [
        ListedTown(item, findings.get(item.fact_sheet_id or 0, []), words.get(item.fact_sheet_id or 0, ""))
        for item in items
    ]


def _findings(decision: Decision, sheets: list[int]) -> dict[int, list[CheckFinding]]:
    """By fact sheet: what its newest finished check against the round's version found."""
    checks = (
        CheckRun.objects.filter(
            fact_sheet__in=sheets,
            standard_version=decision.round.standard_version_id,
            status=CheckStatus.DONE,
        )
        .prefetch_related("findings")
        .order_by("number")
    )
    return {check.fact_sheet_id: list(check.findings.all()) for check in checks}


def _judged(sheets: list[int]) -> dict[int, str]:
    """By fact sheet: the words of people, the newest of each question, counted: 满足 2 项、同意放宽 1 项."""
    newest = {
        (each.fact_sheet_id, each.criterion, each.requirement): each.conclusion
        for each in Judgement.objects.filter(fact_sheet__in=sheets).order_by("pk")
    }
    counts = Counter((sheet, conclusion) for (sheet, _, _), conclusion in newest.items())
    return {
        sheet: "、".join(
            f"{each.label} {counts[sheet, each.value]} 项" for each in Conclusion if counts[sheet, each.value]
        )
        for sheet in {sheet for sheet, _ in counts}
    }


def scans_of(decision: Decision) -> list[FileVersion]:
    """Every version of the scan, the newest first; empty while there is none."""
    if decision.scan_id is None:
        return []
    return list(FileVersion.objects.filter(stored_file=decision.scan_id).with_names().order_by("-number"))


def papers_of(designations: Iterable[int]) -> dict[int, Papers]:
    """By the key of each recognition: what the public may read of its published decision; two queries.

    Recognitions that came without a decision have (None, []).
    """
    keys = list(designations)
    files = (
        FileVersion.objects.filter(
            stored_file__decision__state=DecisionState.APPLIED,
            stored_file__decision__items__designation__in=keys,
        )
        .annotate(of=F("stored_file__decision__items__designation"))
        .select_related("blob")
        .order_by("number")
    )
    # The newest comes last and stays.
    scans = {version.of: version for version in files}
    errata: dict[int, list[Erratum]] = {}
    rows = Erratum.objects.filter(decision__items__designation__in=keys)
    for erratum in rows.annotate(of=F("decision__items__designation")).order_by("pk"):
        errata.setdefault(erratum.of, []).append(erratum)
    return {key: (scans.get(key), errata.get(key, [])) for key in keys}
