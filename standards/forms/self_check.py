"""The facts of a self-check; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

from core.fields import FigureField
from criteria.errors import FactsError
from criteria.facts import Facts
from criteria.standard import StandardSpec
from criteria.words import LEVELS, PLATFORMS, ROLES, SHARES, STANDARD_LEVELS, TITLES, TRAITS
from standards.forms import fields
from standards.forms.typed import LEVEL_UNKNOWN, as_facts
from standards.selectors.facts_read import facts_of, own_indicators

ROWS = 3
# From the highest, as people think of honours.
HIGHEST_FIRST = tuple(reversed(LEVELS.items()))

# The cards of the page, each with the facts that stand in it.
PARTS = (
    ("basics", "基本情况", ("category", "counties", "year")),
    ("scale", "规模与主体", ("output_value", "leading_enterprises", "supporting_enterprises", "employment")),
    ("market", "市场", (*(f"market_share.{scope}" for scope in SHARES), "wide_national_market")),
    ("traits", "特色与放宽", ("traits", "relaxation_reason")),
    ("products", "品牌与标准", ("brands", "technical_standards")),
    ("titles", "称号", ("titles",)),
    ("service", "公共服务", ("platforms",)),
)
# The fields of a fact, where it is not one field of the same name.
FIELDS_OF = {
    "counties": ("county", "other_counties"),
    **{f"market_share.{scope}": (f"market_share_{scope}",) for scope in SHARES},
    "traits": ("traits", "no_traits"),
    "titles": (*(f"titles_{kind}" for kind in TITLES), "no_titles"),
    "platforms": ("platforms", "no_platforms"),
    "brands": (*(f"brands_{row}_{name}" for row in range(ROWS) for name in ("name", "level")), "no_brands"),
    "technical_standards": (
        *(f"technical_standards_{row}_{name}" for row in range(ROWS) for name in ("level", "role", "number")),
        "no_technical_standards",
    ),
}
# Facts that are asked for in rows: the heading and the words above the columns.
TABLES = {
    "brands": ("知名品牌", ("名称", "级别")),
    "technical_standards": ("主导或参与制定的标准", ("级别", "作用", "项数")),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are alike, and the box that says that there is nothing of it."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[BoundField]]
    none: BoundField


@dataclass(slots=True)
class Part:
    """One card of the form: plain fields, a folded one, and rows."""

    key: str
    title: str
    plain: list[BoundField] = field(default_factory=list)
    folded: list[BoundField] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.plain or self.tables)

    @property
    def has_errors(self) -> bool:
        rows = [row for table in self.tables for row in [*table.rows, [table.none]]]
        return any(each.errors for group in (self.plain, self.folded, *rows) for each in group)


class SelfCheckForm(forms.Form):
    """Facts about a cluster, for one standard; facts that only others ask for may stand there as well.

    After validation `facts` holds what the engine takes. An empty field is unknown, 0 is a figure.
    """

    category = fields.one_of("产业类别", ())
    county = fields.one_of("主导产业所在县（市、区）", ())
    other_counties = fields.several_of("涉及的其他县（市、区）", ())
    output_value = FigureField(
        label="主导产业年产值（亿元）", required=False, min_value=0, max_digits=12, decimal_places=4
    )
    leading_enterprises = fields.count("龙头企业", "户")
    supporting_enterprises = fields.count("配套企业", "户", "家庭农场、专业合作社计算在内。")
    employment = fields.count("带动就业", "人")
    market_share_city = fields.share("主导产品全市占有率")
    market_share_province = fields.share("主导产品全省占有率")
    market_share_country = fields.share("主导产品全国占有率")
    wide_national_market = fields.yes_or_no("在全国有较大市场空间")
    traits = fields.several_of("产业特色", tuple(TRAITS.items()))
    no_traits = fields.nothing("以上特色都没有")
    relaxation_reason = forms.CharField(
        label="申请放宽的理由",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="产值低于要求、又有上面的特色时填写。",
    )
    no_brands = fields.nothing("没有品牌")
    no_technical_standards = fields.nothing("没有主导或参与制定过标准")
    no_titles = fields.nothing("以上称号都没有")
    platforms = fields.several_of("已有的公共服务功能", tuple(PLATFORMS.items()))
    no_platforms = fields.nothing("以上功能都没有")

    def __init__(self, *args: Any, spec: StandardSpec, **options: Any) -> None:
        super().__init__(*args, **options)
        self.facts = Facts()
        self.asked = facts_of(spec)
        self._own = {f"indicator_{params['indicator']}": params for _, params in own_indicators(spec)}
        self.fields["year"] = fields.year()
        self._offer_categories(spec)
        self._offer_counties()
        self._add_rows()
        for kind, said in TITLES.items():
            choices = (*HIGHEST_FIRST, (LEVEL_UNKNOWN, "级别不清楚"))
            self.fields[f"titles_{kind}"] = fields.several_of(said, choices)
        for name, params in self._own.items():
            self.fields[name] = fields.own_indicator(params)

    def parts(self) -> list[Part]:
        """The cards with what this standard asks for."""
        found = [
            self._part(key, title, [fact for fact in facts if fact in self.asked])
            for key, title, facts in PARTS
        ]
        own = Part("own", "其他指标", [self[name] for name in self._own])
        return [part for part in (*found, own) if not part.is_empty]

    def rest(self) -> Part:
        """What only other standards ask for, in one card."""
        facts = [fact for _, _, facts in PARTS for fact in facts if fact not in self.asked]
        return self._part("rest", "这份标准没有要求的数据", facts)

    def clean(self) -> dict[str, Any]:
        """What contradicts itself, and what the engine's own reading of facts refuses."""
        typed: dict[str, Any] = super().clean() or {}
        for fact, names in FIELDS_OF.items():
            none = f"no_{fact}"
            if typed.get(none) and any(typed.get(name) for name in names if name != none):
                self.add_error(none, "上面已经填写，不能同时选这一项。")
        if not self.errors:
            self._read(typed)
        return typed

    def _read(self, typed: dict[str, Any]) -> None:
        try:
            self.facts = Facts.from_dict(as_facts(typed, rows=ROWS, indicators=self._own))
        except FactsError as error:
            self.add_error(self._field_of(error.field), error.message)

    def _field_of(self, place: str) -> str:
        """The field to show an error at, for a place in the facts such as market_share.city or brands[0].name."""
        fact = place.partition("[")[0]
        names = FIELDS_OF.get(fact, (fact.replace("indicators.", "indicator_"),))
        return names[0]

    def _part(self, key: str, title: str, facts: list[str]) -> Part:
        part = Part(key, title)
        for fact in facts:
            names = FIELDS_OF.get(fact, (fact,))
            if fact in TABLES:
                part.tables.append(self._table(fact, names))
            elif fact == "counties":
                part.plain.append(self["county"])
                part.folded.append(self["other_counties"])
            else:
                part.plain.extend(self[name] for name in names)
        return part

    def _table(self, fact: str, names: tuple[str, ...]) -> Table:
        title, columns = TABLES[fact]
        cells = [self[name] for name in names[:-1]]
        width = len(columns)
        rows = [cells[start : start + width] for start in range(0, len(cells), width)]
        return Table(title, columns, rows, self[names[-1]])

    def _offer_categories(self, spec: StandardSpec) -> None:
        category = self.fields["category"]
        category.choices = [fields.CHOOSE, *spec.categories.items()]
        names = "、".join(spec.categories.values())
        category.error_messages["invalid_choice"] = f"这份标准没有这个类别，可选：{names}。"

    def _offer_counties(self) -> None:
        cities = fields.counties_by_city()
        self.fields["county"].choices = [fields.CHOOSE, *cities]
        self.fields["other_counties"].choices = [county for _, counties in cities for county in counties]

    def _add_rows(self) -> None:
        for row in range(ROWS):
            place, brand, standard = f"第 {row + 1} 行", f"brands_{row}", f"technical_standards_{row}"
            self.fields[f"{brand}_name"] = forms.CharField(
                label=f"{place}品牌名称", required=False, max_length=60
            )
            self.fields[f"{brand}_level"] = fields.one_of(f"{place}品牌级别", HIGHEST_FIRST)
            self.fields[f"{standard}_level"] = fields.one_of(
                f"{place}标准级别", tuple(STANDARD_LEVELS.items())
            )
            self.fields[f"{standard}_role"] = fields.one_of(f"{place}作用", tuple(ROLES.items()))
            self.fields[f"{standard}_number"] = fields.how_many(f"{place}项数")
