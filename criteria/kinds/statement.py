"""A yes or no that the applicant states (Y 三: a larger market in the whole country)."""

from collections.abc import Callable
from typing import Final

from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import KEY, TEXT, record

SCHEMA: Final = record(
    {
        "fact": {"type": "string", "enum": ["wide_national_market"], "title": "数据项"},
        "indicator": {**KEY, "title": "指标代码"},
        "statement": {**TEXT, "title": "陈述"},
    },
    optional=("fact", "indicator"),
)


@kind("statement", words="如实陈述", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met with yes, unmet with no; the fact is a named one or an office's own yes-or-no indicator."""
    if ("fact" in params) == ("indicator" in params):
        raise context.error("“fact”和“indicator”应且只应写其中一项。")
    read = _reader(params)
    said = params["statement"]
    yes = context.finding(Verdict.MET, f"填报为“{said}”，符合要求。")
    no = context.finding(Verdict.UNMET, f"未达到“{said}”的要求。", f"未达到“{said}”")
    missing = context.finding(Verdict.MISSING, f"是否“{said}”尚未填写。", f"缺“{said}”的数据")

    def check(facts: Facts) -> Finding:
        value = read(facts)
        if isinstance(value, bool):
            return yes if value else no
        return missing

    return check


def _reader(params: Params) -> Callable[[Facts], object]:
    if "fact" in params:
        return lambda facts: facts.wide_national_market
    key = params["indicator"]
    return lambda facts: facts.indicators.get(key)
