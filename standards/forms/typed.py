"""What was typed, turned into facts in the form of the check_facts command."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from criteria.words import SHARES, TITLES

Typed = Mapping[str, Any]
# The choice for a title that is there but at a level that nobody remembers.
LEVEL_UNKNOWN = "unknown"


def as_facts(typed: Typed, *, rows: int, indicators: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Facts out of a form's valid fields; None is unknown, an empty list is known to be empty.

    `rows` is how many rows brands and technical standards have, `indicators` the parameters by field.
    """
    return {
        "category": typed["category"] or None,
        "year": _whole(typed["year"]),
        "counties": [*filter(None, [typed["county"]]), *typed["other_counties"]] or None,
        "output_value": _text(typed["output_value"]),
        "leading_enterprises": _whole(typed["leading_enterprises"]),
        "supporting_enterprises": _whole(typed["supporting_enterprises"]),
        "employment": _whole(typed["employment"]),
        "market_share": {scope: _text(typed[f"market_share_{scope}"]) for scope in SHARES},
        "wide_national_market": _flag(typed["wide_national_market"]),
        "relaxation_reason": typed["relaxation_reason"] or None,
        **{name: _listed(found, typed[f"no_{name}"]) for name, found in _lists(typed, rows).items()},
        "indicators": {
            params["indicator"]: _flag(typed[name]) if "statement" in params else _text(typed[name])
            for name, params in indicators.items()
        },
    }


def _lists(typed: Typed, rows: int) -> dict[str, Sequence[Any]]:
    return {
        "traits": typed["traits"],
        "platforms": typed["platforms"],
        "brands": [brand for row in range(rows) for brand in _brand(typed, row)],
        "technical_standards": [found for row in range(rows) for found in _standards(typed, row)],
        "titles": [title for kind in TITLES for title in _titles(typed, kind)],
    }


def _brand(typed: Typed, row: int) -> list[dict[str, str | None]]:
    name, level = typed[f"brands_{row}_name"], typed[f"brands_{row}_level"]
    return [{"name": name or None, "level": level or None}] if name or level else []


def _standards(typed: Typed, row: int) -> list[dict[str, str | None]]:
    """A row stands for as many standards as it says, one where it does not say."""
    level, role, number = (typed[f"technical_standards_{row}_{each}"] for each in ("level", "role", "number"))
    if not (level or role or number):
        return []
    return [{"level": level or None, "role": role or None}] * int(number or 1)


def _titles(typed: Typed, kind: str) -> list[dict[str, str | None]]:
    levels = typed[f"titles_{kind}"]
    return [{"kind": kind, "level": None if level == LEVEL_UNKNOWN else level} for level in levels]


def _listed(found: Sequence[Any], none: bool) -> list[Any] | None:
    return list(found) or ([] if none else None)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _flag(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)
