"""shanxi-2022 written out by hand: every limit and every word in its place, nothing looked up that need not be.

This is the floor of the comparison: what the engine could reach if it were made for this one standard.
"""

from decimal import Decimal
from typing import Final

from criteria.facts import Brand, Facts, TechnicalStandard, Title
from criteria.findings import Finding, Verdict
from criteria.words import LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES

MET, UNMET, JUDGE, MISSING = Verdict.MET, Verdict.UNMET, Verdict.JUDGE, Verdict.MISSING
TEXTS: Final = {"historical_origin": "历史发源地", "geographical_indication": "地理标志"}

HISTORY: Final = Finding(1, "judged", JUDGE, "“历史传承”由工作人员对照材料研判。", "二(一)")
WORK: Final = Finding(2, "judged", JUDGE, "“就业富民”由工作人员对照材料研判。", "二(二)")
MARKET: Final = Finding(3, "judged", JUDGE, "“市场需求”由工作人员对照材料研判。", "二(三)")
CARE: Final = Finding(8, "judged", JUDGE, "“发展环境”由工作人员对照材料研判。", "二(八)")


def check(facts: Facts) -> list[Finding]:
    """One finding for each of the twelve requirements, in their order."""
    return [
        HISTORY,
        _work(facts),
        _market(facts),
        _county(facts),
        _output(facts),
        _leading(facts),
        _supporting(facts),
        _titles(facts),
        _brands(facts),
        _technical_standards(facts),
        _platforms(facts),
        CARE,
    ]


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _work(facts: Facts) -> Finding:
    jobs = facts.employment
    if jobs is None:
        return WORK
    message = f"“就业富民”由工作人员对照材料研判，参考数据：{facts.when}带动就业 {jobs} 人。"
    return Finding(2, "judged", JUDGE, message, "二(二)")


def _market(facts: Facts) -> Finding:
    country, province = facts.market_share.country, facts.market_share.province
    if country is None and province is None:
        return MARKET
    given = "" if country is None else f"主导产品全国市场占有率 {_number(country)}%"
    if province is not None:
        given += f"{'、' if given else ''}主导产品全省市场占有率 {_number(province)}%"
    message = f"“市场需求”由工作人员对照材料研判，参考数据：{facts.when}{given}。"
    return Finding(3, "judged", JUDGE, message, "二(三)")


NO_COUNTY: Final = Finding(
    4,
    "single_county",
    MISSING,
    "主导产业所在的县（市、区）尚未填写，原则上限定在一个县（市、区）内。",
    "二(四)",
    "缺所在县（市、区）",
)
ONE_COUNTY: Final = Finding(
    4,
    "single_county",
    MET,
    "主导产业在 1 个县（市、区）内，符合原则上限定在一个县（市、区）内的要求。",
    "二(四)",
)


def _county(facts: Facts) -> Finding:
    counties = facts.counties
    if counties is None:
        return NO_COUNTY
    number = len(counties)
    if number == 1:
        return ONE_COUNTY
    message = (
        f"主导产业分布在 {number} 个县（市、区），超出原则上限定在一个县（市、区）内的要求，由工作人员研判。"
    )
    return Finding(4, "single_county", JUDGE, message, "二(四)", f"跨 {number} 个县（市、区）")


LIMITS: Final = {"manufacturing": Decimal(20), "agriculture": Decimal(10), "craft": Decimal(10)}
DEMANDS: Final = {
    "manufacturing": "制造业 20 亿元",
    "agriculture": "特优农业 10 亿元",
    "craft": "特色轻工（工艺美术）10 亿元",
}
ALL_DEMANDS: Final = "、".join(DEMANDS.values())
FLOOR: Final = Decimal(1)
GROUNDS: Final = frozenset(TEXTS)


def _output(facts: Facts) -> Finding:
    value, category = facts.output_value, facts.category
    if value is None:
        demand = DEMANDS[category] if category else ALL_DEMANDS
        message = f"主导产业产值的数据尚未填写，要求{demand}以上。"
        return Finding(4, "output_value", MISSING, message, "二(四)", "缺主导产业产值数据")
    said = f"{facts.when}主导产业产值 {_number(value)} 亿元"
    if category is None:
        message = f"{said}，产业类别尚未填写，无法确定适用的门槛（{ALL_DEMANDS}）。"
        return Finding(4, "output_value", MISSING, message, "二(四)", "缺产业类别")
    limit = LIMITS[category]
    if value >= limit:
        return Finding(4, "output_value", MET, f"{said}，达到{DEMANDS[category]}的要求。", "二(四)")
    verdict, reason = _relaxed(facts, value)
    message = f"{said}，低于{DEMANDS[category]}的要求{reason}。"
    return Finding(
        4, "output_value", verdict, message, "二(四)", f"主导产业产值还差 {_number(limit - value)} 亿元"
    )


