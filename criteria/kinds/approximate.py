"""About so many: a small shortfall goes to a person, a larger one is unmet (Y 三)."""

from decimal import Decimal
from typing import Final

from criteria import figures, numbers
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import POSITIVE, record
from criteria.words import COUNTS

SCHEMA: Final = record(
    {
        "figure": figures.named(COUNTS),
        "unit": figures.UNIT,
        "about": {"type": "integer", "minimum": 1, "maximum": 10**9, "title": "左右的数量"},
        "tolerance_percent": {**POSITIVE, "title": "容许的差额，百分比"},
    }
)


@kind("approximate", words="数量在左右", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met from the number on; a shortfall within the tolerance is judged by a person, beyond it unmet."""
    name = figures.with_unit(params["figure"], params["unit"], context).name
    read, about = figures.reader(params["figure"]), params["about"]
    tolerance = Decimal(params["tolerance_percent"])
    if tolerance >= numbers.WHOLE:
        raise context.error("容许的差额应小于 100%。", "tolerance_percent")
    lowest = about * (numbers.WHOLE - tolerance) / numbers.WHOLE
    write = numbers.writer(params["unit"])
    demand, margin = f"{write(about)}左右", f"{numbers.text(tolerance)}%"
    missing = figures.not_given(context, name, f"要求 {demand}")

    def check(facts: Facts) -> Finding:
        value = read(facts)
        if value is None:
            return missing
        opening = f"{facts.when}{name} {write(value)}"
        if value >= about:
            return context.finding(Verdict.MET, f"{opening}，达到 {demand}的要求。")
        gap = f"{name}还差 {write(about - value)}"
        if value >= lowest:
            message = f"{opening}，略少于 {demand}的要求，差额未超过 {margin}，由工作人员研判。"
            return context.finding(Verdict.JUDGE, message, gap)
        message = f"{opening}，少于 {demand}的要求，差额超过 {margin}。"
        return context.finding(Verdict.UNMET, message, gap)

    return check
