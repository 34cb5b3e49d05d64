"""The main industry lies in principle inside one county (P 二(四), T 附2一(四))."""

from typing import Final

from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record

SCHEMA: Final = record({})
_DEMAND: Final = "原则上限定在一个县（市、区）内"


@kind("single_county", words="原则上在一个县内", schema=SCHEMA)
def build(_params: Params, context: Context) -> Check:
    """Met with one county; more than one is not refused but judged, for the documents say "in principle"."""
    missing = context.finding(
        Verdict.MISSING, f"主导产业所在的县（市、区）尚未填写，{_DEMAND}。", "缺所在县（市、区）"
    )
    met = context.finding(Verdict.MET, f"主导产业在 1 个县（市、区）内，符合{_DEMAND}的要求。")

    def check(facts: Facts) -> Finding:
        if facts.counties is None:
            return missing
        if len(facts.counties) == 1:
            return met
        spread = f"{len(facts.counties)} 个县（市、区）"
        message = f"主导产业分布在 {spread}，超出{_DEMAND}的要求，由工作人员研判。"
        return context.finding(Verdict.JUDGE, message, f"跨 {spread}")

    return check
