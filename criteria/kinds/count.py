"""At least so many of something (P 二(五), T 附2一(五), Y 三)."""

from typing import Final

from criteria import figures, numbers
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record
from criteria.words import COUNTS

SCHEMA: Final = record(
    {
        "figure": figures.named(COUNTS),
        "unit": figures.UNIT,
        "at_least": {"type": "integer", "minimum": 1, "maximum": 10**9, "title": "最少数量"},
    }
)


@kind("count", words="数量不少于", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met with the stated number or more."""
    name = figures.with_unit(params["figure"], params["unit"], context).name
    read, least = figures.reader(params["figure"]), params["at_least"]
    write = numbers.writer(params["unit"])
    demand = write(least)
    missing = figures.not_given(context, name, f"要求至少 {demand}")

    def check(facts: Facts) -> Finding:
        value = read(facts)
        if value is None:
            return missing
        opening = f"{facts.when}{name} {write(value)}"
        if value >= least:
            return context.finding(Verdict.MET, f"{opening}，达到至少 {demand}的要求。")
        gap = f"{name}还差 {write(least - value)}"
        return context.finding(Verdict.UNMET, f"{opening}，未达到至少 {demand}的要求。", gap)

    return check
