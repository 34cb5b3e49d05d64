"""What a numbered line begins with: 一、 (一) 1. (1) ① 第一章 第一条, and 附件1."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from reading import numerals


class Rank(IntEnum):
    """How high a label stands when a document mixes several kinds."""

    VOLUME = 0  # 第一编
    CHAPTER = 1  # 第一章
    SECTION = 2  # 第一节
    PART = 3  # 一、
    ARTICLE = 4  # 第一条
    HEADED = 5  # (一)
    ITEM = 6  # 1.
    POINT = 7  # (1)
    SUBPOINT = 8  # 1)
    CIRCLE = 9  # ①


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written, its place in its series, and how a path spells it."""

    rank: Rank
    number: int
    written: str
    path: str
    length: int


_HAN: Final = "[一二三四五六七八九十百零〇]{1,6}"
_OPEN, _SHUT = "[(（﹙〔\\[]", "[)）﹚〕\\]]"
_ROMAN_LIKE: Final = {
    "㈠": "一", "㈡": "二", "㈢": "三", "㈣": "四", "㈤": "五", "㈥": "六", "㈦": "七", "㈧": "八", "㈨": "九", "㈩": "十",
}  # fmt: skip
_ORDERS: Final = {"编": Rank.VOLUME, "章": Rank.CHAPTER, "节": Rank.SECTION, "条": Rank.ARTICLE}

# 第五条第二款, 第五条规定的 and 第五条至第八条 are references, no labels.
_ORDER: Final = re.compile(
    rf"第\s*({_HAN}|\d{{1,3}})\s*([编章节条])(?!第|、第|至|规定|所|款|项|例|件|约|目|文|码|形)"
    r"(?:之[一二三四五六七八九十])?[\s:：.、．]*"
)
_PART: Final = re.compile(rf"({_HAN})\s*(?:[、．]|[.](?!\d))\s*")
_BRACKETED: Final = re.compile(rf"{_OPEN}\s*(?:({_HAN})|(\d{{1,2}}))\s*{_SHUT}\s*[、.．]?\s*")
_ITEM: Final = re.compile(r"(\d{1,3})\s*(?:[.．](?![\d．.])|、)\s*")
_SUBPOINT: Final = re.compile(r"(\d{1,2})\s*[)）]\s*")

_DIGITS: Final = "0123456789０１２３４５６７８９"


@lru_cache(4096)
def label_of(text: str) -> Label | None:
    """The label at the beginning of a line, or None."""
    reader = _READERS.get(text[:1])
    return reader(text) if reader else None


def _order(text: str) -> Label | None:
    match = _ORDER.match(text)
    if match is None:
        return None
    written = match[0].strip(" :：.、．\t\u3000")
    return _label(_ORDERS[match[2]], match[1], written, re.sub(r"\s", "", written), match.end())


def _part(text: str) -> Label | None:
    match = _PART.match(text)
    return match and _label(Rank.PART, match[1], match[0].strip(), match[1], match.end())


def _bracketed(text: str) -> Label | None:
    match = _BRACKETED.match(text)
    if match is None:
        return None
    rank = Rank.HEADED if match[1] else Rank.POINT
    number = match[1] or numerals.half_width(match[2])
    return _label(rank, number, match[0].strip(" 、.．"), f"({number})", match.end())


def _digits(text: str) -> Label | None:
    plain = numerals.half_width(text[:8]) + text[8:]
    match = _SUBPOINT.match(plain)
    if match:
        return _label(Rank.SUBPOINT, match[1], match[0].strip(), f"{match[1]})", match.end())
    match = _ITEM.match(plain)
    return match and _label(Rank.ITEM, match[1], text[: match.end()].strip(), str(int(match[1])), match.end())


def _enclosed(text: str) -> Label | None:
    mark = text[0]
    if mark in _ROMAN_LIKE:
        return _label(Rank.HEADED, _ROMAN_LIKE[mark], mark, f"({_ROMAN_LIKE[mark]})", 1)
    if "①" <= mark <= "⑳":
        return Label(Rank.CIRCLE, ord(mark) - ord("①") + 1, mark, mark, 1)
    if "⒈" <= mark <= "⒛":
        number = ord(mark) - ord("⒈") + 1
        return Label(Rank.ITEM, number, mark, str(number), 1)
    number = ord(mark) - ord("⑴") + 1
    return Label(Rank.POINT, number, mark, f"({number})", 1)


def _label(rank: Rank, number: str, written: str, path: str, length: int) -> Label | None:
    value = numerals.whole(number)
    return Label(rank, value, written, path, length) if value else None


_READERS: Final[dict[str, Callable[[str], Label | None]]] = {
    "第": _order,
    **dict.fromkeys("一二三四五六七八九十百", _part),
    **dict.fromkeys("(（﹙〔[", _bracketed),
    **dict.fromkeys(_DIGITS, _digits),
    **dict.fromkeys((*_ROMAN_LIKE, *map(chr, range(ord("①"), ord("⒛") + 1))), _enclosed),
}
