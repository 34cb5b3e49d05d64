"""The engine, which reads the standards' files, against a naive reading that knows nothing of them."""

import random
from typing import Any

import pytest

from criteria.findings import eligibility
from criteria.words import LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES, TRAITS
from tests.criteria import reference, samples

OUTPUTS = ["0", "0.3", "0.50", "0.9", "1", "1.2", "2", "3.999", "5", "7", "10.0", "12", "20", "35.6", "400"]
FACT_SHEETS = 2000


def some(chance: random.Random, words: dict[str, str]) -> list[str]:
    """Nothing, something, nearly everything or everything of the words."""
    return chance.sample(list(words), chance.choice([0, 1, 2, len(words) - 1, len(words)]))


def rows(chance: random.Random, **members: dict[str, str]) -> list[dict[str, str]]:
    row = {key: list(words) for key, words in members.items()}
    return [{key: chance.choice(words) for key, words in row.items()} for _ in range(chance.randrange(3))]


def fact_sheet(chance: random.Random, code: str) -> dict[str, Any]:
    facts = {
        "category": chance.choice(samples.CATEGORIES[code]),
        "year": chance.randrange(2019, 2026),
        "output_value": chance.choice(OUTPUTS),
        "counties": chance.choices(["140121", "140122"], k=chance.choice([1, 1, 2])),
        "leading_enterprises": chance.randrange(3),
        "supporting_enterprises": chance.randrange(13),
        "employment": chance.choice([0, 499, 500, 10500]),
        "market_share": {"city": chance.choice([None, "0", "9.99", "10", 12.5]), "country": 3},
        "wide_national_market": chance.choice([True, False]),
        "traits": some(chance, TRAITS),
        "relaxation_reason": chance.choice(["", "历史悠久"]),
        "titles": rows(chance, kind=TITLES, level=LEVELS),
        "brands": rows(chance, level=LEVELS),
        "technical_standards": rows(chance, level=STANDARD_LEVELS, role=ROLES),
        "platforms": some(chance, PLATFORMS),
    }
    unknown = chance.sample(list(facts), chance.choice([0, 0, 1, 4, len(facts)]))
    return {key: None if key in unknown else value for key, value in facts.items()}


@pytest.mark.parametrize("code", samples.CODES)
def test_both_readings_agree_on_thousands_of_fact_sheets(code: str) -> None:
    chance = random.Random(f"2022-80 {code}")
    seen = set()
    for _ in range(FACT_SHEETS):
        facts = fact_sheet(chance, code)
        found = samples.findings(code, facts)
        expected = reference.check(code, facts)
        assert [(each.criterion, each.requirement, each.verdict.value) for each in found] == expected, facts
        assert eligibility(found) == reference.eligible(expected), facts
        seen |= {(each.requirement, each.verdict) for each in found}
    # Agreement says something only when every outcome occurred.
    assert {verdict for requirement, verdict in seen if requirement == "output_value"} == {
        "met",
        "unmet",
        "relaxed",
        "relaxable",
        "missing",
    }
