"""上会清单: what the people of a meeting have before them of each application, in few queries whatever the number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from applications.enums import CheckStatus, Conclusion, Party, StepKind
from applications.models import (
    Application,
    ApplicationStep,
    CheckFinding,
    CheckRun,
    FactSheet,
    Judgement,
)
from applications.selectors.words import StateWord, state_for
from core.money import plain
from criteria.findings import Verdict
from towns.models import Indicator

# In the order in which a summary is read; a merit that does not apply is no news.
VERDICTS = tuple(verdict for verdict in Verdict if verdict != Verdict.NONE)
OUTPUT = "output_value"
UNKNOWN = "未提供"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One line of the list; texts are ready to be read, empty where there is nothing to say."""

    pk: int
    number: str
    came_on_paper: bool
    town: str
    county: str
    applicant: str
    industry: str
    category: str
    output: str
    checks: str
    judgements: str
    opinion: str
    review: str
    state: StateWord


def meeting_rows(actor: Actor, applications: QuerySet[Application]) -> list[MeetingRow]:
    """Lines in the order of the queue; eight queries whatever their number."""
    names = "town__county", "applicant", "office", "round__office", "round__authority"
    rows = list(applications.select_related(*names).order_by("moved_at", "pk"))
    sheets = _newest_sheets([row.pk for row in rows])
    checks = _summaries(sheets)
    said = _judgements(sheets)
    opinions = _opinions(rows)
    ours = {row.pk for row in rows if actor.acts_for(row.office)}
    unit = Indicator.objects.filter(key=OUTPUT).order_by("pk").values_list("unit", flat=True).first() or ""
    return [
        MeetingRow(
            pk=row.pk,
            number=row.number or "尚未受理",
            came_on_paper=row.came_on_paper,
            town=row.town.name,
            county=row.town.county.full_name,
            applicant=row.applicant.short_name,
            industry=row.town.main_industry,
            category=row.town.get_category_display(),
            output=_output(sheets.get(row.pk), unit),
            checks=checks.get(row.pk, "检查未完成"),
            # What another office judges and concludes stays its own until the decision is public.
            judgements=said.get(row.pk, "") if row.pk in ours else "",
            opinion=opinions[row.pk].get(Party.CITY_OFFICE.value, ""),
            review=opinions[row.pk].get(Party.OFFICE.value, "") if row.pk in ours else "",
            state=state_for(actor, row),
        )
        for row in rows
    ]


def _newest_sheets(numbers: Sequence[int]) -> dict[int, FactSheet]:
    """By application what was submitted last."""
    newest = (
        FactSheet.objects.filter(application=OuterRef("application")).order_by("-number").values("pk")[:1]
    )
    found = FactSheet.objects.filter(application__in=numbers, pk=Subquery(newest)).order_by("pk")
    return {sheet.application_id: sheet for sheet in found}


def _output(sheet: FactSheet | None, unit: str) -> str:
    """Last year's output of the main industry with its year and unit; unknown is no zero."""
    facts: Mapping[str, Any] = sheet.data["facts"] if sheet else {}
    value = facts.get(OUTPUT)
    if value in (None, ""):
        return UNKNOWN
    return f"{facts['year']}年 {plain(Decimal(value))} {unit}"


def _summaries(sheets: Mapping[int, FactSheet]) -> dict[int, str]:
    """By application: 5 满足 · 2 需研判, of the newest finished check against the round's own version."""
    runs = (
        CheckRun.objects.filter(
            fact_sheet__in=[sheet.pk for sheet in sheets.values()],
            standard_version=F("fact_sheet__application__round__standard_version"),
            status=CheckStatus.DONE,
        )
        .order_by()
        .values("fact_sheet__application")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    counted = (
        CheckFinding.objects.filter(check_run__in=list(runs.order_by("newest")))
        .order_by("check_run")
        .values_list("check_run__fact_sheet__application", "verdict")
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for application, verdict, number in counted:
        found[application][verdict] = number
    return {application: _summary(numbers) for application, numbers in found.items()}


def _summary(numbers: Mapping[str, int]) -> str:
    return " · ".join(f"{numbers[verdict]} {verdict.words}" for verdict in VERDICTS if verdict in numbers)


def _judgements(sheets: Mapping[int, FactSheet]) -> dict[int, str]:
    """By application: 满足 3 项、基本满足 1 项, the newest word on each requirement."""
    rows = (
        Judgement.objects.filter(fact_sheet__in=[sheet.pk for sheet in sheets.values()])
        .order_by("pk")
        .values_list("fact_sheet__application", "criterion", "requirement", "conclusion")
    )
    newest = {row[:3]: row[3] for row in rows}
    found: dict[int, list[str]] = defaultdict(list)
    for (application, _, _), conclusion in newest.items():
        found[application].append(conclusion)
    return {application: _said(conclusions) for application, conclusions in found.items()}


def _said(conclusions: list[str]) -> str:
    return "、".join(
        f"{each.label} {conclusions.count(each)} 项" for each in Conclusion if each in conclusions
    )


def _opinions(applications: Iterable[Application]) -> dict[int, dict[str, str]]:
    """By application and party: what was concluded in words, step after step."""
    steps = (
        ApplicationStep.objects.filter(
            application__in=[each.pk for each in applications],
            closed_at__isnull=False,
            template__kind__in=[StepKind.OPINION, StepKind.REVIEW, StepKind.JUDGEMENT],
        )
        .exclude(comment="")
        .order_by("application", "template__position")
        .values_list("application", "template__party", "template__name", "comment")
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for application, party, name, comment in steps:
        said = found[application].get(party, "")
        found[application][party] = f"{said}\n{name}：{comment}".strip()
    return found
