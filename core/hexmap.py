"""The province as hexagons: one a county, pointy side up, odd rows shifted right by half. A schematic, no map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

RADIUS = 17.0
WIDTH = sqrt(3) * RADIUS
ROW_HEIGHT = 1.5 * RADIUS
MARGIN = 2.0
# A tier of a county: none, 1, 2, 3 or more towns, or a provincial one.
TIER_CLASSES = ("level-0", "level-1", "level-2", "level-3")


@dataclass(frozen=True, slots=True)
class Cell:
    """One county: where it lies, how many towns it has, whether one of them is provincial, and where it leads."""

    code: str
    city: str
    county: str
    column: int
    row: int
    count: int = 0
    is_province: bool = False
    url: str = ""

    @property
    def label(self) -> str:
        """The short name: 清徐县 is 清徐, 代县 stays 代县."""
        return self.county[:-1] if len(self.county) > 2 else self.county

    @property
    def tier(self) -> str:
        """The class that gives the colour."""
        return "level-province" if self.is_province else TIER_CLASSES[min(self.count, 3)]

    @property
    def title(self) -> str:
        """What the hexagon says in words: 太原市清徐县，2 个专业镇，有省级."""
        towns = f"{self.count} 个专业镇" if self.count else "暂无专业镇"
        return f"{self.city}{self.county}，{towns}{'，有省级' if self.is_province else ''}"


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A drawn cell: corner points and the anchor of its label, in the units of the view box."""

    cell: Cell
    points: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class HexMap:
    """All hexagons and the view box that holds them."""

    hexagons: tuple[Hexagon, ...]
    view_box: str


def lay_out(cells: Sequence[Cell]) -> HexMap:
    """Place every cell; the view box begins at 0 and fits tightly."""
    if not cells:
        return HexMap((), "0 0 1 1")
    first_column = min(cell.column for cell in cells)
    first_row = min(cell.row for cell in cells)
    hexagons = tuple(_place(cell, first_column, first_row) for cell in cells)
    width = max(float(each.x) for each in hexagons) + WIDTH / 2 + MARGIN
    height = max(_centre_y(each.cell, first_row) for each in hexagons) + RADIUS + MARGIN
    return HexMap(hexagons, f"0 0 {width:.0f} {height:.0f}")


def _place(cell: Cell, first_column: int, first_row: int) -> Hexagon:
    x = (cell.column - first_column + 0.5 + (0.5 if cell.row % 2 else 0)) * WIDTH + MARGIN
    y = _centre_y(cell, first_row)
    half, quarter = WIDTH / 2, RADIUS / 2
    corners = (
        (0, -RADIUS),
        (half, -quarter),
        (half, quarter),
        (0, RADIUS),
        (-half, quarter),
        (-half, -quarter),
    )
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return Hexagon(cell, points, f"{x:.1f}", f"{y + 3.5:.1f}")


def _centre_y(cell: Cell, first_row: int) -> float:
    return (cell.row - first_row) * ROW_HEIGHT + RADIUS + MARGIN
