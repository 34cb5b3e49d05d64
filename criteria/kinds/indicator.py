"""A threshold on one of an office's own indicators (H 三(二)4: a county writes its own standard)."""

from decimal import Decimal
from typing import Final

from criteria import figures, numbers
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import KEY, SIGNED, TEXT, record

SCHEMA: Final = record(
    {
        "indicator": {**KEY, "title": "指标代码"},
        "name": {**TEXT, "title": "指标名称"},
        "unit": figures.UNIT,
        "at_least": {**SIGNED, "title": "下限"},
        "at_most": {**SIGNED, "title": "上限"},
    },
    optional=("at_least", "at_most"),
)


@kind("indicator", words="自定指标的上下限", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met within the limits, both inclusive; at least one limit must be stated."""
    least, most = _limit(params, "at_least"), _limit(params, "at_most")
    if least is None and most is None:
        raise context.error("“at_least”和“at_most”至少要写一项。")
    if least is not None and most is not None and least > most:
        raise context.error("下限不能高于上限。", "at_least")
    key, name, write = params["indicator"], params["name"], numbers.writer(params["unit"])
    limits = ((least, "不低于"), (most, "不高于"))
    demand = "、".join(f"{said} {write(limit)}" for limit, said in limits if limit is not None)
    missing = figures.not_given(context, name, f"要求{demand}")

    def check(facts: Facts) -> Finding:
        value = facts.indicators.get(key)
        if not isinstance(value, Decimal):
            return missing
        opening = f"{facts.when}{name} {write(value)}"
        if least is not None and value < least:
            message = f"{opening}，不符合{demand}的要求。"
            return context.finding(Verdict.UNMET, message, f"{name}还差 {write(least - value)}")
        if most is not None and value > most:
            message = f"{opening}，不符合{demand}的要求。"
            return context.finding(Verdict.UNMET, message, f"{name}超出 {write(value - most)}")
        return context.finding(Verdict.MET, f"{opening}，符合{demand}的要求。")

    return check


def _limit(params: Params, name: str) -> Decimal | None:
    return Decimal(params[name]) if name in params else None
