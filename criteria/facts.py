"""The facts about a town that a standard is held against; whatever is not known is None."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self

from criteria import reading, strict_json
from criteria.errors import FactsError
from criteria.words import LEVELS, PLATFORMS, ROLES, SHARES, STANDARD_LEVELS, TITLES, TRAITS

YEAR_UNKNOWN: Final = "（年份未填）"


class MarketShare(NamedTuple):
    """Shares of the main product's market, in %."""

    city: Decimal | None = None
    province: Decimal | None = None
    country: Decimal | None = None


SHARES_UNKNOWN: Final = MarketShare()


class Title(NamedTuple):
    """An honour or a centre that an enterprise of the town holds."""

    kind: str | None = None
    level: str | None = None


class Brand(NamedTuple):
    """A regional, enterprise or product brand and the level at which it is recognised."""

    name: str | None = None
    level: str | None = None


class TechnicalStandard(NamedTuple):
    """A technical standard that the town's enterprises led or joined in drafting."""

    level: str | None = None
    role: str | None = None


def _no_indicators() -> Mapping[str, Decimal | bool]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Facts:
    """One town's facts, frozen.

    Units: output in 亿元, enterprises in 户, employment in 人, shares in %. None is unknown, 0 is
    a figure, an empty tuple or set is known to be empty.
    """

    category: str | None = None
    year: int | None = None
    output_value: Decimal | None = None
    counties: tuple[str, ...] | None = None
    leading_enterprises: int | None = None
    supporting_enterprises: int | None = None
    employment: int | None = None
    market_share: MarketShare = SHARES_UNKNOWN
    wide_national_market: bool | None = None
    traits: frozenset[str] | None = None
    relaxation_reason: str | None = None
    titles: tuple[Title, ...] | None = None
    brands: tuple[Brand, ...] | None = None
    technical_standards: tuple[TechnicalStandard, ...] | None = None
    platforms: frozenset[str] | None = None
    indicators: Mapping[str, Decimal | bool] = field(default_factory=_no_indicators)
    when: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Every sentence with a figure begins with its year, so it is written once.
        object.__setattr__(self, "when", YEAR_UNKNOWN if self.year is None else f"{self.year} 年")

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Read facts in the form of the check_facts command; raises FactsError naming the field."""
        if not isinstance(data, Mapping):
            raise FactsError("", "数据的格式不对，应为一组“名称: 数值”。")
        found: dict[str, Any] = {}
        for name, value in data.items():
            reader = _READERS.get(name)
            if reader is None:
                raise FactsError(str(name)[:40], "没有这一项数据，请核对名称。")
            if value is not None:
                found[name] = reader(value, name)
        return cls(**found)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read facts out of a JSON document; raises FactsError, or JsonError when the text is no JSON."""
        return cls.from_dict(strict_json.loads(text))


def _shares(value: object, name: str) -> MarketShare:
    given = reading.members(value, name, tuple(SHARES))
    return MarketShare(
        **{scope: reading.percentage(share, f"{name}.{scope}") for scope, share in given.items()}
    )


def _record(value: object, name: str, words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    given = reading.members(value, name, tuple(words))
    return {key: reading.word(content, f"{name}.{key}", words[key]) for key, content in given.items()}


def _titles(value: object, name: str) -> tuple[Title, ...]:
    words = {"kind": TITLES, "level": LEVELS}
    return tuple(Title(**_record(item, place, words)) for item, place in reading.items(value, name))


def _standards(value: object, name: str) -> tuple[TechnicalStandard, ...]:
    words = {"level": STANDARD_LEVELS, "role": ROLES}
    return tuple(
        TechnicalStandard(**_record(item, place, words)) for item, place in reading.items(value, name)
    )


def _brand(value: object, name: str) -> Brand:
    given = reading.members(value, name, ("name", "level"))
    called = reading.name(given["name"], f"{name}.name") if "name" in given else None
    level = reading.word(given["level"], f"{name}.level", LEVELS) if "level" in given else None
    return Brand(called, level)


def _brands(value: object, name: str) -> tuple[Brand, ...]:
    return tuple(_brand(item, place) for item, place in reading.items(value, name))


def _indicators(value: object, name: str) -> Mapping[str, Decimal | bool]:
    return MappingProxyType(reading.indicator_values(value, name))


_READERS: Final[Mapping[str, Callable[[object, str], Any]]] = {
    "category": reading.name,
    "year": reading.year,
    "output_value": reading.number,
    "counties": reading.counties,
    "leading_enterprises": reading.count,
    "supporting_enterprises": reading.count,
    "employment": reading.count,
    "market_share": _shares,
    "wide_national_market": reading.flag,
    "traits": partial(reading.words, known=TRAITS),
    "relaxation_reason": reading.prose,
    "titles": _titles,
    "brands": _brands,
    "technical_standards": _standards,
    "platforms": partial(reading.words, known=PLATFORMS),
    "indicators": _indicators,
}