def _relaxed(facts: Facts, value: Decimal) -> tuple[Verdict, str]:
    traits = facts.traits
    if value < FLOOR:
        return UNMET, "，也低于放宽后 1 亿元的下限"
    if traits is None:
        return MISSING, "；是否具有放宽依据（历史发源地、地理标志）尚未填写，无法判断能否放宽"
    found = traits & GROUNDS
    if not found:
        return UNMET, _no_ground(traits)
    grounds = "历史发源地、地理标志" if len(found) == 2 else TEXTS[next(iter(found))]
    weighed = "行业影响力大，" if "influential" in traits else ""
    reason = f"；具有放宽依据（{grounds}），{weighed}可按放宽条件申请，影响力、市场占有率和发展前景由工作人员研判，"
    if facts.relaxation_reason is None:
        return Verdict.RELAXABLE, f"{reason}尚未写明放宽理由"
    return Verdict.RELAXED, f"{reason}不低于 1 亿元的下限，已写明放宽理由，待办公室书面确认"


def _no_ground(traits: frozenset[str]) -> str:
    reason = "；没有放宽依据（历史发源地、地理标志）"
    if not traits:
        return reason
    if len(traits) == 2:
        return reason + "，战略性新兴产业、行业影响力大在本标准中不单独作为放宽依据"
    if "influential" in traits:
        return reason + "，行业影响力大在本标准中不单独作为放宽依据"
    return reason + "，战略性新兴产业在本标准中不单独作为放宽依据"


NO_LEADING: Final = Finding(
    5, "leading_enterprises", MISSING, "龙头企业的数据尚未填写，要求至少 1 户。", "二(五)", "缺龙头企业数据"
)
NO_SUPPORTING: Final = Finding(
    5,
    "supporting_enterprises",
    MISSING,
    "配套企业的数据尚未填写，要求至少 10 户。",
    "二(五)",
    "缺配套企业数据",
)


def _leading(facts: Facts) -> Finding:
    value = facts.leading_enterprises
    if value is None:
        return NO_LEADING
    if value >= 1:
        message = f"{facts.when}龙头企业 {value} 户，达到至少 1 户的要求。"
        return Finding(5, "leading_enterprises", MET, message, "二(五)")
    message = f"{facts.when}龙头企业 {value} 户，未达到至少 1 户的要求。"
    return Finding(5, "leading_enterprises", UNMET, message, "二(五)", f"龙头企业还差 {1 - value} 户")


def _supporting(facts: Facts) -> Finding:
    value = facts.supporting_enterprises
    if value is None:
        return NO_SUPPORTING
    if value >= 10:
        message = f"{facts.when}配套企业 {value} 户，达到至少 10 户的要求。"
        return Finding(5, "supporting_enterprises", MET, message, "二(五)")
    message = f"{facts.when}配套企业 {value} 户，未达到至少 10 户的要求。"
    return Finding(5, "supporting_enterprises", UNMET, message, "二(五)", f"配套企业还差 {10 - value} 户")


TITLES_OPEN: Final = Finding(5, "titles", Verdict.NONE, "优先评定的称号尚未填写，不影响认定结果。", "二(五)")
NO_TITLES: Final = Finding(5, "titles", Verdict.NONE, "没有可优先评定的称号，不影响认定结果。", "二(五)")
TITLE_WORDS: Final = {
    Title(kind, level): f"{LEVELS[level] if level else ''}{word}"
    for kind, word in TITLES.items()
    for level in ("national", "provincial", "city", None)
    if not kind.endswith("_centre") or level in ("national", "provincial")
}
TITLE_ORDER: Final = {title: place for place, title in enumerate(TITLE_WORDS)}


def _titles(facts: Facts) -> Finding:
    if facts.titles is None:
        return TITLES_OPEN
    found = {title for title in facts.titles if title in TITLE_WORDS}
    if not found:
        return NO_TITLES
    words = "、".join([TITLE_WORDS[title] for title in sorted(found, key=TITLE_ORDER.__getitem__)])
    return Finding(5, "titles", Verdict.PREFERRED, f"拥有{words}，可优先评定。", "二(五)")


BRANDS_OPEN: Final = Finding(
    6, "brands", MISSING, "品牌尚未填写，要求拥有省级以上知名品牌。", "二(六)", "缺品牌数据"
)
BRANDS_UNSURE: Final = Finding(
    6,
    "brands",
    MISSING,
    "填报的品牌中有的未写级别，无法判断是否达到省级以上的要求。",
    "二(六)",
    "缺品牌级别",
)
NO_BRANDS: Final = Finding(
    6, "brands", UNMET, "没有品牌，要求拥有省级以上知名品牌。", "二(六)", "缺省级以上品牌"
)


