"""Sums of money and percentages in running text, as written and in exact figures.

Nothing is searched but what ends them, 元 and %, which the text holds rarely; then one look back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from reading import numerals
from reading.lines import without_blanks

_NUMBER: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{numerals.HAN_DIGITS}]+(?:点[零〇一二三四五六七八九]+)?)"
_SCALES: Final = {
    "": 1, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_SCALE: Final = r"(?:[十百千万]?亿|[十百千]?万|千|百)?"
_TO: Final = r"\s*(?:[-—–~～]{1,2}|至|到)\s*"
_SUM: Final = re.compile(
    rf"(?:(?P<low>{_NUMBER})\s*(?P<low_scale>{_SCALE}){_TO}|(?P<others>(?:\d+(?:\.\d+)?、)+))?"
    rf"(?P<number>{_NUMBER}?)\s*(?P<scale>{_SCALE})元$"
)
_SHARE: Final = re.compile(rf"(?:{_NUMBER}{_TO})?{_NUMBER}\s*[%‰]$")
_POINTS: Final = re.compile(rf"(?:{_NUMBER}{_TO})?{_NUMBER}\s*个百分点$")
_HUNDREDTHS: Final = re.compile(rf"[百千]分之{_NUMBER}(?:点[{numerals.HAN_DIGITS}]+)?")
_ENDS: Final = re.compile("元|[%％‰]|百分点|[百千]分之")
# 元 that is no money: 元素, 元旦, 元器件, 二元化.
_NOT_AFTER: Final = tuple("素旦月宵器件首老")
_LOOK_BACK: Final = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure where it stands, without padding blanks; `yuan` is None for a percentage."""

    start: int
    text: str
    yuan: Decimal | None = None


def find(text: str) -> Iterator[Figure]:
    """Every sum and every percentage, in the order of the text; a range of sums gives both its ends."""
    for match in _ENDS.finditer(text):
        end = match[0]
        if end == "元":
            yield from _sums(text, match.end())
        elif end.endswith("分之"):
            yield from _forward(text, match.start())
        else:
            yield from _shares(text, match.end(), _POINTS if end == "百分点" else _SHARE)


def _sums(text: str, end: int) -> Iterator[Figure]:
    start = max(end - _LOOK_BACK, 0)
    match = _tail(_SUM, text, start, end)
    if match is None or not match["number"] or text.startswith(_NOT_AFTER, end):
        return
    values = _values(match)
    if values is None:
        return
    written = text[start + match.start() : end]
    for value in values:
        yield Figure(start + match.start(), without_blanks(written), value)


def _values(match: re.Match[str]) -> list[Decimal] | None:
    """The value, and before it the lower end of a range or the others of 5、10、20亿元, which share the unit."""
    number, scale = match["number"], _SCALES.get(match["scale"], 1)
    value = numerals.exact(number)
    # 万元以上 has no number; 二元 and 一元 are structures and equations, no money.
    if value is None or number[0] in "百千万" or (scale == 1 and not number[0].isdigit() and value < 10):
        return None
    found = [Decimal(other) * scale for other in (match["others"] or "").split("、") if other]
    if match["low"]:
        low = numerals.exact(match["low"]) or Decimal(0)
        found.append(low * (_SCALES[match["low_scale"]] if match["low_scale"] else scale))
    return [*found, value * scale]


def _shares(text: str, end: int, pattern: re.Pattern[str]) -> Iterator[Figure]:
    start = max(end - _LOOK_BACK, 0)
    match = _tail(pattern, text, start, end)
    if match:
        yield Figure(start + match.start(), without_blanks(text[start + match.start() : end]))


def _forward(text: str, start: int) -> Iterator[Figure]:
    match = _HUNDREDTHS.match(numerals.half_width(text[start : start + _LOOK_BACK]))
    if match:
        yield Figure(start, text[start : start + match.end()])


def _tail(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The longest match that ends where the window ends."""
    return pattern.search(numerals.half_width(text[start:end]))
