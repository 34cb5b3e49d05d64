"""Values as the cells of a worksheet: one function a column, made once, called for every row."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from core.sheets.columns import Column, Value
from core.sheets.styles import HEADER, STYLES, TEXT

# The values of one column in some rows, and the names of the rows; one piece of XML for each.
Cells = Callable[[Sequence[Value], Sequence[str]], list[str]]

# Excel's own limit of one cell, counted in UTF-16.
LONGEST_TEXT = 32_767
CUT = "……（内容过长，后文略）"
# A spreadsheet keeps fifteen digits; a number with more of them goes out as text, so that none is lost.
MOST_DIGITS = 15
LARGEST = 10**MOST_DIGITS
# Texts repeat: states, units, counties. So many of them are kept ready, and none that is long.
KEPT_READY = 4_096
SHORT = 64
# Excel's calendar is right from March 1900 on.
FIRST_DAY = date(1900, 3, 1)
EPOCH = date(1899, 12, 30)
SECONDS_A_DAY = 86_400

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# One class of characters is found fast; a blank or a low line only may need care.
_MAY_NEED_CARE = re.compile("[&<>_ \x00-\x1f\ud800-\udfff\ufffe\uffff]")
# What looks like Excel's own escape of a character has its first mark escaped.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def letters(number: int) -> str:
    """The name of the column of that number: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def legal(text: str) -> str:
    """Without characters that no file of this kind can hold, and no longer than a cell may be."""
    text = _ILLEGAL.sub("", text)
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le")) <= LONGEST_TEXT * 2:
        return text
    room = (LONGEST_TEXT - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT


def inline(text: str) -> str:
    """A text between the marks of an inline string."""
    if len(text) * 2 <= LONGEST_TEXT and not _MAY_NEED_CARE.search(text):
        return f"<t>{text}</t>"
    kept = _LIKE_AN_ESCAPE.sub("_x005F_", legal(text)).translate(_MARKS)
    return f'<t xml:space="preserve">{kept}</t>'


def header_cell(place: int, column: Column) -> str:
    """A cell of the first row."""
    return f'<c r="{letters(place)}1" s="{HEADER}" t="inlineStr"><is>{inline(column.heading)}</is></c>'


def writer(place: int, column: Column) -> Cells:
    """How the values of the column at that place (1 is the first) become cells, many at a time.

    A text is a text whatever it begins with; empty ones and None leave no cell. What is neither text, number
    nor day comes out as its words.
    """
    start, style, texts = f'<c r="{letters(place)}', f'" s="{STYLES[column.kind]}"><v>', _Texts()

    def one(value: Value, row: str) -> str:
        number = _number(value)
        if number is not None:
            return f"{start}{row}{style}{number}</v></c>"
        words = "" if value is None else _words(value)
        return f"{start}{row}{texts[words]}" if words else ""

    def cells(values: Sequence[Value], rows: Sequence[str]) -> list[str]:
        # One expression and no call for what is most frequent: a text that came up before.
        return [
            f"{start}{row}{texts[value]}" if type(value) is str and value else one(value, row)
            for value, row in zip(values, rows, strict=True)
        ]

    return cells


class _Texts(dict[str, str]):
    """Texts as the rest of their cell, the short ones kept ready."""

    def __missing__(self, text: str) -> str:
        body = f'" s="{TEXT}" t="inlineStr"><is>{inline(text)}</is></c>'
        if len(self) < KEPT_READY and len(text) <= SHORT:
            self[text] = body
        return body


def _number(value: Value) -> str | None:
    """What stands in the cell of a number or a day; None for what has to be a text."""
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, int):
        fits = -LARGEST < value < LARGEST and not isinstance(value, bool)
        return str(value) if fits else None
    if isinstance(value, float):
        return repr(value) if value - value == 0 else None
    return _serial(value) if isinstance(value, date) else None


def _decimal(value: Decimal) -> str | None:
    text = str(value)
    if len(text) <= MOST_DIGITS and "E" not in text and value.is_finite():
        return text
    if not value.is_finite():
        return None
    text = format(value, "f")
    if len(text) > MOST_DIGITS and len(value.normalize().as_tuple().digits) > MOST_DIGITS:
        return None
    return text


def _serial(value: date) -> str | None:
    """Days since Excel's epoch, moments in the time of the house."""
    local = value
    if isinstance(value, datetime) and timezone.is_aware(value):
        local = timezone.localtime(value)
    day = local.date() if isinstance(local, datetime) else local
    if day < FIRST_DAY:
        return None
    days = (day - EPOCH).days
    if not isinstance(local, datetime):
        return str(days)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return f"{days + seconds / SECONDS_A_DAY:.10f}"


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
