"""Who relies on a figure: apps above say so, since this one cannot know what refers to its rows."""

from collections.abc import Callable, Collection

# (town, figures) -> those of them that are referred to.
Uses = Callable[[int, Collection[int]], set[int]]

_uses: dict[str, Uses] = {}


def register(name: str, uses: Uses) -> None:
    """Called from `AppConfig.ready`; the name is the key, so registering twice is harmless."""
    _uses[name] = uses


def used(town: int, figures: Collection[int]) -> set[int]:
    """Those of the town's figures that something refers to."""
    return set().union(*(uses(town, figures) for uses in _uses.values()))
