"""Which facts a standard looks at, so that a form asks for these first."""

from collections.abc import Iterator, Mapping
from typing import Any

from criteria.standard import StandardSpec

# Kinds that always read the same facts; the others name theirs in their parameters.
_BY_KIND = {
    "single_county": ("counties",),
    "brands": ("brands",),
    "technical_standards": ("technical_standards",),
    "preference": ("titles",),
    "coverage": ("platforms",),
    "threshold": ("category",),
}


def facts_read(kind: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Keys of facts in the form of the check_facts command, such as market_share.city; indicators.KEY for an indicator."""
    yield from _BY_KIND.get(kind, ())
    if "figure" in params:
        yield params["figure"]
    yield from params.get("figures", ())
    if "market" in params:
        yield f"market_share.{params['market']}"
    if "fact" in params:
        yield params["fact"]
    if "indicator" in params:
        yield f"indicators.{params['indicator']}"
    if "relaxation" in params:
        yield from ("traits", "relaxation_reason")
    for option in params.get("options", ()):
        yield from facts_read(option["kind"], option["params"])


def facts_of(spec: StandardSpec) -> set[str]:
    """Every fact that any requirement of the standard looks at; category and year always help."""
    found = {"category", "year"}
    for criterion in spec.criteria:
        for requirement in criterion.requirements:
            found.update(facts_read(requirement.kind, requirement.params))
    return found


def own_indicators(spec: StandardSpec) -> list[tuple[str, Mapping[str, Any]]]:
    """(path in the file, parameters) of every demand on an office's own indicator."""
    return [
        found
        for row, criterion in enumerate(spec.criteria)
        for column, requirement in enumerate(criterion.requirements)
        for found in _indicators_below(f"criteria[{row}].requirements[{column}].params", requirement.params)
    ]


def _indicators_below(path: str, params: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "indicator" in params:
        yield f"{path}.indicator", params
    for index, option in enumerate(params.get("options", ())):
        yield from _indicators_below(f"{path}.options[{index}].params", option["params"])
