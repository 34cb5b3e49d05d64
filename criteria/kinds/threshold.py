"""A figure against its category's threshold, with a relaxation and a floor (P 二(四), T 附2一(四), Y 三)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from criteria import figures, numbers
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import POSITIVE, record, words
from criteria.words import TRAITS, listed

_LIMITS: Final = {"type": "object", "additionalProperties": POSITIVE, "minProperties": 1}
SCHEMA: Final = record(
    {
        "figure": figures.named(("output_value", "employment")),
        "unit": figures.UNIT,
        "at_least": {**_LIMITS, "title": "各类别的门槛"},
        "relaxation": record({"grounds": words(TRAITS), "floor": POSITIVE}, optional=("floor",)),
    },
    optional=("relaxation",),
)

_WEIGHED: Final = "influential"
_BY_PEOPLE: Final = "影响力、市场占有率和发展前景由工作人员研判"


@kind("threshold", words="按类别的数量门槛，可放宽", schema=SCHEMA)
def build(params: Params, context: Context) -> Check:
    """Met at or above the category's threshold; below it, what the standard's relaxation says."""
    figure = figures.with_unit(params["figure"], params["unit"], context)
    thresholds = _thresholds(params["at_least"], context)
    write = numbers.writer(params["unit"])
    below = _relaxation(params.get("relaxation", {}), thresholds, write, context)
    read = figures.reader(params["figure"])
    demands = {key: _demand(context.categories[key], write(limit)) for key, limit in thresholds.items()}
    every_demand = listed(list(demands.values()))
    reached = {key: f"，达到{demand}的要求。" for key, demand in demands.items()}
    missed = {key: f"，低于{demand}的要求" for key, demand in demands.items()}
    name = figure.name

    def check(facts: Facts) -> Finding:
        value, category = read(facts), facts.category
        if value is None:
            demand = demands[category] if category else every_demand
            return figures.not_given(context, name, f"要求{demand}以上")
        opening = f"{facts.when}{name} {write(value)}"
        if category is None:
            message = f"{opening}，产业类别尚未填写，无法确定适用的门槛（{every_demand}）。"
            return context.finding(Verdict.MISSING, message, "缺产业类别")
        if value >= thresholds[category]:
            return context.finding(Verdict.MET, opening + reached[category])
        verdict, reason = below(facts, value)
        gap = f"{name}还差 {write(thresholds[category] - value)}"
        return context.finding(verdict, f"{opening}{missed[category]}{reason}。", gap)

    return check


Limits = Mapping[str, Decimal]
Below = Callable[[Facts, "Decimal | int"], tuple[Verdict, str]]


def _thresholds(at_least: Mapping[str, str], context: Context) -> Limits:
    for category in at_least:
        if category not in context.categories:
            message = f"本标准没有类别“{category[:40]}”，已有类别：{listed(list(context.categories))}。"
            raise context.error(message, "at_least", category[:40])
    for category, said in context.categories.items():
        if category not in at_least:
            raise context.error(f"缺少类别“{said}”的门槛。", "at_least", category)
    return {category: Decimal(limit) for category, limit in at_least.items()}


def _relaxation(params: Params, thresholds: Limits, write: numbers.Writer, context: Context) -> Below:
    if not params:
        return _no_relaxation
    floor = Decimal(params["floor"]) if "floor" in params else None
    for category, limit in thresholds.items():
        if floor is not None and floor > limit:
            message = f"放宽下限 {write(floor)}高于“{context.categories[category]}”的门槛 {write(limit)}。"
            raise context.error(message, "relaxation", "floor")
    return _Relaxation(frozenset(params["grounds"]), floor, write).below


def _no_relaxation(_facts: Facts, _value: Decimal | int) -> tuple[Verdict, str]:
    return Verdict.UNMET, "，本标准未规定放宽条件"


def _demand(category: str, limit: str) -> str:
    """“制造业 20 亿元”; no space follows a closing bracket."""
    return f"{category}{limit}" if category.endswith("）") else f"{category} {limit}"


@dataclass(frozen=True, slots=True)
class _Relaxation:
    """A lower floor, or none, for towns with one of the named traits; the applicant must say why."""

    grounds: frozenset[str]
    floor: Decimal | None
    write: numbers.Writer

    def below(self, facts: Facts, value: Decimal | int) -> tuple[Verdict, str]:
        """Judge a value under the threshold; the words continue the sentence."""
        if self.floor is not None and value < self.floor:
            return Verdict.UNMET, f"，也低于放宽后 {self.write(self.floor)}的下限"
        if facts.traits is None:
            return (
                Verdict.MISSING,
                f"；是否具有放宽依据（{self._named(self.grounds)}）尚未填写，无法判断能否放宽",
            )
        found = facts.traits & self.grounds
        if not found:
            reason = f"；没有放宽依据（{self._named(self.grounds)}）"
            return Verdict.UNMET, reason + self._other(facts.traits)
        return self._granted(facts, found)

    def _granted(self, facts: Facts, found: frozenset[str]) -> tuple[Verdict, str]:
        weighed = "行业影响力大，" if facts.traits and _WEIGHED in facts.traits else ""
        reason = f"；具有放宽依据（{self._named(found)}），{weighed}可按放宽条件申请，{_BY_PEOPLE}"
        if facts.relaxation_reason is None:
            return Verdict.RELAXABLE, f"{reason}，尚未写明放宽理由"
        limit = "本标准未规定下限" if self.floor is None else f"不低于 {self.write(self.floor)}的下限"
        return Verdict.RELAXED, f"{reason}，{limit}，已写明放宽理由，待办公室书面确认"

    def _other(self, traits: frozenset[str]) -> str:
        """Name what was claimed and is no ground here, so that nobody wonders why it did not help."""
        others = self._named(traits - self.grounds)
        return f"，{others}在本标准中不单独作为放宽依据" if others else ""

    @staticmethod
    def _named(traits: frozenset[str]) -> str:
        return listed([said for trait, said in TRAITS.items() if trait in traits])
