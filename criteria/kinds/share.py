"""A share of a market, in % (Y 三: at least 10 % of the market of the whole city)."""

from decimal import Decimal
from typing import Final

from criteria import figures, numbers
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import POSITIVE, TEXT, record
from criteria.words import SHARES

SCHEMA: Final = record(
    {
        "market": {"type": "string", "enum": list(SHARES), "title": "市场范围"},
        "place": {**TEXT, "title": "市场范围的名称"},
        "unit": figures.UNIT,
        "at_least": {**POSITIVE, "title": "最低占有率"},
    }
)


@kind("market_share", words="市场占有率不低于", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met with the stated share or more."""
    figure = f"market_share.{params['market']}"
    figures.with_unit(figure, params["unit"], context)
    # 全市 alone would mislead: 永济市 is a county, and the market meant is that of the city above it.
    name = f"主导产品在{params['place']}的市场占有率"
    read, least = figures.reader(figure), Decimal(params["at_least"])
    if least > numbers.WHOLE:
        raise context.error("市场占有率的要求不能超过 100%。", "at_least")
    demand = f"{numbers.text(least)}%"
    missing = figures.not_given(context, name, f"要求不低于 {demand}")

    def check(facts: Facts) -> Finding:
        value = read(facts)
        if value is None:
            return missing
        opening = f"{facts.when}{name} {numbers.text(value)}%"
        if value >= least:
            return context.finding(Verdict.MET, f"{opening}，达到 {demand}的要求。")
        gap = f"{name}还差 {numbers.text(least - value)} 个百分点"
        return context.finding(Verdict.UNMET, f"{opening}，低于 {demand}的要求。", gap)

    return check
