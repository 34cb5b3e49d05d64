"""A criterion that a person judges, with the figures that help (P 二 and T 附2一, (一) (二) (三) (八))."""

from typing import Final

from criteria import figures, numbers
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record, words
from criteria.words import FIGURES, listed

_SHOWN: Final = {**words(tuple(FIGURES)), "title": "供研判参考的数据项"}
SCHEMA: Final = record({"figures": _SHOWN}, optional=("figures",))


@kind("judged", words="由人研判", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Always for a person to judge; known figures stand in the sentence, unknown ones are not asked for."""
    opening = f"“{context.title}”由工作人员对照材料研判"
    plain = context.finding(Verdict.JUDGE, f"{opening}。")
    shown = [
        (FIGURES[name].name, figures.reader(name), numbers.writer(FIGURES[name].units[0]))
        for name in params.get("figures", ())
    ]

    def check(facts: Facts) -> Finding:
        values = [(name, read(facts), write) for name, read, write in shown]
        given = [f"{name} {write(value)}" for name, value, write in values if value is not None]
        if not given:
            return plain
        return context.finding(Verdict.JUDGE, f"{opening}，参考数据：{facts.when}{listed(given)}。")

    return check
