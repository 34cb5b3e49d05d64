"""Money is kept in 元 and shown in 亿元 and 万元 without losing a digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import from_base, plain, to_base

FIGURES = st.decimals(min_value=0, max_value=10**12, places=4)


@pytest.mark.parametrize(
    ("value", "unit", "base"),
    [
        ("12.3", "亿元", "1230000000"),
        ("5000", "万元", "50000000"),
        ("0.0001", "亿元", "10000"),
        ("7", "元", "7"),
        ("318", "人", "318"),
        ("11.2", "%", "11.2"),
    ],
)
def test_a_figure_goes_to_its_base_unit_and_back(value: str, unit: str, base: str) -> None:
    assert to_base(Decimal(value), unit) == Decimal(base)
    assert str(from_base(Decimal(base), unit)) == value


@given(FIGURES, st.sampled_from(["元", "万元", "亿元", "人", "%"]))
def test_no_digit_is_lost_on_the_way_there_and_back(value: Decimal, unit: str) -> None:
    assert from_base(to_base(value, unit), unit) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [("12.30", "12.3"), ("1E+2", "100"), ("100.000", "100"), ("0.10", "0.1"), ("0E-8", "0")],
)
def test_no_trailing_zeros_and_no_exponents(value: str, shown: str) -> None:
    assert str(plain(Decimal(value))) == shown


@given(FIGURES)
def test_the_plain_number_is_the_same_number_and_reads_like_one(value: Decimal) -> None:
    assert plain(value) == value
    assert "E" not in str(plain(value))
