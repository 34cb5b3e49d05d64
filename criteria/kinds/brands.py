"""A well-known brand at a level or above (P 二(六), T 附2一(六))."""

from typing import Final

from criteria.facts import Brand, Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record
from criteria.words import LEVELS

SCHEMA: Final = record({"level": {"type": "string", "enum": list(LEVELS), "title": "最低级别"}})
_SHOWN: Final = 3


@kind("brands", words="一定级别以上的品牌", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met with one brand at the level or above; a brand without a level leaves the answer open."""
    order = list(LEVELS)
    enough = frozenset(order[order.index(params["level"]) :])
    least = f"{LEVELS[params['level']]}以上"
    gap = f"缺{least}品牌"
    missing = context.finding(Verdict.MISSING, f"品牌尚未填写，要求拥有{least}知名品牌。", "缺品牌数据")
    nothing = context.finding(Verdict.UNMET, f"没有品牌，要求拥有{least}知名品牌。", gap)
    unsure = context.finding(
        Verdict.MISSING, f"填报的品牌中有的未写级别，无法判断是否达到{least}的要求。", "缺品牌级别"
    )

    def check(facts: Facts) -> Finding:
        if facts.brands is None:
            return missing
        found = [brand for brand in facts.brands if brand.level in enough]
        if found:
            return context.finding(Verdict.MET, f"拥有{least}品牌 {len(found)} 个{_named(found)}，符合要求。")
        if any(brand.level is None for brand in facts.brands):
            return unsure
        if not facts.brands:
            return nothing
        message = f"填报的 {len(facts.brands)} 个品牌均未达到{least}的要求。"
        return context.finding(Verdict.UNMET, message, gap)

    return check


def _named(found: list[Brand]) -> str:
    names = [f"“{brand.name}”" for brand in found if brand.name][:_SHOWN]
    more = "等" if names and len(names) < len(found) else ""
    return f"（{''.join(names)}{more}）" if names else ""
