"""Numbers as people here type and paste them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.fields import FigureField


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12.5", "12.5"),
        ("１２．５", "12.5"),
        ("1,234.5", "1234.5"),
        ("1，234", "1234"),
        (" 30 ", "30"),
        ("3\u30000", "30"),
        ("\u00a07\u00a0", "7"),
        ("＋4", "4"),
    ],
)
def test_what_people_type_is_understood(typed: str, read: str) -> None:
    assert FigureField().clean(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed", ["十二", "12亿", "1.2.3", "NaN", "Infinity", "-inf", "1e", "\x00", "--1", "½"]
)
def test_what_is_no_number_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"请填数字，例如 12\.5") as refusal:
        FigureField().clean(typed)
    assert len(refusal.value.messages) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-1", "不能小于 0"),
        ("101", "应在 0 到 100 之间"),
        ("1.23456", "小数位数太多，最多 4 位"),
        ("9" * 400, "数字太长"),
        ("1e400", "数字太"),
    ],
)
def test_what_does_not_fit_is_named(typed: str, words: str) -> None:
    field = FigureField(min_value=0, max_value=100, max_digits=7, decimal_places=4)
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert any(words in message for message in refusal.value.messages)


def test_an_empty_figure_is_unknown_and_not_zero() -> None:
    assert FigureField(required=False).clean("") is None
    assert FigureField(required=False).clean("0") == 0
