"""An Excel file: how many rows, columns, cells, styles and texts, and formulas that would call somebody."""

import re
from mmap import mmap

from files.inspection.bounds import (
    LONGEST_FORMULA,
    MOST_AREA,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ELEMENTS,
    MOST_ROWS,
    MOST_SPREAD,
    MOST_STYLES,
    MOST_TEXTS,
)
from files.inspection.faults import Fault, Refused, demand
from files.inspection.markup import Attributes, Part, attribute
from files.inspection.packages import Package

RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
# program|subject!item, and the functions that reach out of the sheet.
REACHING = re.compile(
    r"\||\b(?:WEBSERVICE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|SQL\.REQUEST)\s*\(", re.IGNORECASE
)
DIGITS = "0123456789"
SHEET = ".worksheet+xml"


def inspect_workbook(data: mmap) -> None:
    """Refused, or within all bounds."""
    package = Package(data, "xlsx")
    tally = Tally()
    special: dict[str, Part] = {}
    for name in package.entries:
        kind = package.types.parts.get(name, "")
        if kind.endswith(SHEET) or ("/worksheets/" in f"/{name}" and name.endswith(".xml")):
            special[name] = Sheet(tally)
        elif "styles" in name.rpartition("/")[2] and name.endswith(".xml"):
            special[name] = Counted("xf", MOST_STYLES, Fault.TOO_MANY_STYLES)
        elif kind.endswith(".sharedStrings+xml") or name.endswith("sharedstrings.xml"):
            special[name] = Counted("si", MOST_TEXTS, Fault.TOO_MANY_TEXTS)
        elif kind.endswith(".main+xml") or name.endswith("xl/workbook.xml"):
            special[name] = Book(MOST_ELEMENTS)
    package.inspect(special)
    demand(tally.cells, Fault.NO_ROWS)


class Tally:
    """Cells of all sheets together."""

    cells = 0


class Counted(Part):
    """Elements of one name are counted; of all together there may be seven times as many."""

    def __init__(self, name: str, most: int, fault: Fault) -> None:
        super().__init__(7 * most)
        self.cares, self.fault, self.named = frozenset({name}), fault, most

    def opened(self, name: str, attributes: Attributes) -> None:
        """One more."""
        self.named -= 1
        if self.named < 0:
            raise Refused(self.fault)


class Formulas(Part):
    """Reads the text of formulas, and of nothing else."""

    def begin(self) -> None:
        """An element that holds a formula has begun."""
        self.text: list[str] = []
        self.length = 0
        self.parser.CharacterDataHandler = self._said
        self.parser.EndElementHandler = self._ended

    def _said(self, text: str) -> None:
        self.length += len(text)
        demand(self.length <= LONGEST_FORMULA, Fault.TOO_HARD)
        self.text.append(text)

    def _ended(self, name: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
        demand(not REACHING.search(QUOTED.sub("", "".join(self.text))), Fault.DYNAMIC_DATA)


class Book(Formulas):
    """The list of sheets and names; a name may hold a formula, and in old books a macro."""

    cares = frozenset({"definedName", "externalReference", "ddeLink", "oleLink"})

    def opened(self, name: str, attributes: Attributes) -> None:
        """Names that run by themselves are refused whatever they hold."""
        if name == "definedName":
            said = attribute(attributes, "name").lower()
            runs = attribute(attributes, "xlm") or attribute(attributes, "vbProcedure")
            demand(not said.startswith("_xlnm.auto_") and runs in {"", "0", "false"}, Fault.MACROS)
            self.begin()
        else:
            raise Refused(Fault.EXTERNAL)


class Sheet(Formulas):
    """Where the cells really stand; a reader believes the extent, the row numbers and each cell's own address."""

    cares = frozenset(
        {"c", "row", "f", "dimension", "mergeCell", "hyperlink", "oleObject", "control", "ddeLink"}
    )

    def __init__(self, tally: Tally) -> None:
        super().__init__(MOST_ELEMENTS)
        self.tally = tally
        self.row = 0
        self.row_digits = ""
        self.column = 0
        self.last_row = self.last_column = 0
        self.spread = 0
        self.columns: dict[str, int] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        """Cells first: there are the most of them."""
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            self._row(attributes)
        elif name == "f":
            self.begin()
        elif name == "dimension":
            demand(_area(attribute(attributes, "ref")) <= MOST_AREA, Fault.FALSE_EXTENT)
        elif name in {"mergeCell", "hyperlink"}:
            # One reader makes a cell of everything inside.
            self.spread += _area(attribute(attributes, "ref"))
            demand(self.spread <= MOST_SPREAD, Fault.FALSE_EXTENT)
        else:
            raise Refused(Fault.EXTERNAL if name == "ddeLink" else Fault.EMBEDDED)

    def _row(self, attributes: Attributes) -> None:
        said = attribute(attributes, "r")
        self.row = _number(said) if said else self.row + 1
        self.row_digits, self.column = str(self.row), 0
        self._reach(self.row, 0)

    def _cell(self, attributes: Attributes) -> None:
        self.tally.cells += 1
        if self.tally.cells > MOST_CELLS:
            raise Refused(Fault.SHEET_TOO_BIG)
        said = attributes[1] if attributes and attributes[0] == "r" else attribute(attributes, "r")
        if not said:
            self.column += 1
            self._reach(self.row, self.column)
            return
        letters = said.rstrip(DIGITS)
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = _column(letters)
            self._reach(self.row, column)
        self.column = column
        if said[len(letters) :] != self.row_digits:
            self._reach(_number(said[len(letters) :]), column)

    def _reach(self, row: int, column: int) -> None:
        """The sheet goes at least that far."""
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        is_bearable = self.last_row <= MOST_ROWS and self.last_column <= MOST_COLUMNS
        demand(is_bearable and self.last_row * self.last_column <= MOST_AREA, Fault.SHEET_TOO_BIG)


def _number(digits: str) -> int:
    demand(digits.isascii() and digits.isdigit() and len(digits) <= 7, Fault.DAMAGED)
    return int(digits)


def _column(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    demand(1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha(), Fault.DAMAGED)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _area(reference: str) -> int:
    """How many cells lie in A1 or A1:C9; more than any bound for what cannot be read."""
    match = RANGE.fullmatch(reference.strip())
    if match is None:
        return MOST_AREA + 1 if reference else 0
    left, top, right, bottom = match.groups()
    if right is None:
        return 1
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
