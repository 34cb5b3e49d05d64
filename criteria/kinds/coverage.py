"""Public service functions that a town should offer (P 二(七), T 附2一(七))."""

from typing import Final

from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record, words
from criteria.words import PLATFORMS, listed

SCHEMA: Final = record({"functions": {**words(PLATFORMS), "title": "服务功能"}})


@kind("coverage", words="公共服务功能覆盖", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met with every function, judged by a person with some, unmet with none; others do not count."""
    demanded = frozenset(params["functions"])
    total = len(demanded)
    everything = _named(demanded)
    missing = context.finding(
        Verdict.MISSING, f"公共服务功能尚未填写，要求具备{everything}。", "缺公共服务功能数据"
    )
    met = context.finding(Verdict.MET, f"已具备要求的全部 {total} 项公共服务功能：{everything}。")
    message = f"要求的 {total} 项公共服务功能均未具备：{everything}。"
    unmet = context.finding(Verdict.UNMET, message, f"缺公共服务功能：{everything}")

    def check(facts: Facts) -> Finding:
        if facts.platforms is None:
            return missing
        lacking = demanded - facts.platforms
        if not lacking:
            return met
        if len(lacking) == total:
            return unmet
        named = _named(lacking)
        present = total - len(lacking)
        message = f"已具备 {total} 项公共服务功能中的 {present} 项，尚缺{named}，由工作人员研判。"
        return context.finding(Verdict.JUDGE, message, f"缺公共服务功能：{named}")

    return check


def _named(functions: frozenset[str]) -> str:
    return listed([said for function, said in PLATFORMS.items() if function in functions])
