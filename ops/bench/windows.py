"""Subject and floor in turn, window by window, so that whatever else the machine does hits both alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles

# Runs one window, given its number; returns the cost of one item in seconds.
Window = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio over all windows: its median, and between which values the middle half lies."""

    median: float
    lower: float
    upper: float

    def __str__(self) -> str:
        return f"{self.median:.2f} 倍（中间一半的窗口在 {self.lower:.2f} 与 {self.upper:.2f} 之间）"


@dataclass(slots=True)
class Series:
    """What each contestant's windows cost, in seconds for one item, in the order in which they ran."""

    costs: dict[str, list[float]] = field(default_factory=dict)

    def cost(self, name: str) -> float:
        """The median cost of one item, in seconds."""
        return median(self.costs[name])

    def ratio(self, subject: str, floor: str) -> Ratio:
        """How many times the floor's cost the subject's is, from pairs of neighbouring windows."""
        pairs = zip(self.costs[subject], self.costs[floor], strict=True)
        ratios = [cost / low for cost, low in pairs]
        lower, middle, upper = quantiles(ratios, n=4)
        return Ratio(middle, lower, upper)


def interleaved(contestants: Mapping[str, Window], rounds: int) -> Series:
    """Run `rounds` windows of each contestant in turn: A B A B …"""
    series = Series({name: [] for name in contestants})
    for number in range(rounds):
        for name, window in contestants.items():
            series.costs[name].append(window(number))
    return series
