"""shanxi-2022 interpreted: the standard's file is read anew for every town, the way one writes it first.

Nothing is shared with the engine but facts, findings and words; the same findings are expected of it.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.words import FIGURES, LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES, TRAITS

Standard = Mapping[str, Any]
Said = tuple[Verdict, str, str]
Params = Mapping[str, Any]


def check(standard: Standard, facts: Facts) -> list[Finding]:
    """One finding for each requirement of the standard, given as the plain data of its file."""
    found = []
    for criterion in standard["criteria"]:
        for requirement in criterion["requirements"]:
            interpret = KINDS[requirement["kind"]]
            verdict, message, gap = interpret(requirement["params"], facts, standard, criterion)
            clause = requirement.get("clause", criterion["clause"])
            found.append(Finding(criterion["number"], requirement["key"], verdict, message, clause, gap))
    return found


def figure(facts: Facts, name: str) -> Any:
    value: Any = facts
    for part in name.split("."):
        value = getattr(value, part)
    return value


def number(value: Decimal | int) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    while "." in text and text[-1] in "0.":
        text = text[:-1]
    return text


def quantity(value: Decimal | int, unit: str) -> str:
    return f"{number(value)}%" if unit == "%" else f"{number(value)} {unit}"


def opening(facts: Facts) -> str:
    return "（年份未填）" if facts.year is None else f"{facts.year} 年"


def named(keys: Any, words: Mapping[str, str]) -> str:
    return "、".join(word for key, word in words.items() if key in keys)


def judged(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    given = []
    for name in params.get("figures", []):
        if figure(facts, name) is not None:
            said = FIGURES[name]
            given.append(f"{said.name} {quantity(figure(facts, name), said.units[0])}")
    message = f"“{criterion['title']}”由工作人员对照材料研判"
    if given:
        message += f"，参考数据：{opening(facts)}{'、'.join(given)}"
    return Verdict.JUDGE, message + "。", ""


def single_county(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    demand = "原则上限定在一个县（市、区）内"
    if facts.counties is None:
        return (
            Verdict.MISSING,
            f"主导产业所在的县（市、区）尚未填写，{demand}。",
            "缺所在县（市、区）",
        )
    spread = f"{len(facts.counties)} 个县（市、区）"
    if len(facts.counties) == 1:
        return Verdict.MET, f"主导产业在 {spread}内，符合{demand}的要求。", ""
    return (
        Verdict.JUDGE,
        f"主导产业分布在 {spread}，超出{demand}的要求，由工作人员研判。",
        f"跨 {spread}",
    )


def demand_of(params: Params, category: str, standard: Standard) -> str:
    """“制造业 20 亿元”."""
    for each in standard["categories"]:
        if each["key"] == category:
            space = "" if each["name"].endswith("）") else " "
            limit = quantity(Decimal(params["at_least"][category]), params["unit"])
            return f"{each['name']}{space}{limit}"
    raise KeyError(category)


def threshold(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    name, unit = FIGURES[params["figure"]].name, params["unit"]
    value, category = figure(facts, params["figure"]), facts.category
    demands = "、".join(demand_of(params, each["key"], standard) for each in standard["categories"])
    demand = demand_of(params, category, standard) if category else demands
    if value is None:
        return Verdict.MISSING, f"{name}的数据尚未填写，要求{demand}以上。", f"缺{name}数据"
    said = f"{opening(facts)}{name} {quantity(value, unit)}"
    if category is None:
        return Verdict.MISSING, f"{said}，产业类别尚未填写，无法确定适用的门槛（{demand}）。", "缺产业类别"
    limit = Decimal(params["at_least"][category])
    if value >= limit:
        return Verdict.MET, f"{said}，达到{demand}的要求。", ""
    verdict, reason = relaxed(params, facts, value)
    return verdict, f"{said}，低于{demand}的要求{reason}。", f"{name}还差 {quantity(limit - value, unit)}"


def relaxed(params: Params, facts: Facts, value: Decimal) -> tuple[Verdict, str]:
    grounds = params["relaxation"]["grounds"]
    floor, unit = Decimal(params["relaxation"]["floor"]), params["unit"]
    if value < floor:
        return Verdict.UNMET, f"，也低于放宽后 {quantity(floor, unit)}的下限"
    if facts.traits is None:
        return (
            Verdict.MISSING,
            f"；是否具有放宽依据（{named(grounds, TRAITS)}）尚未填写，无法判断能否放宽",
        )
    found = [ground for ground in grounds if ground in facts.traits]
    others = [trait for trait in facts.traits if trait not in grounds]
    if not found:
        reason = f"；没有放宽依据（{named(grounds, TRAITS)}）"
        if others:
            reason += f"，{named(others, TRAITS)}在本标准中不单独作为放宽依据"
        return Verdict.UNMET, reason
    weighed = "行业影响力大，" if "influential" in facts.traits else ""
    reason = (
        f"；具有放宽依据（{named(found, TRAITS)}），{weighed}可按放宽条件申请，"
        "影响力、市场占有率和发展前景由工作人员研判"
    )
    if not facts.relaxation_reason:
        return Verdict.RELAXABLE, f"{reason}，尚未写明放宽理由"
    return (
        Verdict.RELAXED,
        f"{reason}，不低于 {quantity(floor, unit)}的下限，已写明放宽理由，待办公室书面确认",
    )


def count(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    name, unit, least = FIGURES[params["figure"]].name, params["unit"], params["at_least"]
    value = figure(facts, params["figure"])
    if value is None:
        return Verdict.MISSING, f"{name}的数据尚未填写，要求至少 {quantity(least, unit)}。", f"缺{name}数据"
    said = f"{opening(facts)}{name} {quantity(value, unit)}"
    if value >= least:
        return Verdict.MET, f"{said}，达到至少 {quantity(least, unit)}的要求。", ""
    gap = f"{name}还差 {quantity(least - value, unit)}"
    return Verdict.UNMET, f"{said}，未达到至少 {quantity(least, unit)}的要求。", gap


def preference(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    if facts.titles is None:
        return Verdict.NONE, "优先评定的称号尚未填写，不影响认定结果。", ""
    said = []
    for kind, word in TITLES.items():
        for level in [*reversed(LEVELS), None]:
            for title in params["titles"]:
                wanted = title["kind"] == kind and level in title.get("levels", [*LEVELS, None])
                if wanted and any((held.kind, held.level) == (kind, level) for held in facts.titles):
                    said.append(f"{LEVELS[level] if level else ''}{word}")
    if not said:
        return Verdict.NONE, "没有可优先评定的称号，不影响认定结果。", ""
    return Verdict.PREFERRED, f"拥有{'、'.join(said)}，可优先评定。", ""


def brands(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    order = list(LEVELS)
    enough = order[order.index(params["level"]) :]
    least = f"{LEVELS[params['level']]}以上"
    if facts.brands is None:
        return Verdict.MISSING, f"品牌尚未填写，要求拥有{least}知名品牌。", "缺品牌数据"
    found = [brand for brand in facts.brands if brand.level in enough]
    if found:
        names = [f"“{brand.name}”" for brand in found if brand.name][:3]
        more = "等" if len(names) < len(found) else ""
        shown = f"（{''.join(names)}{more}）" if names else ""
        return Verdict.MET, f"拥有{least}品牌 {len(found)} 个{shown}，符合要求。", ""
    if any(brand.level is None for brand in facts.brands):
        message = f"填报的品牌中有的未写级别，无法判断是否达到{least}的要求。"
        return Verdict.MISSING, message, "缺品牌级别"
    if not facts.brands:
        return Verdict.UNMET, f"没有品牌，要求拥有{least}知名品牌。", f"缺{least}品牌"
    return Verdict.UNMET, f"填报的 {len(facts.brands)} 个品牌均未达到{least}的要求。", f"缺{least}品牌"


def technical_standards(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    levels = named(params["levels"], STANDARD_LEVELS)
    given = facts.technical_standards
    if given is None:
        return (
            Verdict.MISSING,
            f"技术标准尚未填写，要求主导或参与制定{levels}。",
            "缺技术标准数据",
        )
    accepted = [*params["levels"], *(["international"] if "national" in params["levels"] else [])]
    said = []
    for role, does in [*ROLES.items(), (None, "主导或参与制定")]:
        for level, word in STANDARD_LEVELS.items():
            number_of = sum((each.level, each.role) == (level, role) for each in given)
            if level in accepted and number_of:
                said.append(f"{does}{word} {number_of} 项")
    if said:
        return Verdict.MET, f"{'、'.join(said)}，符合主导或参与制定{levels}的要求。", ""
    if any(each.level is None for each in given):
        message = f"填报的技术标准中有的未写级别，无法判断是否符合主导或参与制定{levels}的要求。"
        return Verdict.MISSING, message, "缺技术标准级别"
    if not given:
        return Verdict.UNMET, f"没有主导或参与制定技术标准，要求主导或参与制定{levels}。", f"缺{levels}"
    others = named([each.level for each in given], STANDARD_LEVELS)
    return Verdict.UNMET, f"填报的均为{others}，不符合主导或参与制定{levels}的要求。", f"缺{levels}"


def coverage(params: Params, facts: Facts, standard: Standard, criterion: Params) -> Said:
    demanded = params["functions"]
    everything = named(demanded, PLATFORMS)
    if facts.platforms is None:
        return Verdict.MISSING, f"公共服务功能尚未填写，要求具备{everything}。", "缺公共服务功能数据"
    lacking = [function for function in demanded if function not in facts.platforms]
    if not lacking:
        return Verdict.MET, f"已具备要求的全部 {len(demanded)} 项公共服务功能：{everything}。", ""
    gap = f"缺公共服务功能：{named(lacking, PLATFORMS)}"
    if len(lacking) == len(demanded):
        return Verdict.UNMET, f"要求的 {len(demanded)} 项公共服务功能均未具备：{everything}。", gap
    present = len(demanded) - len(lacking)
    message = f"已具备 {len(demanded)} 项公共服务功能中的 {present} 项，尚缺{named(lacking, PLATFORMS)}，由工作人员研判。"
    return Verdict.JUDGE, message, gap


KINDS: Final[Mapping[str, Callable[[Params, Facts, Standard, Params], Said]]] = {
    "judged": judged,
    "single_county": single_county,
    "threshold": threshold,
    "count": count,
    "preference": preference,
    "brands": brands,
    "technical_standards": technical_standards,
    "coverage": coverage,
}
