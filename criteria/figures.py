"""What kinds that look at one figure share: its schema, its reader, its sentences."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Final

from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Context
from criteria.schema import TEXT, Schema
from criteria.words import FIGURES, Figure, listed

UNIT: Final[Schema] = {**TEXT, "title": "单位"}


def named(names: tuple[str, ...]) -> Schema:
    """The schema of a reference to one of these figures."""
    return {"type": "string", "enum": list(names), "title": "数据项"}


def reader(name: str) -> Callable[[Facts], Decimal | int | None]:
    """Return what reads a figure of FIGURES from the facts."""
    return attrgetter(name)


def with_unit(name: str, unit: str, context: Context) -> Figure:
    """Return the figure's words; raises StandardError when its unit is not one that the figure has."""
    figure = FIGURES[name]
    if unit not in figure.units:
        raise context.error(f"“{figure.name}”的单位应为{listed(figure.units)}，不能是“{unit[:20]}”。", "unit")
    return figure


def not_given(context: Context, name: str, demand: str) -> Finding:
    """The finding for a figure that is not known."""
    return context.finding(Verdict.MISSING, f"{name}的数据尚未填写，{demand}。", f"缺{name}数据")
