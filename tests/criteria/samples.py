"""The published standards, compiled once, and random facts in the form of the check_facts command."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from criteria import strict_json
from criteria.facts import Facts
from criteria.findings import Finding
from criteria.standard import CompiledStandard, StandardSpec, compile_standard
from criteria.words import LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES, TRAITS

FOLDER = Path(__file__).parents[2] / "fixtures" / "standards"
CODES = ("shanxi-2022", "taiyuan-2023", "yongji-2024")
P, T, Y = CODES
OLD = ["geographical_indication"]
REASON = "产品历史悠久，前景良好"
WITHOUT_IP = [key for key in PLATFORMS if key != "ip"]
CATEGORIES = dict.fromkeys(CODES[:2], ("manufacturing", "agriculture", "craft")) | {
    "yongji-2024": ("manufacturing", "agriculture", "tourism")
}

# Nothing is stored in the working tree, and a slow machine is no failure.
thorough = settings(max_examples=50, deadline=None, database=None)


def raw(code: str) -> dict[str, Any]:
    """A standard's file as plain data, fresh at each call so that a test may break it."""
    data: dict[str, Any] = strict_json.loads((FOLDER / f"{code}.json").read_bytes())
    return data


@cache
def standard(code: str) -> CompiledStandard:
    return compile_standard(StandardSpec.from_dict(raw(code)))


def findings(code: str, facts: Mapping[str, Any]) -> list[Finding]:
    return standard(code).check(Facts.from_dict(facts))


def finding(code: str, requirement: str, **facts: Any) -> Finding:
    """The first finding with this requirement's key."""
    return next(found for found in findings(code, facts) if found.requirement == requirement)


def output(category: str | None, value: str | None, **more: Any) -> dict[str, Any]:
    """Facts about the output and nothing else but what is given."""
    return {"category": category, "output_value": value, **more}


def _some(words: Mapping[str, str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(words)), unique=True)


def _or_unknown(words: Mapping[str, str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(list(words))


def outputs() -> st.SearchStrategy[str]:
    """Values close to the limits as often as others."""
    edges = [
        "0",
        "0.49",
        "0.5",
        "0.99",
        "1",
        "1.99",
        "2",
        "4.999",
        "5.00",
        "9.99",
        "10",
        "19.99",
        "20",
        "35.6",
    ]
    hundredths = st.integers(0, 30_000_000).map(lambda number: str(Decimal(number) / 100))
    return st.sampled_from(edges) | hundredths


_NUMBERS = {"leading_enterprises": 3, "supporting_enterprises": 14, "employment": 1200}


def _known(code: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "category": st.sampled_from(CATEGORIES[code]),
        "year": st.integers(2015, 2026),
        "output_value": outputs(),
        "counties": st.lists(st.sampled_from(["140121", "140122", "140123"]), min_size=1, max_size=3),
        **{key: st.integers(0, most) for key, most in _NUMBERS.items()},
        "market_share": st.fixed_dictionaries(
            {}, optional={key: st.none() | st.integers(0, 100) for key in ("city", "province", "country")}
        ),
        "wide_national_market": st.booleans(),
        "traits": _some(TRAITS),
        "relaxation_reason": st.sampled_from(["", "  ", "产品历史悠久，前景良好"]),
        "titles": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(list(TITLES)), "level": _or_unknown(LEVELS)}),
            max_size=3,
        ),
        "brands": st.lists(
            st.fixed_dictionaries({"name": st.just("某品牌"), "level": _or_unknown(LEVELS)}), max_size=3
        ),
        "technical_standards": st.lists(
            st.fixed_dictionaries({"level": _or_unknown(STANDARD_LEVELS), "role": _or_unknown(ROLES)}),
            max_size=3,
        ),
        "platforms": _some(PLATFORMS) | st.just([key for key in PLATFORMS if key != "ip"]),
        "indicators": st.dictionaries(
            st.sampled_from(["revenue", "growth"]), st.integers(-100, 100) | st.booleans()
        ),
    }


def facts(code: str) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of which any may be left out or null."""
    return st.fixed_dictionaries({}, optional={key: st.none() | known for key, known in _known(code).items()})


def complete_facts(code: str) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of which everything on the first level is known."""
    return st.fixed_dictionaries(_known(code))
