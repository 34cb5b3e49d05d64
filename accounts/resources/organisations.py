"""Organisations by Excel; a unit and its superior may come in the same sheet."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse

from accounts.enums import OrganisationKind
from accounts.models import Division, Organisation
from accounts.patterns import TELEPHONE
from accounts.rules import can_administer
from accounts.services import (
    Particulars,
    Unit,
    import_organisations,
    organisation_fingerprint,
    undo_organisations,
)
from core.permits import Permit
from core.resources import Cells, Column, Held, Line, Plan, Problem, SheetResource
from core.resources.base import Remark, Values
from core.resources.widgets import ChoiceWidget, ReferenceWidget, TextWidget, as_text, folded

CLOSED = "closed:"


class SuperiorWidget(ReferenceWidget):
    """A unit that is registered, or a name that the same sheet will bring."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        text = folded(as_text(value))
        return options["lookups"][self.name].get(text, (None, text)) if text else None


class OrganisationSheet(SheetResource):
    """单位."""

    key, noun, most_rows = "organisations", "单位", 2_000
    advice = "按全称识别：已有的单位更新资料，没有的新建在“直接上级”之下；上级可以在同一张表里。"

    name = Column("name", "全称", TextWidget(longest=120, example="霍州市人民政府"), required=True, width=34)
    short_name = Column(
        "short_name", "简称", TextWidget(longest=40, example="霍州市政府"), required=True, width=20
    )
    kind = Column(
        "kind",
        "类型",
        ChoiceWidget({each.value: str(each.label) for each in OrganisationKind}),
        required=True,
    )
    division = Column(
        "division",
        "所在区划",
        ReferenceWidget("divisions", noun="区划", example="临汾市霍州市"),
        note="区划全称或代码；开发区没有区划代码，不填。",
        width=24,
        default=None,
    )
    superior = Column(
        "superior",
        "直接上级",
        SuperiorWidget("organisations", noun="单位", example="临汾市人民政府"),
        note="全称；省人民政府没有上级，不填。",
        width=34,
        default=None,
    )
    host = Column(
        "host",
        "设在",
        TextWidget(longest=60, example="市工信局"),
        note="领导小组办公室所设的部门。",
        width=20,
    )
    telephone = Column(
        "telephone",
        "联系电话",
        TextWidget(longest=40, example="0351-1234567", fold=True, validators=[TELEPHONE]),
        note="公开的电话。",
    )

    def place(self, actor: Any, number: int | None) -> None:
        """The whole portal, and no part of it."""
        if number is not None:
            raise LookupError(number)

    def permit(self, actor: Any, place: Any) -> Permit:
        """System administrators."""
        return can_administer(actor)

    def address(self, place: Any) -> str:
        """The list of units."""
        return reverse("accounts:organisation_list")

    def lookups(self, actor: Any, place: Any) -> Mapping[str, Any]:
        """Divisions by code and full name, units by full name."""
        divisions: dict[str, tuple[int, str]] = {}
        for pk, code, name in Division.objects.order_by("code").values_list("pk", "code", "full_name"):
            divisions[folded(name)] = divisions[code] = (pk, name)
        units = Organisation.objects.active().order_by("key").values_list("pk", "name")
        return {"divisions": divisions, "organisations": {folded(name): (pk, name) for pk, name in units}}

    def identity(self, values: Values) -> tuple[str, Hashable]:
        """The full name."""
        return "name", values["name"] or None

    def held(self, actor: Any, place: Any) -> Mapping[Hashable, Held]:
        """Every unit; one that is closed says so in its mark."""
        found: dict[Hashable, Held] = {}
        for row in Organisation.objects.select_related("division", "superior").order_by("key"):
            kept = [
                row.name,
                row.short_name,
                row.kind,
                [row.division.pk, row.division.full_name] if row.division else None,
                [row.superior.pk, row.superior.name] if row.superior else None,
                row.host,
                row.telephone,
            ]
            mark = organisation_fingerprint(row)
            found[row.name] = Held(row.pk, mark if row.is_active else f"{CLOSED}{mark}", kept)
        return found

    def judge(self, values: Values, found: Held | None) -> Iterator[Remark]:
        """Nobody is above itself; a closed unit is opened on its own page."""
        superior = values["superior"]
        if superior is None and (found is None or found.kept[4] is not None):
            yield "superior", "请填直接上级的全称，例如“临汾市人民政府”。", True
        if superior is not None and superior[1] == values["name"]:
            yield "superior", "单位不能是自己的直接上级。", True
        if found is not None and found.mark.startswith(CLOSED):
            yield "name", "这个单位已停用，请先在它的页面上恢复。", True
        yield from self.emptied(values, found)

    def review(self, plan: Plan, cells: Cells, held: Mapping[Hashable, Held]) -> Iterator[Problem]:
        """A superior is registered, or one of the new units, and no circle closes among them."""
        coming = {line.name: line for line in plan.new}
        for line in (*plan.new, *plan.changed):
            superior = line.new[4]
            if superior is None or superior[0] is not None:
                continue
            if superior[1] not in coming:
                sentence = f"没有登记全称为“{superior[1][:40]}”的单位，这张表里也没有，请核对。"
                yield Problem(line.number, "superior", superior[1], sentence)
            elif _is_circle(line, coming):
                yield Problem(line.number, "superior", superior[1], "几个单位互为上级，请核对。")

    def write(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> list[int]:
        """Through the service of one."""
        return import_organisations(
            actor=actor, units=[self._unit(each, each.new) for each in lines], facts=facts
        )

    def undo(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> None:
        """New units that nothing hangs on go, changed ones are as before."""
        undo_organisations(
            actor=actor,
            made=[self._unit(each, each.new) for each in lines if each.old is None],
            changed=[
                (self._unit(each, each.new), self._unit(each, each.old))
                for each in lines
                if each.old is not None
            ],
            facts=facts,
        )

    def _unit(self, line: Line, kept: Sequence[Any]) -> Unit:
        name, short_name, kind, division, superior, host, telephone = kept
        particulars = Particulars(
            name=name, short_name=short_name, kind=OrganisationKind(kind), host=host, telephone=telephone
        )
        return Unit(
            line.pk,
            line.number,
            line.mark,
            particulars,
            division[0] if division else None,
            superior[0] if superior else None,
            superior[1] if superior else "",
        )


def _is_circle(line: Line, coming: Mapping[str, Line]) -> bool:
    seen = {line.name}
    above = coming.get(line.new[4][1])
    while above is not None:
        if above.name in seen:
            return True
        seen.add(above.name)
        superior = above.new[4]
        above = coming.get(superior[1]) if superior is not None and superior[0] is None else None
    return False
