"""The three published standards read once more, naively: no files, no kinds, nothing shared with the engine."""

from decimal import Decimal
from typing import Any

Row = tuple[int, str, str]

EIGHT = ["design", "testing", "training", "consulting", "ip", "guarantee", "exhibition", "logistics"]
SEVEN = ["design", "testing", "training", "consulting", "guarantee", "exhibition", "logistics"]
OLD = ["historical_origin", "geographical_indication"]


def check(code: str, facts: dict[str, Any]) -> list[Row]:
    """Return (criterion, requirement, verdict) for one of the three standards."""
    if code == "shanxi-2022":
        limits = {"manufacturing": "20", "agriculture": "10", "craft": "10"}
        return eight_criteria(facts, output(facts, limits, OLD, "1"), 10, EIGHT)
    if code == "taiyuan-2023":
        limits = {"manufacturing": "10", "agriculture": "5", "craft": "5"}
        return eight_criteria(facts, output(facts, limits, [*OLD, "strategic_emerging"], None), 5, SEVEN)
    return yongji(facts)


def eligible(rows: list[Row]) -> str:
    verdicts = [verdict for _, _, verdict in rows]
    if "unmet" in verdicts:
        return "no"
    if "missing" in verdicts:
        return "incomplete"
    for verdict in verdicts:
        if verdict in ("judge", "relaxable", "relaxed"):
            return "judge"
    return "yes"


def eight_criteria(facts: dict[str, Any], value: str, supporting: int, functions: list[str]) -> list[Row]:
    return [
        (1, "judged", "judge"),
        (2, "judged", "judge"),
        (3, "judged", "judge"),
        (4, "single_county", county(facts)),
        (4, "output_value", value),
        (5, "leading_enterprises", at_least(facts, "leading_enterprises", 1)),
        (5, "supporting_enterprises", at_least(facts, "supporting_enterprises", supporting)),
        (5, "titles", titles(facts)),
        (6, "brands", brands(facts)),
        (6, "technical_standards", technical_standards(facts)),
        (7, "platforms", platforms(facts, functions)),
        (8, "judged", "judge"),
    ]


def yongji(facts: dict[str, Any]) -> list[Row]:
    supporting = facts.get("supporting_enterprises")
    if supporting is None:
        about = "missing"
    elif supporting >= 5:
        about = "met"
    else:
        about = "judge" if supporting == 4 else "unmet"
    limits = {"manufacturing": "2", "agriculture": "1", "tourism": "1"}
    return [
        (1, "leading_enterprises", at_least(facts, "leading_enterprises", 1)),
        (1, "supporting_enterprises", about),
        (2, "output_value", output(facts, limits, OLD, "0.5")),
        (3, "market_share", city_share(facts)),
        (4, "employment", at_least(facts, "employment", 500)),
    ]


def output(facts: dict[str, Any], limits: dict[str, str], grounds: list[str], floor: str | None) -> str:
    if facts.get("output_value") is None or facts.get("category") is None:
        return "missing"
    value = Decimal(facts["output_value"])
    if value >= Decimal(limits[facts["category"]]):
        return "met"
    if floor is not None and value < Decimal(floor):
        return "unmet"
    if facts.get("traits") is None:
        return "missing"
    for ground in grounds:
        if ground in facts["traits"]:
            return "relaxed" if (facts.get("relaxation_reason") or "").strip() else "relaxable"
    return "unmet"


def at_least(facts: dict[str, Any], key: str, number: int) -> str:
    if facts.get(key) is None:
        return "missing"
    return "met" if facts[key] >= number else "unmet"


def county(facts: dict[str, Any]) -> str:
    if facts.get("counties") is None:
        return "missing"
    return "met" if len(set(facts["counties"])) == 1 else "judge"


def titles(facts: dict[str, Any]) -> str:
    for title in facts.get("titles") or []:
        if title["kind"] in ("specialised_sme", "little_giant", "champion", "leading_enterprise"):
            return "preferred"
        if title.get("level") in ("national", "provincial"):
            return "preferred"
    return "none"


def brands(facts: dict[str, Any]) -> str:
    return listed(facts.get("brands"), ["provincial", "national"])


def technical_standards(facts: dict[str, Any]) -> str:
    return listed(facts.get("technical_standards"), ["international", "national", "industry", "local"])


def listed(rows: list[dict[str, str]] | None, levels: list[str]) -> str:
    if rows is None:
        return "missing"
    for row in rows:
        if row.get("level") in levels:
            return "met"
    return "missing" if any(row.get("level") is None for row in rows) else "unmet"


def platforms(facts: dict[str, Any], functions: list[str]) -> str:
    if facts.get("platforms") is None:
        return "missing"
    there = [function for function in functions if function in facts["platforms"]]
    if len(there) == len(functions):
        return "met"
    return "judge" if there else "unmet"


def city_share(facts: dict[str, Any]) -> str:
    share = (facts.get("market_share") or {}).get("city")
    wide = facts.get("wide_national_market")
    if wide is True or (share is not None and Decimal(str(share)) >= 10):
        return "met"
    return "missing" if share is None or wide is None else "unmet"
