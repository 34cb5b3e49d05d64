"""Figures of a town, its enterprises and its products by Excel; they come in unconfirmed, and none is overwritten."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from core.errors import Invalid
from core.money import FACTORS, from_base, to_base
from core.permits import Permit
from core.resources import Cells, Column, Held, Line, Plan, Problem
from core.resources.base import Remark, Values
from core.resources.widgets import (
    CellWidget,
    ChoiceWidget,
    NumberWidget,
    TextWidget,
    YearWidget,
    as_text,
    folded,
)
from towns.enums import FigureSubject, PeriodPart, ValueType
from towns.models import Indicator
from towns.models.fields import plausible_year
from towns.models.figures import UNIT_OF_PRODUCT
from towns.resources.shared import TownSheet
from towns.rules import can_import_figures
from towns.selectors.names import figure_names, figures_for_sheets
from towns.services import Report, report_figures, undo_figures
from towns.services.figures import TAKEN, base_value

TOWN_ITSELF = "专业镇"
WHOLE_YEAR = "year"
PARTS = {each.value or WHOLE_YEAR: str(each.label) for each in PeriodPart}
# From which difference to the year before a person is asked to look again.
OUTLIER = 10
SMALL_SHARE = 1
PLACES = {"subject": 0, "indicator": 1, "year": 2, "part": 3, "value": 4, "unit": 5, "scope": 6, "source": 7}


class SubjectWidget(CellWidget):
    """The town itself, or an enterprise or product of it; which of the two, the indicator says."""

    example = "企业全称；专业镇本身的数据不填"

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """{kind: (number, name)} of whoever is called so."""
        text = folded(as_text(value))
        known = options["lookups"]["subjects"]
        if text in ("", TOWN_ITSELF):
            return known[TOWN_ITSELF]
        if text not in known:
            raise ValueError(f"没有登记名为“{as_text(value)[:40]}”的企业或产品，请先登记，或核对名称。")
        return known[text]

    def keep(self, value: Any) -> Any:
        return list(value)

    def shown(self, kept: Any) -> str:
        return str(kept[2]) if kept else TOWN_ITSELF

    def choices(self, lookups: Mapping[str, Any]) -> list[str]:
        names = lookups.get("subjects", {})
        return [each for each in names if each != TOWN_ITSELF]


class IndicatorWidget(CellWidget):
    """An indicator by its name; of the same name for a town and an enterprise, the subject says which."""

    kind = "choice"
    example = "主导产业产值"

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """{kind of subject: indicator}."""
        text = folded(as_text(value))
        known: Mapping[str, Any] = options["lookups"]["indicators"]
        if text and text not in known:
            raise ValueError(f"没有名为“{as_text(value)[:30]}”的指标，请从模板的下拉选项中选择。")
        return known[text] if text else None

    def keep(self, value: Any) -> Any:
        return list(value)

    def shown(self, kept: Any) -> str:
        return str(kept[1]) if kept else ""

    def choices(self, lookups: Mapping[str, Any]) -> list[str]:
        return [next(iter(each.values())).name for each in lookups.get("indicators", {}).values()]


class PartWidget(ChoiceWidget):
    """The whole year where nothing is said."""

    def keep(self, value: Any) -> Any:
        return value or WHOLE_YEAR


class FigureSheet(TownSheet):
    """数据 of one town."""

    key, noun, most_rows = "figures", "数据", 50_000
    advice = "登记专业镇、企业、产品的产值、从业人员等数据；导入后由统计部门确认。"

    subject = Column(
        "subject", "主体", SubjectWidget(), note="企业或产品的名称；专业镇本身的数据不填。", width=36
    )
    indicator = Column("indicator", "指标", IndicatorWidget(), required=True, width=22)
    year = Column("year", "年份", YearWidget(validators=[plausible_year]), required=True, width=8)
    part = Column(
        "part",
        "期间",
        PartWidget(PARTS, optional=WHOLE_YEAR),
        note="不填就是全年。",
        default=WHOLE_YEAR,
        width=10,
    )
    value = Column(
        "value", "数值", NumberWidget(), note="只填数字；百分比填 12.5，不填 0.125。", required=True
    )
    unit = Column(
        "unit",
        "单位",
        TextWidget(longest=20, example="亿元", fold=True),
        note="金额可填亿元、万元或元；不填就用指标的单位。",
        width=10,
    )
    scope = Column("scope", "口径", TextWidget(longest=120, example="全产业链"), width=20)
    source = Column(
        "source", "来源", TextWidget(longest=200, example="县统计局 2025 年年报"), required=True, width=36
    )

    def permit(self, actor: Any, place: Any) -> Permit:
        """Whoever reports, and the statistics unit."""
        return can_import_figures(actor, place)

    def address(self, place: Any) -> str:
        """The town's figures."""
        return reverse("towns:figure_list", args=[place.pk])

    def lookups(self, actor: Any, place: Any) -> Mapping[str, Any]:
        """Subjects and indicators by name."""
        subjects: dict[str, dict[str, tuple[int, str]]] = figure_names(place)
        subjects[TOWN_ITSELF] = {FigureSubject.TOWN.value: (place.pk, TOWN_ITSELF)}
        indicators: dict[str, dict[str, Indicator]] = {}
        for each in Indicator.objects.order_by("order", "key"):
            indicators.setdefault(folded(each.name), {})[each.subject] = each
        return {"subjects": subjects, "indicators": indicators}

    def choices(self, column: Column, lookups: Mapping[str, Any]) -> list[str]:
        """Units are offered too, though others may be written."""
        return (
            [*reversed(FACTORS), "户", "人", "%"]
            if column.attribute == "unit"
            else super().choices(column, lookups)
        )

    def complete(self, values: dict[str, Any]) -> Iterator[Remark]:
        """Subject and indicator find each other; the value is brought to its base unit."""
        subjects, indicators = values["subject"], values["indicator"]
        values["base"] = None
        if not subjects or not indicators:
            values["subject"] = values["indicator"] = None
            return
        kind = next((each for each in indicators if each in subjects), None)
        if kind is None:
            yield "indicator", _mismatch(subjects, indicators), True
            values["subject"] = values["indicator"] = None
            return
        indicator, (number, name, *own) = indicators[kind], subjects[kind]
        values["subject"], values["indicator"] = (kind, number, name), (indicator.pk, indicator.name)
        yield from _weigh(values, indicator, own[0] if own else "")

    def identity(self, values: Values) -> tuple[str, Hashable]:
        """Of whom, what, when, in which scope, out of which source."""
        known = values["subject"] and values["indicator"] and values["year"] and values["base"] is not None
        return "indicator", (*_period(values), values["scope"] or "", values["source"]) if known else None

    def name_of(self, values: Values) -> str:
        """企业 2024年产值."""
        name = values["subject"][2]
        return f"{'' if name == TOWN_ITSELF else name} {values['year']}年{values['indicator'][1]}".strip()

    def held(self, actor: Any, place: Any) -> Mapping[Hashable, Held]:
        """Every figure that nobody sent back, by identity; and by period the one that counts."""
        found: dict[Hashable, Held] = {}
        for each in figures_for_sheets(place):
            held = Held(each.pk, each.mark, _kept(each))
            period = (each.subject, each.subject_id, each.indicator_id, each.year, each.part or WHOLE_YEAR)
            found.setdefault(period, held)
            found[(*period, each.scope, each.source)] = held
        return found

    def displaced(self, values: Values, held: Mapping[Hashable, Held]) -> Held | None:
        """Another figure of the same period that counts today and says something else."""
        other = held.get(_period(values))
        place = PLACES["value"]
        if other is None:
            return None
        return other if _base(other.kept) != values["base"] or not other.kept[place] else None

    def judge(self, values: Values, found: Held | None) -> Iterator[Remark]:
        """A figure is never overwritten: a correction names another source."""
        if found is not None and _base(found.kept) != values["base"]:
            yield "value", TAKEN, True
        elif values["unit"] == "%" and 0 < values["value"] < SMALL_SHARE:
            yield (
                "value",
                f"按 {values['value']}% 登记；如果是 {values['value'] * 100:f}%，请改填整数位。",
                False,
            )

    def review(self, plan: Plan, cells: Cells, held: Mapping[Hashable, Held]) -> Iterator[Problem]:
        """Ten times the year before, or a tenth of it, registered or in the same sheet, wants a second look."""
        written = {_period_of(line): line for line in (*plan.new, *plan.changed)}
        bases = {key: _base(line.new) for key, line in written.items()}
        for key, line in written.items():
            kind, subject, indicator, year, part = key
            earlier = (kind, subject, indicator, year - 1, part)
            before = bases.get(earlier) or (_base(held[earlier].kept) if earlier in held else None)
            now = bases[key]
            if before and now and not before / OUTLIER < now < before * OUTLIER:
                times = "十倍以上" if now > before else "不到十分之一"
                shown = f"{from_base(before, line.new[5]):f}{line.new[5]}"
                sentence = f"是上年（{shown}）的{times}，请核对数值和单位。"
                yield Problem(line.number, "value", str(line.new[4]), sentence, is_error=False)

    def write(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> list[int]:
        """All of them as new figures."""
        return report_figures(
            actor=actor, town=place, reports=[_report(each) for each in lines if each.pk is None], facts=facts
        )

    def undo(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> None:
        """All of them go again."""
        made = {each.pk: f"第 {each.number} 行“{each.name}”" for each in lines if each.pk is not None}
        undo_figures(actor=actor, town=place, made=made, facts=facts)

    def still_holds(self, line: Line, held: Mapping[Hashable, Held], marks: Mapping[int, str]) -> bool:
        """As for all, without reading the values again."""
        if line.pk is not None:
            return marks.get(line.pk) == line.mark
        return (*_period_of(line), line.new[6] or "", line.new[7]) not in held


def _weigh(values: dict[str, Any], indicator: Indicator, own_unit: str) -> Iterator[Remark]:
    """Unit and base value; what the indicator does not allow is an error of its cell."""
    standard = own_unit if indicator.unit == UNIT_OF_PRODUCT and own_unit else indicator.unit
    units = tuple(FACTORS) if indicator.value_type == ValueType.MONEY else (standard,)
    unit, value = values["unit"] or standard, values["value"]
    values["unit"] = unit
    if value is None:
        return
    try:
        values["base"] = base_value(indicator, value, unit, units=units)
    except Invalid as error:
        for name, sentence in error.fields.items():
            yield name, sentence, True


def _mismatch(subjects: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> str:
    is_of = "、".join(FigureSubject(each).label for each in indicators)
    given = "、".join(FigureSubject(each).label for each in subjects)
    name = next(iter(indicators.values())).name
    return f"“{name}”是{is_of}的指标，而“主体”填的是{given}，请核对。"


def _period(values: Values) -> tuple[Any, ...]:
    subject = values["subject"]
    return (subject[0], subject[1], values["indicator"][0], values["year"], values["part"] or WHOLE_YEAR)


def _period_of(line: Line) -> tuple[Any, ...]:
    subject, indicator, year, part = line.new[:4]
    return (subject[0], subject[1], indicator[0], year, part)


def _base(kept: Sequence[Any]) -> Decimal:
    return to_base(Decimal(kept[4]), kept[5])


def _kept(row: Any) -> list[Any]:
    subject = [row.subject, row.subject_id, row.subject_name or TOWN_ITSELF]
    shown = f"{from_base(row.value, row.unit):f}"
    part = row.part or WHOLE_YEAR
    return [
        subject,
        [row.indicator_id, row.indicator_name],
        row.year,
        part,
        shown,
        row.unit,
        row.scope,
        row.source,
    ]


def _report(line: Line) -> Report:
    subject, indicator, year, part, value, unit, scope, source = line.new
    base = to_base(Decimal(value), unit)
    kind, number, _ = subject
    return Report(
        kind, number, indicator[0], year, "" if part == WHOLE_YEAR else part, base, unit, scope or "", source
    )
