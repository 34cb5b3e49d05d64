"""Random facts in the form of the check_facts command: the same seed always gives the same facts."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, Final

from criteria.words import LEVELS, PLATFORMS, ROLES, STANDARD_LEVELS, TITLES, TRAITS

CATEGORIES: Final = ("manufacturing", "agriculture", "craft")
COUNTIES: Final = ("140121", "140122", "140123")
# Values at the limits of the published standards as often as others.
EDGES: Final = ("0", "0.99", "1", "1.99", "4.999", "5.00", "9.99", "10", "19.99", "20")
UNKNOWN: Final = 0.12

Maker = Callable[[Random], Any]


def random_facts(seed: int, number: int) -> Iterator[dict[str, Any]]:
    """`number` towns; every fact is known or left open, whatever the others are."""
    chance = Random(seed)  # noqa: S311 - must repeat, keeps no secret
    for _ in range(number):
        yield {key: None if chance.random() < UNKNOWN else make(chance) for key, make in _MAKERS.items()}


def _output(chance: Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(EDGES)
    return f"{chance.randrange(4000)}.{chance.randrange(100):02d}"


def _some(words: Sequence[str], chance: Random) -> list[str]:
    """Each with one and the same probability, so that all, some and none occur."""
    likely = chance.choice((0.0, 0.3, 0.7, 1.0))
    return [word for word in words if chance.random() < likely]


def _level(words: Sequence[str], chance: Random) -> str | None:
    return chance.choice([*words, None])


def _few(make: Callable[[], dict[str, Any]], chance: Random) -> list[dict[str, Any]]:
    return [make() for _ in range(chance.randrange(4))]


def _titles(chance: Random) -> list[dict[str, Any]]:
    kinds = list(TITLES)
    return _few(lambda: {"kind": chance.choice(kinds), "level": _level(list(LEVELS), chance)}, chance)


def _brands(chance: Random) -> list[dict[str, Any]]:
    names = ("甲牌", "乙牌", "丙牌", None)
    return _few(lambda: {"name": chance.choice(names), "level": _level(list(LEVELS), chance)}, chance)


def _technical_standards(chance: Random) -> list[dict[str, Any]]:
    levels, roles = list(STANDARD_LEVELS), list(ROLES)
    return _few(lambda: {"level": _level(levels, chance), "role": _level(roles, chance)}, chance)


def _shares(chance: Random) -> dict[str, Any]:
    return {
        scope: chance.choice((None, f"{chance.randrange(100)}.5"))
        for scope in ("city", "province", "country")
    }


_MAKERS: Final[dict[str, Maker]] = {
    "category": lambda chance: chance.choice(CATEGORIES),
    "year": lambda chance: chance.randrange(2018, 2026),
    "output_value": _output,
    "counties": lambda chance: list(COUNTIES[: chance.choice((1, 1, 1, 2, 3))]),
    "leading_enterprises": lambda chance: chance.randrange(4),
    "supporting_enterprises": lambda chance: chance.randrange(20),
    "employment": lambda chance: chance.randrange(5000),
    "market_share": _shares,
    "wide_national_market": lambda chance: chance.random() < 0.5,
    "traits": lambda chance: _some(list(TRAITS), chance),
    "relaxation_reason": lambda chance: chance.choice(("", "产品历史悠久，前景良好")),
    "titles": _titles,
    "brands": _brands,
    "technical_standards": _technical_standards,
    "platforms": lambda chance: _some(list(PLATFORMS), chance),
}
