"""Days as documents write them: 2023年3月19日, 二〇二三年三月十九日, 2023-03-19."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from reading import numerals

_HAN: Final = "[〇○零O0一二三四五六七八九十]"
DAY: Final = (
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}"
    rf"|{_HAN}{{4}}\s*年\s*{_HAN}{{1,3}}\s*月\s*{_HAN}{{1,3}}\s*日)"
)
_PARTS: Final = re.compile(
    rf"(\d{{4}}|{_HAN}{{4}})\s*[-年./]\s*(\d{{1,2}}|{_HAN}{{1,3}})\s*[-月./]\s*(\d{{1,2}}|{_HAN}{{1,3}})"
)
_ALONE: Final = re.compile(rf"[(（]?\s*({DAY})\s*[)）]?")
_ANY: Final = re.compile(DAY)
_LONGEST_SIGNATURE: Final = 120
_LAST: Final = frozenset("日0123456789０１２３４５６７８９")


def read(text: str) -> date | None:
    """The day in this text; None when it holds none or one that no calendar has."""
    match = _PARTS.search(numerals.half_width(text))
    if match is None:
        return None
    year, month, day = (
        numerals.whole(part.replace("O", "〇").replace("○", "〇")) or 0 for part in match.groups()
    )
    if not (1900 <= year <= 2199 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def alone(text: str) -> date | None:
    """The day when the line holds nothing else."""
    return read(text) if len(text) < 24 and _ALONE.fullmatch(numerals.half_width(text)) else None


def at_the_end(text: str) -> tuple[str, date] | None:
    """What stands before a day at the end of a line: 演示市人民政府办公室 2023年3月19日."""
    if len(text) > _LONGEST_SIGNATURE or text[-1:] not in _LAST:
        return None
    found = list(_ANY.finditer(numerals.half_width(text)))
    day = read(found[-1][0]) if found and not text[found[-1].end() :].strip() else None
    return (text[: found[-1].start()].strip(), day) if day else None


def years_later(day: date, years: int, months: int = 0) -> date:
    """The last day of a term: five years from 2024-01-01 end on 2028-12-31."""
    count = day.month - 1 + months
    year, month = day.year + years + count // 12, count % 12 + 1
    first_free = date(year, month, min(day.day, monthrange(year, month)[1]))
    return date.fromordinal(first_free.toordinal() - 1)
