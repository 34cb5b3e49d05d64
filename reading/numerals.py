"""Numbers as documents write them: digits of either width, and Chinese numerals up to 万."""

import re
from decimal import Decimal
from typing import Final

HAN_DIGITS: Final = "零〇○一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾"
_VALUES: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SCALES: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_NAMES: Final = "零一二三四五六七八九"


def half_width(text: str) -> str:
    """Digits, point, comma and per cent sign in half width; the length stays."""
    return text.translate(_HALF_WIDTH)


def whole(text: str) -> int | None:
    """十二 or 12 or 二〇二三 as a whole number; None when it is none."""
    plain = half_width(text)
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if any(mark not in _VALUES and mark not in _SCALES and mark != "万" for mark in plain):
        return None
    if all(mark in _VALUES for mark in plain):
        return int("".join(str(_VALUES[mark]) for mark in plain))
    upper, ten_thousand, lower = plain.rpartition("万")
    return (
        (_below_ten_thousand(upper) or 1) * 10_000 + _below_ten_thousand(lower)
        if ten_thousand
        else (_below_ten_thousand(lower))
    )


def exact(text: str) -> Decimal | None:
    """1,200.5 or 三十 as an exact number; None when it is none."""
    plain = half_width(text).replace(",", "").replace(" ", "")
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    before, point, after = plain.partition("点")
    number, digits = whole(before), "".join(str(_VALUES.get(mark, "")) for mark in after)
    if number is None or (point and not digits):
        return None
    return Decimal(f"{number}.{digits}") if point else Decimal(number)


def han(number: int) -> str:
    """1 to 999 as Chinese documents number their parts: 一, 十二, 二十, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_NAMES[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _NAMES[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_NAMES[ones] if ones or not number else "")


def _below_ten_thousand(text: str) -> int:
    total = digit = 0
    for mark in text:
        if mark in _SCALES:
            total += (digit or 1) * _SCALES[mark]
            digit = 0
        else:
            digit = _VALUES.get(mark, 0)
    return total + digit
