"""Led or took part in drafting a technical standard (P 二(六), T 附2一(六))."""

from typing import Final

from criteria.facts import Facts, TechnicalStandard
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record, words
from criteria.words import ROLES, STANDARD_LEVELS, listed

SCHEMA: Final = record({"levels": {**words(STANDARD_LEVELS), "title": "标准级别"}})
_WORDS: Final = {
    TechnicalStandard(level, role): f"{does}{said}"
    for role, does in (*ROLES.items(), (None, "主导或参与制定"))
    for level, said in STANDARD_LEVELS.items()
}
_ORDER: Final = {standard: place for place, standard in enumerate(_WORDS)}


@kind("technical_standards", words="制定技术标准", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met with one standard of the levels; where a national one counts, an international one does as well."""
    levels = frozenset(params["levels"])
    accepted = levels | {"international"} if "national" in levels else levels
    demand = f"主导或参与制定{_levels(levels)}"
    gap = f"缺{_levels(levels)}"
    missing = context.finding(Verdict.MISSING, f"技术标准尚未填写，要求{demand}。", "缺技术标准数据")
    nothing = context.finding(Verdict.UNMET, f"没有主导或参与制定技术标准，要求{demand}。", gap)
    unsure = context.finding(
        Verdict.MISSING, f"填报的技术标准中有的未写级别，无法判断是否符合{demand}的要求。", "缺技术标准级别"
    )

    def check(facts: Facts) -> Finding:
        given = facts.technical_standards
        if given is None:
            return missing
        found = [standard for standard in given if standard.level in accepted]
        if found:
            return context.finding(Verdict.MET, f"{_named(found)}，符合{demand}的要求。")
        if any(standard.level is None for standard in given):
            return unsure
        if not given:
            return nothing
        others = _levels(frozenset(standard.level for standard in given if standard.level))
        return context.finding(Verdict.UNMET, f"填报的均为{others}，不符合{demand}的要求。", gap)

    return check


def _levels(levels: frozenset[str]) -> str:
    return listed([said for level, said in STANDARD_LEVELS.items() if level in levels])


def _named(found: list[TechnicalStandard]) -> str:
    """“主导制定国家标准 2 项、参与制定行业标准 1 项”, the leading role first."""
    kinds_found = sorted(set(found), key=_ORDER.__getitem__)
    return listed([f"{_WORDS[each]} {found.count(each)} 项" for each in kinds_found])
