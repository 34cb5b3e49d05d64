"""What was submitted last, or is being filled in, as tables to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.actors import Actor
from accounts.models import Division
from applications.blocks import ANSWERS, BLOCKS, FIGURE_KEYS, TEXTS, Answer, Kind
from applications.models import Application
from applications.rules import reads_draft
from applications.selectors.facts import figure_years, sheet_content
from applications.selectors.judgements import newest_sheet
from criteria.words import LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES, TRAITS
from towns.models import Indicator

Content = Mapping[str, Any]
UNKNOWN, UNLISTED = "未填写", "未登记"
YES_NO: Mapping[bool | None, str] = {True: "是", False: "否", None: UNKNOWN}
# Lists that the registry keeps and the form only shows.
REGISTERED = {"titles": "称号", "brands": "品牌", "technical_standards": "技术标准"}
CHOSEN = frozenset({"traits", "platforms", "counties"})


def _labels() -> Iterator[tuple[str, str]]:
    """Everything but the figures, in the form's order; the commitment is no content: without it nothing is frozen."""
    yield from (("category", ANSWERS["category"].label), ("counties", "主导产业所在县"))
    for block in BLOCKS:
        sections = (section.replace("-", "_") for section in block.sections)
        yield from ((key, REGISTERED[key]) for key in sections if key in REGISTERED)
        yield from ((each.name, each.label) for each in block.answers if _is_shown(each))


def _is_shown(answer: Answer) -> bool:
    return answer.kind not in {Kind.CATEGORY, Kind.CHECK}


LABELS: Mapping[str, str] = dict(_labels())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the keys of a sheet are called: (name, unit) of figures, categories of the standard, places by code."""

    figures: Mapping[str, tuple[str, str]]
    categories: Mapping[str, str]
    places: Mapping[str, str]


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


def sheet_tables(application: Application, actor: Actor) -> SheetTables:
    """The newest sheet; to the applicant, while it holds the pen, the draft as it would be frozen now."""
    sheet = None if reads_draft(actor, application) else newest_sheet(application)
    content = sheet.data if sheet else sheet_content(application)
    years = tuple(figure_years(application))
    words = vocabulary_of(application, content)
    rows = tuple(
        FigureRow(*words.figures[key], tuple(figure_text(content, key, year) for year in years))
        for key in FIGURE_KEYS
    )
    answers = tuple((LABELS[topic], said) for topic, said in answers_of(content, words).items())
    return SheetTables(years, rows, answers, sheet.number if sheet else None)


def vocabulary_of(application: Application, *contents: Content) -> Vocabulary:
    """The words for these contents; two queries."""
    indicators = Indicator.objects.in_bulk(FIGURE_KEYS, field_name="key")
    codes = {code for content in contents for code in content["facts"].get("counties") or ()}
    places = Division.objects.filter(code__in=codes).order_by("code").values_list("code", "name")
    return Vocabulary(
        figures={key: (each.name, each.unit) for key, each in indicators.items()},
        categories={each["key"]: each["name"] for each in application.round.standard_version.categories},
        places=dict(places),
    )


def figure_text(content: Content, key: str, year: int) -> str | None:
    """A figure as it was submitted, in its indicator's own unit; None where it is unknown."""
    text: str | None = content["history"].get(key, {}).get(str(year))
    return text


def answers_of(content: Content, words: Vocabulary) -> dict[str, str]:
    """Everything but the figures in words, by topic (the keys of LABELS)."""
    return {topic: _words_of(topic, content, words) for topic in LABELS}


def _words_of(topic: str, content: Content, words: Vocabulary) -> str:
    answers = content["answers"]
    if topic == "category":
        return words.categories.get(content["facts"]["category"], UNKNOWN)
    if topic in TEXTS:
        return answers.get(topic) or UNKNOWN
    if topic in ANSWERS and ANSWERS[topic].kind == Kind.YES_NO:
        return YES_NO[answers.get(topic)]
    return _listed(topic, items_of(content, topic, words))


def items_of(content: Content, topic: str, words: Vocabulary) -> Counter[str] | None:
    """The entries of a list in words, like ones counted; None where nothing was answered.

    Sheets of the first weeks have none of these lists: they read as not registered.
    """
    rows = content["facts"].get(topic)
    said = _ENTRIES[topic]
    return None if rows is None else Counter(said(row, words) for row in rows)


def counted(items: Mapping[str, int]) -> str:
    """主导制定国家标准 2 项、省级企业技术中心."""
    return "、".join(f"{text} {number} 项" if number > 1 else text for text, number in items.items())


def _listed(topic: str, items: Counter[str] | None) -> str:
    """A list in words; nothing of it and nothing answered are two things."""
    if items is None:
        return UNKNOWN if topic in CHOSEN else UNLISTED
    return counted(items) or ("以上均无" if topic in CHOSEN else "无")


_ENTRIES: Mapping[str, Callable[[Any, Vocabulary], str]] = {
    "counties": lambda code, words: words.places.get(code, code),
    "traits": lambda key, _: TRAITS[key],
    "titles": lambda row, _: LEVELS[row["level"]] + TITLES[row["kind"]],
    "brands": lambda row, _: f"{row['name']}（{LEVELS[row['level']]}）",
    "technical_standards": lambda row, _: f"{ROLES[row['role']]}{STANDARD_LEVELS[row['level']]}",
    "platforms": lambda key, _: PLATFORMS[key],
}
LISTS = tuple(_ENTRIES)
