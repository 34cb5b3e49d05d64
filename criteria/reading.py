"""Readers for single facts: a JSON value and its field in, a checked value or a FactsError out."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from criteria import numbers
from criteria.errors import FactsError
from criteria.words import FIELDS, SHARES, listed

MAX_ITEMS: Final = 1000
MAX_NAME: Final = 200
MAX_REASON: Final = 5000
_FIRST_YEAR: Final = 1949
_LAST_YEAR: Final = 2100
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_COUNTY: Final = re.compile(r"\d{6}", re.ASCII)
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def label(field: str) -> str:
    """Return the Chinese name of a field: 全市市场占有率 for `market_share.city`, 品牌 for `brands[0]`."""
    top, _, rest = field.partition(".")
    if top == "market_share" and rest in SHARES:
        return SHARES[rest]
    return FIELDS.get(top.partition("[")[0], field)


def shown(value: object) -> str:
    """Quote what was given, shortened and without invisible characters, for use inside an error message."""
    return f"“{_INVISIBLE.sub('□', str(value)[:30])}”"


def number(value: object, field: str, *, signed: bool = False) -> Decimal:
    """An exact number, in the field's own unit; negative only where `signed`."""
    try:
        found = numbers.read(value)
    except numbers.NumberError as problem:
        raise FactsError(field, f"{label(field)}{problem}。") from problem
    if found < 0 and not signed:
        raise FactsError(field, f"{label(field)}不能为负数。")
    return found


def count(value: object, field: str) -> int:
    """A whole number of 户 or 人; 0 is a figure."""
    found = number(value, field)
    if found != found.to_integral_value():
        raise FactsError(field, f"{label(field)}应填整数。")
    return int(found)


def percentage(value: object, field: str) -> Decimal:
    """A share in %, 0 to 100."""
    found = number(value, field)
    if found > numbers.WHOLE:
        raise FactsError(field, f"{label(field)}不能超过 100%。")
    return found


def year(value: object, field: str) -> int:
    """The year that the figures describe."""
    found = count(value, field)
    if not _FIRST_YEAR <= found <= _LAST_YEAR:
        raise FactsError(field, f"{label(field)}应在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间。")
    return found


def flag(value: object, field: str) -> bool:
    """Yes or no, as JSON writes it."""
    if not isinstance(value, bool):
        raise FactsError(field, f"{label(field)}应填 true、false 或 null。")
    return value


def key(value: object, field: str) -> str:
    """A key of lower-case letters, digits and underscores."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise FactsError(field, f"{label(field)}的代码{shown(value)}无效，应由小写字母、数字和下划线组成。")
    return value


def name(value: object, field: str) -> str | None:
    """A name on one line; blank means that it is not known."""
    return _text(value, field, MAX_NAME, _INVISIBLE)


def prose(value: object, field: str) -> str | None:
    """A written reason, several lines allowed; blank means that none is written."""
    return _text(value, field, MAX_REASON, _INVISIBLE, allowed="\n\r\t")


def _text(value: object, field: str, limit: int, refused: re.Pattern[str], allowed: str = "") -> str | None:
    if not isinstance(value, str):
        raise FactsError(field, f"{label(field)}应填文字。")
    if len(value) > limit:
        raise FactsError(field, f"{label(field)}不能超过 {limit} 字。")
    if refused.search(value.translate({ord(character): " " for character in allowed})):
        raise FactsError(field, f"{label(field)}含有不可见字符，请删除后重新填写。")
    return value.strip() or None


def word(value: object, field: str, words: Mapping[str, str]) -> str:
    """One of the listed keys."""
    if not isinstance(value, str) or value not in words:
        choices = listed([f"{known}（{said}）" for known, said in words.items()])
        raise FactsError(field, f"{label(field)}中的{shown(value)}不在可选范围内，可选：{choices}。")
    return value


def items(value: object, field: str) -> Iterator[tuple[object, str]]:
    """Each member of a list with its own field name."""
    if not isinstance(value, list):
        raise FactsError(field, f"{label(field)}应为列表，未知请填 null，没有请填空列表。")
    if len(value) > MAX_ITEMS:
        raise FactsError(field, f"{label(field)}不能超过 {MAX_ITEMS} 项。")
    return ((item, f"{field}[{index}]") for index, item in enumerate(value))


def words(value: object, field: str, known: Mapping[str, str]) -> frozenset[str]:
    """A list of the listed keys; the order says nothing, so it becomes a set."""
    return frozenset(word(item, place, known) for item, place in items(value, field))


def counties(value: object, field: str) -> tuple[str, ...]:
    """Codes of counties, six digits each, sorted; an industry that lies nowhere is an error."""
    found = set()
    for item, place in items(value, field):
        if not isinstance(item, str) or not _COUNTY.fullmatch(item):
            raise FactsError(place, f"{label(field)}的代码{shown(item)}无效，应为 6 位数字的行政区划代码。")
        found.add(item)
    if not found:
        raise FactsError(field, f"{label(field)}不能为空列表，未知请填 null。")
    return tuple(sorted(found))


def members(value: object, field: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    """An object that has the allowed keys only; keys with null are left out."""
    if not isinstance(value, dict):
        raise FactsError(field, f"{label(field)}的格式不对，应包含：{listed(allowed)}。")
    for given in value:
        if given not in allowed:
            message = f"{label(field)}中没有这一项，可用：{listed(allowed)}。"
            raise FactsError(f"{field}.{str(given)[:40]}", message)
    return {given: content for given, content in value.items() if content is not None}


def indicator_values(value: object, field: str) -> dict[str, Decimal | bool]:
    """Further figures by their keys: a number (a growth may be negative), or yes and no."""
    if not isinstance(value, dict):
        raise FactsError(field, f"{label(field)}应为“指标代码: 数值”的形式。")
    found: dict[str, Decimal | bool] = {}
    for given, content in value.items():
        place = f"{field}.{key(given, field)}"
        if content is not None:
            found[given] = content if isinstance(content, bool) else number(content, place, signed=True)
    return dict(sorted(found.items()))
