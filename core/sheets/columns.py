"""What a column of a table holds: its heading with the unit, its width, and how its values are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

Value = str | int | float | Decimal | date | datetime | None
Line = Sequence[Value]

DEFAULT_WIDTH = 16


class Kind(Enum):
    """How the numbers and days of a column are shown; a text stays a text in every kind of column."""

    TEXT = "text"
    INTEGER = "integer"
    # A number that is a name: a year, a count of order.
    PLAIN = "plain"
    DECIMAL = "decimal"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is in characters of the western alphabet, a Chinese one takes two."""

    title: str
    width: int = DEFAULT_WIDTH
    kind: Kind = Kind.TEXT
    unit: str = ""

    @property
    def heading(self) -> str:
        """What stands at its head: 产值（万元）."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title
