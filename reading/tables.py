"""Tables of tasks: a head that names 牵头单位 or 责任单位, then a row for each task."""

import re
from dataclasses import dataclass, field
from typing import Final

from reading.document import Duty
from reading.duties import split_units
from reading.paragraphs import Paragraph

_LEAD: Final = re.compile(r"牵头.{0,6}(?:单位|部门)|主办单位|主责单位")
_SHARED: Final = re.compile(r"(?:责任|配合|协办|参与|落实|实施).{0,4}(?:单位|部门)")


@dataclass(slots=True)
class DutyTable:
    """The columns of the table that is open."""

    lead: int | None = None
    shared: int | None = None
    width: int = 0
    numbers: list[str] = field(default_factory=list)

    def take(self, paragraph: Paragraph, path: str) -> Duty | None:
        """The duty of a row below such a head; None for the head itself and for other tables."""
        cells = [cell.strip() for cell in paragraph.text.split("\t")]
        if any(len(cell) < 16 and (_LEAD.search(cell) or _SHARED.search(cell)) for cell in cells):
            self.lead = next((place for place, cell in enumerate(cells) if _LEAD.search(cell)), None)
            self.shared = next((place for place, cell in enumerate(cells) if _SHARED.search(cell)), None)
            self.width = len(cells)
            return None
        if len(cells) != self.width:
            return None
        lead, shared = self._units(cells, self.lead), self._units(cells, self.shared)
        number = cells[0] if cells[0].isdigit() else ""
        return Duty(path + number, lead, shared, paragraph.line) if lead or shared else None

    def _units(self, cells: list[str], place: int | None) -> tuple[str, ...]:
        return split_units(cells[place]) if place is not None and place < len(cells) else ()
