"""Demonstration towns: names that say what they are, plausible figures, no real enterprise."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Division, Organisation
from config.demonstration.people import STATISTICIANS, acting
from config.demonstration.registry import fill_registry
from core.acts import record
from core.pinyin import sort_key
from towns.models import Indicator, Town
from towns.services import confirm_figures, designate_town, report_figure

Facts = Mapping[str, Any]

SOURCE = "演示数据，不是真实数据"
# The key in the file and the indicator; each holds three years, the oldest first.
SERIES = {
    "output": "output_value",
    "leading": "leading_enterprises",
    "supporting": "supporting_enterprises",
    "employment": "employment",
}


@cache
def all_towns() -> tuple[Facts, ...]:
    """Every demonstration town, with the stage that it belongs to."""
    return tuple(json.loads((Path(__file__).parent / "towns.json").read_text(encoding="utf-8")))


def years() -> list[int]:
    """The three years that this year's applications speak of, the oldest first."""
    return [timezone.localdate().year - back for back in (3, 2, 1)]


def make_town(facts: Facts) -> Town:
    """The town, with the figures of the two older years in the registry; a second call finds it."""
    county = Division.objects.get(code=facts["county"])
    town, made = Town.objects.get_or_create(
        county=county,
        name=facts["name"],
        defaults={
            "owner": Organisation.objects.get(key=f"gov-{county.code}"),
            "keeper": Organisation.objects.filter(key=facts.get("applicant", "")).first(),
            "category": facts["category"],
            "main_industry": facts["main_industry"],
            "introduction": f"演示用的专业镇，主导产业为{facts['main_industry']}，数据均非真实。",
            "sort_key": sort_key(facts["name"]),
        },
    )
    if made:
        record(actor=SYSTEM, verb="town.create", target=town)
        _report(town, facts)
        _confirm(town)
        fill_registry(town, year=years()[-1])
        if "designation" in facts:
            _designate(town, facts["designation"])
    return town


def _report(town: Town, facts: Facts) -> None:
    """Two years, or all three where no application will bring the last one."""
    known = years() if "designation" in facts else years()[:-1]
    for series, key in SERIES.items():
        indicator = Indicator.objects.get(key=key)
        for year, value in zip(known, facts[series], strict=False):
            report_figure(
                actor=SYSTEM,
                town=town,
                indicator=indicator,
                year=year,
                value=Decimal(value),
                unit=indicator.unit,
                source=SOURCE,
            )


def _confirm(town: Town) -> None:
    """The oldest year, where there is a statistician; the others wait for a visitor who tries it out."""
    statistician = STATISTICIANS.get(town.owner.key)
    if statistician:
        oldest = town.figures.filter(year=years()[0]).order_by("pk")
        confirm_figures(actor=acting(statistician), figures=oldest)


def _designate(town: Town, given: Mapping[str, Any]) -> None:
    """A recognition of an earlier year, under a document that says it is a demonstration."""
    authority = Organisation.objects.get(key=given["authority"])
    decided_on = timezone.localdate().replace(
        month=6, day=1, year=timezone.localdate().year - given["years_ago"]
    )
    designate_town(
        actor=SYSTEM,
        town=town,
        level=given["level"],
        authority=authority,
        document_number=f"演示〔{decided_on.year}〕{town.pk}号",
        document_title=f"{authority.name}关于认定专业镇的决定（演示）",
        decided_on=decided_on,
    )
