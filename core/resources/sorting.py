"""Every row of a sheet becomes new, changed or the same; repetitions and remarks become problems."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.resources.fields import Column
from core.resources.lines import Cells, Held, Kept, Line, Plan, Problem

if TYPE_CHECKING:
    from core.resources.base import SheetResource

LONGEST_GIVEN = 120
LARGEST_WHOLE = 1e15


@dataclass(slots=True)
class Sorter:
    """One sheet against what is registered; `bad` are the places of rows with a cell that was not understood."""

    resource: SheetResource
    columns: Sequence[Column]
    cells: Cells
    held: Mapping[Hashable, Held]
    plan: Plan
    bad: set[int] = field(default_factory=set)
    _first: dict[Hashable, int] = field(default_factory=dict)
    _taken: dict[int, int] = field(default_factory=dict)

    def sort(self, cleaned: Mapping[str, list[Any]]) -> None:
        """Go through the rows once."""
        for place, values in enumerate(self._rows(cleaned)):
            for attribute, sentence, is_error in self.resource.complete(values):
                self._object(place, attribute, sentence, is_error=is_error)
                if is_error:
                    self.bad.add(place)
            attribute, identity = self.resource.identity(values)
            if identity is None:
                # What it is could not be read; the cell's own problem says so.
                continue
            found = self.resource.match(values, self.held)
            first = self._seen_before(identity, found, self.cells.numbers[place])
            if first is not None:
                self._object(place, attribute, f"与第 {first} 行重复，只能保留一行。")
            elif self._passes(place, values, found):
                self._file(place, values, found, cleaned)

    def _rows(self, cleaned: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
        defaults = {column.attribute: column.default for column in self.columns}
        names = list(cleaned)
        for row in zip(*cleaned.values(), strict=True):
            yield defaults | dict(zip(names, row, strict=True))

    def _seen_before(self, identity: Hashable, found: Held | None, number: int) -> int | None:
        """The earlier row that speaks of the same thing, by its own words or by what is registered."""
        first = self._first.setdefault(identity, number)
        if first == number and found is not None:
            first = self._taken.setdefault(found.pk, number)
        return None if first == number else first

    def _passes(self, place: int, values: Mapping[str, Any], found: Held | None) -> bool:
        passes = place not in self.bad
        for attribute, sentence, is_error in self.resource.judge(values, found):
            if not is_error and attribute not in self.cells.columns:
                # A column that the file does not have is not emptied by it.
                continue
            self._object(place, attribute, sentence, is_error=is_error)
            passes = passes and not is_error
        return passes

    def _object(self, place: int, attribute: str, sentence: str, *, is_error: bool = True) -> None:
        given = as_given(self.cells.columns[attribute][place]) if attribute in self.cells.columns else ""
        number = self.cells.numbers[place]
        self.plan.problems.append(Problem(number, attribute, given, sentence, is_error))

    def _file(
        self, place: int, values: Mapping[str, Any], found: Held | None, cleaned: Mapping[str, Any]
    ) -> None:
        line = Line(
            self.cells.numbers[place], self.resource.name_of(values), self._kept(values, found, cleaned)
        )
        if found is None:
            self._file_new(line, values)
            return
        line.pk, line.mark, line.old = found.pk, found.mark, found.kept
        (self.plan.same if found.kept == line.new else self.plan.changed).append(line)

    def _file_new(self, line: Line, values: Mapping[str, Any]) -> None:
        other = self.resource.displaced(values, self.held)
        if other is None:
            self.plan.new.append(line)
        else:
            line.old = other.kept
            self.plan.changed.append(line)

    def _kept(self, values: Mapping[str, Any], found: Held | None, cleaned: Mapping[str, Any]) -> Kept:
        """What the row will hold: a column that the file does not have stays as it was."""
        return [
            column.widget.keep(values[column.attribute])
            if found is None or column.attribute in cleaned
            else found.kept[index]
            for index, column in enumerate(self.columns)
        ]


def as_given(value: Any) -> str:
    """A cell as a person sees it, not endlessly long."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE:
        value = int(value)
    return "".join(each for each in str(value)[:LONGEST_GIVEN] if each.isprintable())
