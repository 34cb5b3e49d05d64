"""Exact numbers: read strictly, written without trailing zeros, never rounded."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

INTEGER_DIGITS: Final = 12
FRACTION_DIGITS: Final = 15
WHOLE: Final = 100  # per cent
_TOO_LARGE: Final = 10**INTEGER_DIGITS
_PLAIN: Final = re.compile(r"-?\d{1,400}(\.\d{1,400})?", re.ASCII)


Writer = Callable[[Decimal | int], str]


class NumberError(ValueError):
    """What is wrong with a number, as the second half of a Chinese sentence (“不能为负数”)."""


def read(value: object) -> Decimal:
    """Turn a JSON number or a decimal as text into an exact Decimal.

    Twelve digits before and fifteen after the point: within this, sums and differences stay exact.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise NumberError("应填数字")
    if isinstance(value, int) and abs(value) >= _TOO_LARGE:
        raise NumberError("数值过大，请核对单位")
    number = _from_text(value) if isinstance(value, str) else Decimal(str(value))
    return _bounded(number)


def text(number: Decimal | int) -> str:
    """Write a number plainly: 12.30 as “12.3”, 1E+2 as “100”."""
    if isinstance(number, int):
        return str(number)
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def quantity(number: Decimal | int, unit: str) -> str:
    """Write a number with its unit: “12.3 亿元”, “10%”."""
    return f"{text(number)}%" if unit == "%" else f"{text(number)} {unit}"


def writer(unit: str) -> Writer:
    """Return `quantity` with its unit decided beforehand, for checks that run a hundred thousand times."""
    tail = "%" if unit == "%" else f" {unit}"
    return lambda number: text(number) + tail


def _from_text(value: str) -> Decimal:
    stripped = value.strip()
    if not _PLAIN.fullmatch(stripped):
        raise NumberError("应填普通数字，如 12.30")
    return Decimal(stripped)


def _bounded(number: Decimal) -> Decimal:
    if not number.is_finite() or number.adjusted() >= INTEGER_DIGITS:
        raise NumberError("不是可用的数值" if number.is_nan() else "数值过大，请核对单位")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > FRACTION_DIGITS:
        raise NumberError(f"小数位数过多，最多 {FRACTION_DIGITS} 位")
    return number.copy_abs() if number.is_zero() else number
