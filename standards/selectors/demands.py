"""What a requirement demands, in words and numbers out of its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from criteria.words import FIELDS, FIGURES, LEVELS, PLATFORMS, STANDARD_LEVELS, TITLES, TRAITS, listed

Params = Mapping[str, Any]
Categories = Mapping[str, str]
DEMAND = "要求"


@dataclass(frozen=True, slots=True)
class Demand:
    """`limits` are pairs of category and threshold, `lines` pairs of a label and its words."""

    limits: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()


def demand_of(kind: str, params: Params, categories: Categories) -> Demand:
    """The demand of a requirement; a kind that is not known here says everything in its own words."""
    if kind == "threshold":
        return _threshold(params, categories)
    read = _LINES.get(kind)
    return Demand(lines=tuple(read(params))) if read else Demand()


def quantity(number: object, unit: str) -> str:
    """20 亿元, 10%."""
    return f"{number}%" if unit == "%" else f"{number} {unit}"


Lines = list[tuple[str, str]]


def _threshold(params: Params, categories: Categories) -> Demand:
    unit = params["unit"]
    limits = tuple(
        (name, f"{quantity(params['at_least'][key], unit)}以上")
        for key, name in categories.items()
        if key in params["at_least"]
    )
    return Demand(limits, tuple(_relaxation(params.get("relaxation"), unit)))


def _relaxation(relaxation: Params | None, unit: str) -> Lines:
    if relaxation is None:
        return [("放宽", "未规定")]
    grounds = listed([said for trait, said in TRAITS.items() if trait in relaxation["grounds"]])
    floor = f"不低于 {quantity(relaxation['floor'], unit)}" if "floor" in relaxation else "未规定下限"
    return [("放宽依据", grounds), ("放宽后", f"{floor}，须写明理由")]


def _count(params: Params) -> Lines:
    return [(DEMAND, f"至少 {quantity(params['at_least'], params['unit'])}")]


def _approximate(params: Params) -> Lines:
    about = f"{quantity(params['about'], params['unit'])}左右"
    return [(DEMAND, about), ("容许差额", f"不超过 {params['tolerance_percent']}%，由工作人员研判")]


def _share(params: Params) -> Lines:
    return [(DEMAND, f"{params['place']}市场占有率不低于 {quantity(params['at_least'], params['unit'])}")]


def _statement(params: Params) -> Lines:
    return [(DEMAND, str(params["statement"]))]


def _any_of(params: Params) -> Lines:
    options = [demand_of(option["kind"], option["params"], {}) for option in params["options"]]
    words = [listed([said for _, said in option.lines]) for option in options]
    return [("满足其一", "；或者".join(filter(None, words)))]


def _coverage(params: Params) -> Lines:
    named = [said for key, said in PLATFORMS.items() if key in params["functions"]]
    return [(f"{len(named)} 项功能", listed(named))]


def _single_county(params: Params) -> Lines:
    return [(DEMAND, "原则上在一个县（市、区）内")]


def _brands(params: Params) -> Lines:
    return [(DEMAND, f"{LEVELS[params['level']]}以上品牌至少 1 个")]


def _technical_standards(params: Params) -> Lines:
    named = [said for key, said in STANDARD_LEVELS.items() if key in params["levels"]]
    return [(DEMAND, f"主导或参与制定{listed(named)}")]


def _preference(params: Params) -> Lines:
    return [("有其一即可优先", listed([_title(each) for each in params["titles"]]))]


def _title(title: Params) -> str:
    levels = [said for key, said in reversed(LEVELS.items()) if key in title.get("levels", ())]
    return "或".join(levels) + TITLES[title["kind"]]


def _judged(params: Params) -> Lines:
    figures = [FIGURES[name].name for name in params.get("figures", ())]
    return [("参考数据", listed(figures))] if figures else []


def _indicator(params: Params) -> Lines:
    limits = (("at_least", "不低于"), ("at_most", "不高于"))
    said = [f"{words} {quantity(params[key], params['unit'])}" for key, words in limits if key in params]
    return [(DEMAND, f"{params['name']}{listed(said)}")]


_LINES: Mapping[str, Callable[[Params], Lines]] = {
    "count": _count,
    "approximate": _approximate,
    "market_share": _share,
    "statement": _statement,
    "any_of": _any_of,
    "coverage": _coverage,
    "single_county": _single_county,
    "brands": _brands,
    "technical_standards": _technical_standards,
    "preference": _preference,
    "judged": _judged,
    "indicator": _indicator,
}

_NAMES = {**FIELDS, "single_county": "产业集中程度"}


def requirement_name(key: str, params: Params, criterion_title: str) -> str:
    """What a requirement is called on screen: 主导产业产值; a judged one bears the criterion's name."""
    own = params.get("name") or params.get("statement") or criterion_title
    return _NAMES.get(key, str(own))
