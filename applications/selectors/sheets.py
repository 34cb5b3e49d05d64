"""What was submitted last, or is being filled in, as tables to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.enums import EDITABLE_STATES, Statement
from applications.models import Application
from applications.selectors.facts import FIGURE_KEYS, figure_years, sheet_content
from criteria.words import LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES, TRAITS
from towns.models import Indicator


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator over the years, newest first; an unknown figure is None."""

    name: str
    unit: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class SheetTables:
    """A fact sheet for reading: figures by year, answers, and which submission it was."""

    years: tuple[int, ...]
    figures: tuple[FigureRow, ...]
    answers: tuple[tuple[str, str], ...]
    number: int | None


def sheet_tables(application: Application) -> SheetTables:
    """The newest sheet; while the applicant holds the pen, the draft as it would be frozen now."""
    sheet = (
        None if application.state in EDITABLE_STATES else application.fact_sheets.order_by("-number").first()
    )
    content = sheet.data if sheet else sheet_content(application)
    years = tuple(figure_years(application))
    indicators = Indicator.objects.in_bulk(FIGURE_KEYS, field_name="key")
    rows = tuple(
        FigureRow(
            indicators[key].name,
            indicators[key].unit,
            tuple(content["history"].get(key, {}).get(str(year)) for year in years),
        )
        for key in FIGURE_KEYS
    )
    return SheetTables(years, rows, tuple(_answers(application, content)), sheet.number if sheet else None)


def _answers(application: Application, content: dict[str, Any]) -> list[tuple[str, str]]:
    answers, facts = content["answers"], content["facts"]
    categories = {each["key"]: each["name"] for each in application.round.standard_version.categories}
    return [
        ("类别", categories.get(facts["category"], "未填写")),
        ("传统特色", _listed(facts.get("traits"), TRAITS)),
        ("申请放宽的理由", answers.get("relaxation_reason") or "未填写"),
        # Sheets of the first weeks have none of these lists: they read as not registered.
        ("称号", _rows(facts.get("titles"), lambda row: LEVELS[row["level"]] + TITLES[row["kind"]])),
        ("品牌", _rows(facts.get("brands"), lambda row: f"{row['name']}（{LEVELS[row['level']]}）")),
        ("技术标准", _rows(facts.get("technical_standards"), _standard)),
        ("公共服务功能", _listed(facts.get("platforms"), PLATFORMS)),
        *((statement.label, answers.get(statement.value) or "未填写") for statement in Statement),
    ]


def _listed(keys: list[str] | None, words: Mapping[str, str]) -> str:
    """A choice in words; nothing chosen and nothing answered are two things."""
    if keys is None:
        return "未填写"
    return "、".join(words[key] for key in keys) or "以上均无"


def _rows(rows: list[dict[str, str]] | None, words: Callable[[dict[str, str]], str]) -> str:
    """Rows of the registry in words, like ones counted together."""
    if rows is None:
        return "未登记"
    said = Counter(words(row) for row in rows)
    return "、".join(f"{text} {number} 项" if number > 1 else text for text, number in said.items()) or "无"


def _standard(row: dict[str, str]) -> str:
    return f"{ROLES[row['role']]}{STANDARD_LEVELS[row['level']]}"