def _brands(facts: Facts) -> Finding:
    given = facts.brands
    if given is None:
        return BRANDS_OPEN
    found = [brand for brand in given if brand.level in {"provincial", "national"}]
    if found:
        message = f"拥有省级以上品牌 {len(found)} 个{_brand_names(found)}，符合要求。"
        return Finding(6, "brands", MET, message, "二(六)")
    for brand in given:
        if brand.level is None:
            return BRANDS_UNSURE
    if not given:
        return NO_BRANDS
    message = f"填报的 {len(given)} 个品牌均未达到省级以上的要求。"
    return Finding(6, "brands", UNMET, message, "二(六)", "缺省级以上品牌")


def _brand_names(found: list[Brand]) -> str:
    names = [f"“{brand.name}”" for brand in found if brand.name][:3]
    if not names:
        return ""
    return f"（{''.join(names)}等）" if len(names) < len(found) else f"（{''.join(names)}）"


STANDARDS_OPEN: Final = Finding(
    6,
    "technical_standards",
    MISSING,
    "技术标准尚未填写，要求主导或参与制定国家标准、行业标准、地方标准。",
    "二(六)",
    "缺技术标准数据",
)
STANDARDS_UNSURE: Final = Finding(
    6,
    "technical_standards",
    MISSING,
    "填报的技术标准中有的未写级别，无法判断是否符合主导或参与制定国家标准、行业标准、地方标准的要求。",
    "二(六)",
    "缺技术标准级别",
)
NO_STANDARDS: Final = Finding(
    6,
    "technical_standards",
    UNMET,
    "没有主导或参与制定技术标准，要求主导或参与制定国家标准、行业标准、地方标准。",
    "二(六)",
    "缺国家标准、行业标准、地方标准",
)
GROUP_STANDARDS: Final = Finding(
    6,
    "technical_standards",
    UNMET,
    "填报的均为团体标准，不符合主导或参与制定国家标准、行业标准、地方标准的要求。",
    "二(六)",
    "缺国家标准、行业标准、地方标准",
)
STANDARD_WORDS: Final = {
    TechnicalStandard(level, role): f"{does}{word}"
    for role, does in (*ROLES.items(), (None, "主导或参与制定"))
    for level, word in STANDARD_LEVELS.items()
    if level != "group"
}
STANDARD_ORDER: Final = {standard: place for place, standard in enumerate(STANDARD_WORDS)}


def _technical_standards(facts: Facts) -> Finding:
    given = facts.technical_standards
    if given is None:
        return STANDARDS_OPEN
    found = [standard for standard in given if standard in STANDARD_WORDS]
    if not found:
        return _no_technical_standard(given)
    kinds = sorted(set(found), key=STANDARD_ORDER.__getitem__)
    words = "、".join([f"{STANDARD_WORDS[each]} {found.count(each)} 项" for each in kinds])
    message = f"{words}，符合主导或参与制定国家标准、行业标准、地方标准的要求。"
    return Finding(6, "technical_standards", MET, message, "二(六)")


def _no_technical_standard(given: tuple[TechnicalStandard, ...]) -> Finding:
    if not given:
        return NO_STANDARDS
    for standard in given:
        if standard.level is None:
            return STANDARDS_UNSURE
    return GROUP_STANDARDS


ALL_PLATFORMS: Final = "研发设计、检验检测、业务培训、信息咨询、知识产权保护、融资担保、产品展销、物流服务"
EIGHT: Final = frozenset(PLATFORMS)
PLATFORMS_OPEN: Final = Finding(
    7,
    "platforms",
    MISSING,
    f"公共服务功能尚未填写，要求具备{ALL_PLATFORMS}。",
    "二(七)",
    "缺公共服务功能数据",
)
PLATFORMS_MET: Final = Finding(
    7, "platforms", MET, f"已具备要求的全部 8 项公共服务功能：{ALL_PLATFORMS}。", "二(七)"
)
NO_PLATFORMS: Final = Finding(
    7,
    "platforms",
    UNMET,
    f"要求的 8 项公共服务功能均未具备：{ALL_PLATFORMS}。",
    "二(七)",
    f"缺公共服务功能：{ALL_PLATFORMS}",
)


def _platforms(facts: Facts) -> Finding:
    if facts.platforms is None:
        return PLATFORMS_OPEN
    lacking = EIGHT - facts.platforms
    if not lacking:
        return PLATFORMS_MET
    number = len(lacking)
    if number == 8:
        return NO_PLATFORMS
    words = "、".join([word for key, word in PLATFORMS.items() if key in lacking])
    message = f"已具备 8 项公共服务功能中的 {8 - number} 项，尚缺{words}，由工作人员研判。"
    return Finding(7, "platforms", JUDGE, message, "二(七)", f"缺公共服务功能：{words}")
