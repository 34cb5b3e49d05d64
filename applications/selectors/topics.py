"""What each criterion of a standard speaks of, and what it asks of a figure or an answer of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from applications.blocks import ANSWERS, STATEMENTS
from criteria.standard import CriterionSpec, RequirementSpec, StandardSpec
from standards.selectors.demands import DEMAND, demand_of
from standards.selectors.facts_read import facts_read

# What a criterion is about, by a word of its title: standards name their criteria freely.
STATEMENT_OF_WORD: Mapping[str, str] = {
    "历史": "history_text",
    "传承": "history_text",
    "市场": "market_text",
    "就业": "employment_text",
    "环境": "environment_text",
}
# What the office needs of every application, whatever the standard says.
ALWAYS_ASKED = frozenset({"category", "contact_name", "contact_telephone", "commitment"})

# Named by a standard, and of no use to whoever has none or needs none: a merit, a relaxation.
ONLY_WHERE_IT_FITS = frozenset({"titles", "relaxation_reason"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What one requirement wants of one figure or answer; `words` may be empty: the clause alone asks for it."""

    clause: str
    words: str

    def __str__(self) -> str:
        return f"{self.clause}：{self.words}" if self.words else self.clause


def topics_of(spec: CriterionSpec) -> list[str]:
    """Keys of the figures and answers that a criterion speaks of; market_share.city is the figure market_share_city."""
    read = [topic for each in spec.requirements for topic in _read(each)]
    return list(dict.fromkeys([*read, *_statements(spec)]))


def asks_of(spec: StandardSpec, category: str | None) -> dict[str, tuple[Ask, ...]]:
    """By topic, what the standard wants of it; thresholds of the category where it is known, else of each."""
    found: dict[str, list[Ask]] = {}
    for criterion in spec.criteria:
        for topic in _statements(criterion):
            found.setdefault(topic, []).append(Ask(criterion.clause, criterion.title))
        for each in criterion.requirements:
            for topic in dict.fromkeys(_read(each)):
                found.setdefault(topic, []).append(Ask(each.clause, _wanted(each, topic, spec, category)))
    return {topic: tuple(dict.fromkeys(asks)) for topic, asks in found.items()}


def _read(requirement: RequirementSpec) -> Iterator[str]:
    for fact in facts_read(requirement.kind, requirement.params):
        yield fact.removeprefix("indicators.").replace(".", "_")


def _statements(spec: CriterionSpec) -> list[str]:
    """The texts that people judge the criterion by; all of them where its title does not say which."""
    if not any(each.kind == "judged" for each in spec.requirements):
        return [name for name in STATEMENTS if name in _named(spec)]
    return [name for name in STATEMENTS if name in (_named(spec) or STATEMENTS)]


def _named(spec: CriterionSpec) -> set[str]:
    return {name for word, name in STATEMENT_OF_WORD.items() if word in spec.title}


def _wanted(requirement: RequirementSpec, topic: str, spec: StandardSpec, category: str | None) -> str:
    """In words: 5 亿元以上, 至少 10 户; of a relaxation's grounds and the category nothing is wanted by itself."""
    if topic in ANSWERS and topic not in {"platforms", "wide_national_market"}:
        return ""
    own = {key: name for key, name in spec.categories.items() if key == category} or dict(spec.categories)
    demand = demand_of(requirement.kind, requirement.params, own)
    if demand.limits:
        return "、".join(words if len(own) == 1 else f"{name}{words}" for name, words in demand.limits)
    return "；".join(words for label, words in demand.lines if label in {DEMAND, "满足其一"})
