"""What travels between a workbook and the rows of an app: cells as they were read, lines as they will be written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# Values in a form that JSON holds without loss, in the order of the resource's columns.
Kept = list[Any]


@dataclass(slots=True)
class Cells:
    """A sheet by columns: `numbers` are the rows as Excel counts them, `columns` what stands in them.

    A column that the file does not have is missing here; `letters` says where each one stands.
    """

    numbers: Sequence[int]
    columns: dict[str, list[Any]]
    letters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Held:
    """A row that is registered already; `mark` changes with every change of it."""

    pk: int
    mark: str
    kept: Kept


@dataclass(slots=True)
class Line:
    """A row of the sheet as it will be; `pk`, `mark` and `old` are those of the registered row, if there is one."""

    number: int
    name: str
    new: Kept
    pk: int | None = None
    mark: str = ""
    old: Kept | None = None


@dataclass(slots=True)
class Problem:
    """What is wrong with one cell, or only strange (`is_error` false), in one sentence."""

    number: int
    attribute: str
    given: str
    sentence: str
    is_error: bool = True


@dataclass(slots=True)
class Plan:
    """What an import would do. With an error among `problems` it may not be carried out."""

    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """What must be mended first."""
        return [each for each in self.problems if each.is_error]

    @property
    def warnings(self) -> list[Problem]:
        """What a person should look at before confirming."""
        return [each for each in self.problems if not each.is_error]
