"""The sections of a town's registry by Excel, each resource made from the section's description."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from django.db import models

from core.permits import Permit
from core.resources import Column, Held, Line
from core.resources.base import Remark, Values
from core.resources.widgets import (
    CellWidget,
    ChoiceWidget,
    DayWidget,
    KeysWidget,
    ReferenceWidget,
    TextWidget,
    YearWidget,
)
from towns.models import Enterprise
from towns.models.fields import CreditCodeField, KeysField, plausible_year
from towns.resources.shared import CodeWidget, TownSheet
from towns.rules import can_edit_town
from towns.sections import ENTERPRISES, SECTIONS, TITLES, Section
from towns.selectors.names import enterprises_by_name
from towns.services import undo_rows, write_rows
from towns.services.importing import Change

# By what a row of a section is known; where nothing is named, by its name.
IDENTITIES: Final[dict[str, tuple[str, ...]]] = {
    "titles": ("kind", "level", "enterprise"),
    "brands": ("name", "kind"),
    "technical-standards": ("number",),
    "heritage": ("name", "kind"),
}
EXAMPLES: Final[dict[str, str]] = {
    "number": "GB/T 00000-2026",
    "output_unit": "万吨",
    "document": "晋工信字〔2026〕1 号",
    "since": "明代",
}
WIDE = {
    "name": 36,
    "holder": 30,
    "operator": 30,
    "document": 30,
    "enterprise": 36,
    "credit_code": 24,
    "functions": 40,
}


class RowSheet(TownSheet):
    """Rows of one section."""

    section: ClassVar[Section]

    def permit(self, actor: Any, place: Any) -> Permit:
        """Whoever may change them one by one."""
        return can_edit_town(actor, place)

    def lookups(self, actor: Any, place: Any) -> Mapping[str, Any]:
        """The town's enterprises by name and by code, where a column names one."""
        return {"enterprises": enterprises_by_name(place)} if "enterprise" in self.section.fields else {}

    def identity(self, values: Values) -> tuple[str, Hashable]:
        """The columns that the database holds unique."""
        names = IDENTITIES.get(self.section.key, ("name",))
        parts = [values[name] for name in names]
        known = None not in [part for name, part in zip(names, parts, strict=True) if name != "enterprise"]
        return names[0], (tuple(parts) if known and parts[0] else None)

    def name_of(self, values: Values) -> str:
        """As its list calls it."""
        if self.section is not TITLES:
            return str(values[self.section.fields[0]])
        kind, level = (self.fields[name].widget.shown(values[name]) for name in ("kind", "level"))
        holder = values["enterprise"]
        return f"{holder[1] if holder else '专业镇整体'} {level}{kind}"

    def held(self, actor: Any, place: Any) -> Mapping[Hashable, Held]:
        """Every row of the town's section."""
        columns = self.columns()
        found: dict[Hashable, Held] = {}
        for row in self.section.rows_of(place).order_by("pk"):
            values = {name: self._value(row, name) for name in self.section.fields}
            kept = [column.widget.keep(values[column.attribute]) for column in columns]
            held = Held(row.pk, str(row.version), kept)
            for identity in self.known_as(values):
                found.setdefault(identity, held)
        return found

    def known_as(self, values: Values) -> list[Hashable]:
        """All that a registered row answers to."""
        return [self.identity(values)[1]]

    def judge(self, values: Values, found: Held | None) -> Iterator[Remark]:
        """Day and year say the same; what was known and is empty now is pointed out."""
        day, year = values.get("recognised_on"), values.get("recognised_year")
        if day is not None and year not in (None, day.year):
            yield "recognised_year", f"年份与认定日期（{day.year} 年）不一致，请核对。", True
        yield from self.emptied(values, found)

    def complete(self, values: dict[str, Any]) -> Iterator[Remark]:
        """The day brings its year along."""
        if values.get("recognised_on") is not None and values.get("recognised_year") is None:
            values["recognised_year"] = values["recognised_on"].year
        yield from ()

    def write(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> list[int]:
        """Through the section's service."""
        return write_rows(
            actor=actor,
            town=place,
            section=self.section,
            new=[self._columns(each.new) for each in lines if each.pk is None],
            changed=[self._change(each, each.new) for each in lines if each.pk is not None],
            facts=facts,
        )

    def undo(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> None:
        """New rows go, changed ones are as before."""
        undo_rows(
            actor=actor,
            town=place,
            section=self.section,
            made=[self._change(each, each.new) for each in lines if each.old is None],
            changed=[self._change(each, each.old) for each in lines if each.old is not None],
            facts=facts,
        )

    def _change(self, line: Line, kept: list[Any]) -> Change:
        assert line.pk is not None, "the row is registered"
        return Change(line.pk, int(line.mark or 0), line.number, line.name, self._columns(kept))

    def _columns(self, kept: list[Any]) -> dict[str, Any]:
        """Kept values as the model's columns take them."""
        values = self.values_of(kept, self.columns())
        if "enterprise" in values:
            holder = values.pop("enterprise")
            values["enterprise_id"] = holder[0] if holder else None
        return values

    def _value(self, row: Any, name: str) -> Any:
        value = getattr(row, name)
        return (value.pk, value.name) if isinstance(value, Enterprise) else value


class EnterpriseSheet(RowSheet):
    """An enterprise is known by its code; while none is registered, by its name."""

    def identity(self, values: Values) -> tuple[str, Hashable]:
        """("code", …) or ("name", …)."""
        code, name = values["credit_code"], values["name"]
        if code is None or name is None:
            return "name", None
        return ("credit_code", ("code", code)) if code else ("name", ("name", name))

    def known_as(self, values: Values) -> list[Hashable]:
        """Its code, and its name as well: a sheet without codes means the same enterprises."""
        code, name = ("code", values["credit_code"]), ("name", values["name"])
        return [code, ("coded", values["name"])] if values["credit_code"] else [name]

    def match(self, values: Values, held: Mapping[Hashable, Held]) -> Held | None:
        """By code; then the one of that name that has none yet, or whose code the sheet does not say."""
        identity = self.identity(values)[1]
        if identity in held:
            return held[identity]
        name = values["name"]
        return held.get(("name", name)) if values["credit_code"] else held.get(("coded", name))


def _sheet(section: Section) -> type[RowSheet]:
    base = EnterpriseSheet if section is ENTERPRISES else RowSheet
    name = f"{section.model.__name__}Sheet"
    columns = {each: _column(section, each) for each in section.fields}
    words = {"key": section.key, "noun": section.noun, "advice": section.advice, "section": section}
    return type(name, (base,), {**words, **columns, "__doc__": f"{section.noun}。"})


def _column(section: Section, name: str) -> Column:
    field = section.field(name)
    default = field.get_default() if field.has_default() else None if field.null else ""
    return Column(
        name,
        str(field.verbose_name),
        _widget(field),
        note=str(field.help_text).replace("不选", "不填"),
        required=not field.blank,
        width=WIDE.get(name, 16),
        default=default,
    )


def _widget(field: "models.Field[Any, Any]") -> CellWidget:
    """How a cell of the column is understood."""
    if isinstance(field, CreditCodeField):
        return CodeWidget()
    if isinstance(field, KeysField):
        return KeysWidget(field.words)
    if isinstance(field, models.ForeignKey):
        return ReferenceWidget("enterprises", noun="企业", example="企业全称")
    if isinstance(field, models.PositiveSmallIntegerField):
        return YearWidget(validators=[plausible_year])
    if isinstance(field, models.DateField):
        return DayWidget(validators=field.validators)
    if field.choices:
        return ChoiceWidget({str(key): str(word) for key, word in field.flatchoices if key})
    return TextWidget(longest=field.max_length or 0, example=EXAMPLES.get(field.name, ""))


ROW_SHEETS: Final = tuple(_sheet(each) for each in SECTIONS.values())
