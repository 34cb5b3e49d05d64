"""How a cell is understood: widths, blanks and the ways in which people write numbers and days.

`clean` and `render` are import-export's; what is not understood is a ValueError with a Chinese sentence and an example.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from import_export.widgets import Widget

from core.fields import SEPARATORS
from core.money import plain

Validator = Callable[[Any], None]
# Excel counts days from here; its first sixty are off by one, and no day of ours is among them.
FIRST_DAY = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)
DAYS = re.compile(
    r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?(?:\s+0{1,2}:00(?::00)?)?|(\d{4})(\d{2})(\d{2})"
)
LARGEST_EXACT = 10**15
MOST_DIGITS = 24


class CellWidget(Widget):
    """The base of all; `example` is what a good cell looks like."""

    example = ""
    kind = "text"

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """The value that the cell means; ValueError with a sentence otherwise."""
        raise NotImplementedError

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """What stands in a workbook for the value."""
        return "" if value is None else value

    def keep(self, value: Any) -> Any:
        """The value as JSON holds it without loss."""
        return value

    def restore(self, kept: Any) -> Any:
        """The value again."""
        return kept

    def shown(self, kept: Any) -> str:
        """A kept value as people read it."""
        return str(self.render(self.restore(kept)))

    def choices(self, lookups: Mapping[str, Any]) -> list[str]:
        """What a drop-down offers; empty for none."""
        return []


class TextWidget(CellWidget):
    """One line of text; numbers that Excel made of it come back as they were typed, if nothing was lost."""

    def __init__(
        self, *, longest: int, example: str = "", fold: bool = False, validators: Sequence[Validator] = ()
    ) -> None:
        super().__init__()
        self.longest, self.example, self.fold, self.validators = longest, example, fold, validators

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        text = as_text(value)
        if self.fold:
            text = folded(text)
        if len(text) > self.longest:
            raise ValueError(f"最多 {self.longest} 个字，现在是 {len(text)} 个。")
        if text:
            demand(text, self.validators)
        return text


class NumberWidget(CellWidget):
    """A number, exact: １２．５, 1,234.5 and " 30 " are understood, 1.2亿 is not (which unit would it be in?)."""

    kind = "decimal"

    def __init__(self, *, example: str = "12.5", unit: str = "") -> None:
        super().__init__()
        self.example, self.unit = example, unit

    def clean(self, value: Any, row: Any = None, **options: Any) -> Decimal | None:
        if value.__class__ is float or value.__class__ is int:
            return self._exact(value)
        text = folded(as_text(value)).translate(SEPARATORS)
        if not text:
            return None
        text = text.removesuffix("%")
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise self._refusal() from None
        # Written out, a number with a large exponent would fill the memory.
        if not number.is_finite() or number.adjusted() > MOST_DIGITS or number.adjusted() < -MOST_DIGITS:
            raise self._refusal()
        return number

    def keep(self, value: Any) -> Any:
        return None if value is None else f"{plain(value):f}"

    def restore(self, kept: Any) -> Any:
        return None if kept is None else Decimal(kept)

    def shown(self, kept: Any) -> str:
        return kept or ""

    def _exact(self, value: float) -> Decimal:
        # 15 digits is what Excel keeps; repr gives back what was typed and not its binary neighbour.
        if abs(value) >= LARGEST_EXACT:
            raise ValueError("数字超过 15 位，Excel 已丢失后几位；请换较大的单位，例如亿元。")
        return Decimal(repr(value))

    def _refusal(self) -> ValueError:
        return ValueError(f"请只填数字，例如：{self.example}；单位不写在这一格里。")


class YearWidget(CellWidget):
    """A year of four digits; 2024年 is understood."""

    kind = "integer"
    example = "2024"

    def __init__(self, *, validators: Sequence[Validator] = ()) -> None:
        super().__init__()
        self.validators = validators

    def clean(self, value: Any, row: Any = None, **options: Any) -> int | None:
        text = folded(as_text(value)).removesuffix("年度").removesuffix("年")
        if not text:
            return None
        if not re.fullmatch(r"\d{4}", text):
            raise ValueError(f"请填四位年份，例如：{self.example}。")
        demand(int(text), self.validators)
        return int(text)


class DayWidget(CellWidget):
    """A day: a date of Excel, its serial number, 2024年5月20日, 2024.5.20, 2024/5/20 or 20240520."""

    kind = "date"
    example = "2024-05-20"

    def __init__(self, *, validators: Sequence[Validator] = ()) -> None:
        super().__init__()
        self.validators = validators

    def clean(self, value: Any, row: Any = None, **options: Any) -> date | None:
        if value is None or value == "":
            return None
        day = self._read(value)
        demand(day, self.validators)
        return day

    def keep(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def restore(self, kept: Any) -> Any:
        return date.fromisoformat(kept) if kept else None

    def shown(self, kept: Any) -> str:
        day = self.restore(kept)
        return f"{day.year}年{day.month}月{day.day}日" if day else ""

    def _read(self, value: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = folded(as_text(value))
        if text.isdigit() and int(text) in SERIALS:
            return FIRST_DAY + timedelta(days=int(text))
        match = DAYS.fullmatch(text)
        parts = [int(part) for part in match.groups() if part] if match else []
        try:
            return date(*parts)
        except (TypeError, ValueError):
            raise ValueError(f"请填日期，例如：{self.example} 或 2024年5月20日。") from None


class ChoiceWidget(CellWidget):
    """One of a few words, in any width; `words` is {value: word}."""

    kind = "choice"

    def __init__(self, words: Mapping[str, str], *, optional: str = "") -> None:
        super().__init__()
        self.words = dict(words)
        self.values = {folded(word): value for value, word in self.words.items()}
        self.optional = optional
        self.example = next(iter(self.words.values()))

    def clean(self, value: Any, row: Any = None, **options: Any) -> str | None:
        text = folded(as_text(value))
        if not text:
            return self.optional
        if text not in self.values:
            raise ValueError(
                f"没有“{as_text(value)[:20]}”这一项，请从中选一个：{'、'.join(self.words.values())}。"
            )
        return self.values[text]

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        return self.words.get(value, "")

    def choices(self, lookups: Mapping[str, Any]) -> list[str]:
        return list(self.words.values())


class KeysWidget(ChoiceWidget):
    """Several words in one cell, with 、 between them, kept in the order of the words."""

    kind = "text"

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        texts = [each for each in re.split(r"[、,;/\s]+", folded(as_text(value))) if each]
        unknown = [each for each in texts if each not in self.values]
        if unknown:
            raise ValueError(
                f"没有“{unknown[0][:20]}”这一项，可填：{'、'.join(self.words.values())}，用顿号隔开。"
            )
        wanted = {self.values[each] for each in texts}
        return [key for key in self.words if key in wanted]

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        return "、".join(self.words[key] for key in value or ())

    def choices(self, lookups: Mapping[str, Any]) -> list[str]:
        return []


class ReferenceWidget(CellWidget):
    """A row of ours by one of its names; `lookups[name]` is {folded name: (pk, name)}, None where a name means two."""

    kind = "choice"

    def __init__(self, name: str, *, noun: str, example: str = "") -> None:
        super().__init__()
        self.name, self.noun, self.example = name, noun, example

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        text = folded(as_text(value))
        if not text:
            return None
        known = options["lookups"][self.name]
        if text not in known:
            raise ValueError(f"没有登记名为“{as_text(value)[:40]}”的{self.noun}，请先登记，或核对名称。")
        if known[text] is None:
            raise ValueError(f"名为“{as_text(value)[:40]}”的{self.noun}不止一个，请改填代码或全称。")
        return known[text]

    def keep(self, value: Any) -> Any:
        return list(value) if value else None

    def restore(self, kept: Any) -> Any:
        return tuple(kept) if kept else None

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        return value[1] if value else ""

    def choices(self, lookups: Mapping[str, Any]) -> list[str]:
        return list(dict.fromkeys(each[1] for each in lookups.get(self.name, {}).values() if each))


def as_text(value: Any) -> str:
    """A cell as one line of text; ValueError where Excel has rounded what was typed."""
    if value.__class__ is str:
        return "".join(each for each in " ".join(value.split()) if each.isprintable())
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if abs(value) >= LARGEST_EXACT:
            raise ValueError("这一格被 Excel 当成数字，后几位已丢失；请先把这一格设为“文本”再填。")
        return f"{plain(Decimal(repr(value))):f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(value)


def folded(text: str) -> str:
    """Half-width, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def demand(value: Any, validators: Sequence[Validator]) -> None:
    """Hold a value against validators of Django; their sentence as a ValueError."""
    for each in validators:
        try:
            each(value)
        except ValidationError as error:
            raise ValueError("".join(error.messages)) from error
