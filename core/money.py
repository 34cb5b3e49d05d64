"""Money: kept in 元 as Decimal, shown in 亿元 and 万元. Nothing is ever rounded on the way in."""

from decimal import Decimal

YUAN_PER_WAN = Decimal(10_000)
YUAN_PER_YI = Decimal(100_000_000)

FACTORS = {"元": Decimal(1), "万元": YUAN_PER_WAN, "亿元": YUAN_PER_YI}


def to_base(value: Decimal, unit: str) -> Decimal:
    """A figure in its base unit: money becomes 元, everything else stays as it is."""
    return value * FACTORS.get(unit, Decimal(1))


def from_base(value: Decimal, unit: str) -> Decimal:
    """A figure kept in its base unit, expressed in `unit`, without trailing zeros."""
    return plain(value / FACTORS.get(unit, Decimal(1)))


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent: 12.30 becomes 12.3, 1E+2 becomes 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
