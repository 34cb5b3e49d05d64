"""A resource of import-export that is fed in bulk: columns are cleaned whole, lookups read once, rows written together."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from import_export.resources import Resource

from core.permits import Permit
from core.resources.fields import Column
from core.resources.lines import Cells, Held, Kept, Line, Plan, Problem
from core.resources.sorting import Sorter, as_given

Values = Mapping[str, Any]
Step = Callable[[int], None]
Remark = tuple[str, str, bool]


class SheetResource(Resource):
    """What may come in by Excel, declared with `Column` fields; the app that owns the rows says the rest.

    `key` names it in addresses and templates, `noun` on pages; `revision` goes up when the template changes.
    """

    key: ClassVar[str]
    noun: ClassVar[str]
    revision: ClassVar[int] = 1
    most_rows: ClassVar[int] = 5_000
    advice: ClassVar[str] = ""
    is_personal: ClassVar[bool] = False

    # What the owning app answers.

    @abstractmethod
    def place(self, actor: Any, number: int | None) -> Any:
        """What the rows belong to (a town, a unit), None for the whole portal; LookupError when out of sight."""

    @abstractmethod
    def permit(self, actor: Any, place: Any) -> Permit:
        """Whether this person may bring such rows in there."""

    @abstractmethod
    def address(self, place: Any) -> str:
        """The page of the list that the rows appear in."""

    @abstractmethod
    def held(self, actor: Any, place: Any) -> Mapping[Hashable, Held]:
        """What is registered there already, by identity."""

    @abstractmethod
    def write(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> list[int]:
        """Write new and changed lines through the app's service; the numbers of the new rows in their order.

        `facts` go on record with the one act. Conflict when a row is no longer as the line says.
        """

    @abstractmethod
    def undo(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> None:
        """Put every row back as it was; Conflict, naming the rows, when somebody changed one since."""

    @abstractmethod
    def identity(self, values: Values) -> tuple[str, Hashable]:
        """By what a row is known, and the column that says it."""

    # What may be answered otherwise.

    def lookups(self, actor: Any, place: Any) -> Mapping[str, Any]:
        """What cells may refer to, read once: {name: {text: value}}."""
        return {}

    def columns(self, place: Any = None) -> list[Column]:
        """The columns in the order of the template."""
        return list(self.fields.values())

    def name_of(self, values: Values) -> str:
        """What people call the row."""
        return str(self.identity(values)[1])

    def match(self, values: Values, held: Mapping[Hashable, Held]) -> Held | None:
        """The registered row that a line speaks of."""
        return held.get(self.identity(values)[1])

    def complete(self, values: dict[str, Any]) -> Iterator[Remark]:
        """Fill in what follows from other cells of the row; called before anything else looks at it."""
        yield from ()

    def review(self, plan: Plan, cells: Cells, held: Mapping[Hashable, Held]) -> Iterator[Problem]:
        """What only the whole sheet can tell."""
        yield from ()

    def displaced(self, values: Values, held: Mapping[Hashable, Held]) -> Held | None:
        """The registered row that a new one will count instead of; it stays as it is."""
        return None

    def emptied(self, values: Values, found: Held | None) -> Iterator[Remark]:
        """Cells that are empty where something is registered: written so, but pointed out."""
        for column, old in zip(self.columns(), found.kept if found else (), strict=False):
            if old and values[column.attribute] in ("", None, []):
                yield column.attribute, f"原来登记的是“{column.widget.shown(old)}”，导入后将清空。", False

    def judge(self, values: Values, found: Held | None) -> Iterator[Remark]:
        """(column, sentence, is it an error) for what only the whole row can tell."""
        yield from ()

    def choices(self, column: Column, lookups: Mapping[str, Any]) -> list[str]:
        """What the drop-down of a column offers; empty for none."""
        return column.widget.choices(lookups)

    # What is the same for all.

    def plan(self, cells: Cells, actor: Any, place: Any, *, step: Step = lambda done: None) -> Plan:
        """What the sheet would do to the rows that are there, and everything that is wrong with it, at once."""
        lookups = self.lookups(actor, place)
        columns = self.columns(place)
        cleaned, plan, bad = self._cleaned(columns, cells, lookups)
        step(50)
        held = self.held(actor, place)
        Sorter(self, columns, cells, held, plan, bad).sort(cleaned)
        plan.problems += self.review(plan, cells, held)
        plan.problems.sort(key=lambda each: (each.number, cells.letters.get(each.attribute, "")))
        step(90)
        return plan

    def overtaken(self, actor: Any, place: Any, lines: Sequence[Line]) -> list[Line]:
        """The lines whose rows are no longer as they were when the sheet was read."""
        held = self.held(actor, place)
        marks = {each.pk: each.mark for each in held.values()}
        return [each for each in lines if not self.still_holds(each, held, marks)]

    def values_of(self, kept: Kept, columns: Sequence[Column]) -> dict[str, Any]:
        """Kept values by attribute, as they are in Python."""
        return {each.attribute: each.widget.restore(value) for each, value in zip(columns, kept, strict=True)}

    def still_holds(self, line: Line, held: Mapping[Hashable, Held], marks: Mapping[int, str]) -> bool:
        """Whether a line's row is as the line saw it, or still missing."""
        if line.pk is not None:
            return marks.get(line.pk) == line.mark
        columns = self.columns()
        if len(columns) != len(line.new):
            # In one's own unit a column goes without saying.
            columns = self.columns(line)
        return self.match(self.values_of(line.new, columns), held) is None

    def _cleaned(
        self, columns: Sequence[Column], cells: Cells, lookups: Mapping[str, Any]
    ) -> tuple[dict[str, list[Any]], Plan, set[int]]:
        plan, bad = Plan(), set[int]()
        cleaned: dict[str, list[Any]] = {}
        for column in columns:
            raw = cells.columns.get(column.attribute)
            if raw is None:
                continue
            cleaned[column.attribute], problems = column.clean_all(raw, lookups)
            bad.update(problems)
            plan.problems += [
                Problem(cells.numbers[place], column.attribute, as_given(raw[place]), sentence)
                for place, sentence in problems.items()
            ]
        return cleaned, plan, bad
