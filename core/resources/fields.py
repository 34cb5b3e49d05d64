"""A column of a sheet: a field of import-export that also says how people see it."""

from collections.abc import Mapping, Sequence
from typing import Any

from import_export.fields import Field

from core.resources.widgets import CellWidget

REQUIRED = "这一格必须填写"


class Column(Field):
    """`title` heads the column; unit, note and example stand above it in the template.

    `default` is what a new row gets where the file has no such column. What is `is_personal` is masked on pages.
    """

    widget: CellWidget

    def __init__(
        self,
        attribute: str,
        title: str,
        widget: CellWidget,
        *,
        unit: str = "",
        note: str = "",
        required: bool = False,
        width: int = 16,
        default: Any = "",
        is_personal: bool = False,
    ) -> None:
        super().__init__(attribute=attribute, column_name=title, widget=widget, default=default)
        self.title, self.unit, self.note = title, unit, note
        self.required, self.width, self.is_personal = required, width, is_personal

    @property
    def example(self) -> str:
        """What a good cell looks like."""
        return self.widget.example

    def clean_all(
        self, values: Sequence[Any], lookups: Mapping[str, Any]
    ) -> tuple[list[Any], dict[int, str]]:
        """Every value of the column understood, and {place: sentence} for those that are not.

        What was understood once is not read again: most columns say few different things.
        """
        known: dict[Any, Any] = {}
        problems: dict[int, str] = {}
        found: list[Any] = [None] * len(values)
        for place, value in enumerate(values):
            key = (value.__class__, value)
            if key not in known:
                known[key] = self._clean(value, lookups)
            answer = known[key]
            if answer.__class__ is ValueError:
                problems[place] = str(answer)
            else:
                found[place] = answer
        return found, problems

    def _clean(self, value: Any, lookups: Mapping[str, Any]) -> Any:
        """The value, or the refusal as a value."""
        try:
            read = self.widget.clean(value, lookups=lookups)
        except ValueError as error:
            return ValueError(f"{error}")
        if self.required and read in ("", None, []):
            return ValueError(
                f"{REQUIRED}{self.title}，例如：{self.example}。"
                if self.example
                else f"{REQUIRED}{self.title}。"
            )
        return read
