"""The map of hexagons: where each county lies, what it is called, and that one gets past it by keyboard."""

from math import hypot

import pytest
from django.template import Context, Template

from core.hexmap import RADIUS, WIDTH, Cell, Hexagon, lay_out
from portal.selectors.public import counties_on_map
from tests.front.helpers import elements, ids

LETTER = 10.0
SMALL_LETTER = 8.0


def drawn(*cells: Cell) -> str:
    return Template("{% load components %}{% hex_map cells %}").render(Context({"cells": cells}))


def centre(hexagon: Hexagon) -> tuple[float, float]:
    corners = [tuple(map(float, pair.split(","))) for pair in hexagon.points.split()]
    return sum(x for x, _ in corners) / 6, sum(y for _, y in corners) / 6


def test_no_two_counties_of_the_province_overlap() -> None:
    centres = [centre(each) for each in lay_out(counties_on_map()).hexagons]

    nearest = min(hypot(ax - bx, ay - by) for ax, ay in centres for bx, by in centres if (ax, ay) != (bx, by))

    assert len(set(centres)) == 117
    assert nearest == pytest.approx(WIDTH, abs=0.2)


def test_everything_lies_inside_the_view_box() -> None:
    map_ = lay_out(counties_on_map())
    _, _, width, height = map(float, map_.view_box.split())
    corners = [tuple(map(float, pair.split(","))) for each in map_.hexagons for pair in each.points.split()]

    assert all(0 <= x <= width and 0 <= y <= height for x, y in corners)
    assert max(x for x, _ in corners) > width - 2 * RADIUS


def test_odd_rows_are_shifted_right_by_half() -> None:
    even, odd = lay_out([Cell("1", "甲市", "甲县", 3, 4), Cell("2", "甲市", "乙县", 3, 5)]).hexagons

    assert float(odd.x) - float(even.x) == pytest.approx(WIDTH / 2, abs=0.1)


@pytest.mark.parametrize(
    ("county", "label"),
    [("清徐县", "清徐"), ("代县", "代县"), ("城区", "城区"), ("尖草坪区", "尖草坪"), ("霍州市", "霍州")],
)
def test_short_names(county: str, label: str) -> None:
    assert Cell("1", "甲市", county, 0, 0).label == label


def test_every_label_of_the_province_fits_into_its_hexagon() -> None:
    for cell in counties_on_map():
        letter = SMALL_LETTER if len(cell.label) > 2 else LETTER
        assert len(cell.label) * letter < WIDTH - 2, cell.county


def test_long_labels_are_set_in_smaller_letters() -> None:
    long, short = elements(
        drawn(Cell("1", "甲市", "尖草坪区", 0, 0), Cell("2", "甲市", "清徐县", 1, 0)), "text"
    )

    assert long["class"] == "is-long"
    assert "class" not in short


@pytest.mark.parametrize(
    ("count", "is_province", "tier", "words"),
    [
        (0, False, "level-0", "太原市清徐县，暂无专业镇"),
        (1, False, "level-1", "太原市清徐县，1 个专业镇"),
        (2, False, "level-2", "太原市清徐县，2 个专业镇"),
        (7, False, "level-3", "太原市清徐县，7 个专业镇"),
        (2, True, "level-province", "太原市清徐县，2 个专业镇，有省级"),
    ],
)
def test_colour_and_words_say_the_same(count: int, is_province: bool, tier: str, words: str) -> None:
    cell = Cell(
        "140121", "太原市", "清徐县", 0, 0, count, is_province=is_province, url="/towns/?county=140121"
    )

    link = next(each for each in elements(drawn(cell), "a") if each["href"].startswith("/towns/"))

    assert (link["class"], link["aria-label"]) == (tier, words)


def test_the_keyboard_stops_only_where_there_is_a_town_and_can_jump_over_the_map() -> None:
    page = drawn(Cell("1", "甲市", "甲县", 0, 0, 0, url="/a"), Cell("2", "甲市", "乙县", 1, 0, 1, url="/b"))
    skip, empty, full = elements(page, "a")

    assert empty["tabindex"] == "-1"
    assert "tabindex" not in full
    assert skip["href"].removeprefix("#") in ids(page)
    assert page.index("跳过分布图") < page.index("<svg")


def test_a_map_without_counties_is_drawn_empty() -> None:
    assert list(elements(drawn(), "polygon")) == []
