"""Keyset pages: every row once, both ways, whatever somebody writes into the address."""

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.utils import timezone

from core.paging import KeysetPage, keyset_page
from records.models import Act
from tests.factories import TownFactory
from towns.models import Town

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def ask(query: str) -> HttpRequest:
    return RequestFactory().get(f"/{query}")


def page_of(query: str, *, newest_first: bool = True, size: int = 4) -> KeysetPage:
    return keyset_page(ask(query), Act.objects.all(), newest_first=newest_first, column="at", size=size)


@pytest.fixture
def acts() -> list[int]:
    """Eleven acts at three instants, so that the second key has to decide."""
    now = timezone.now()
    rows = [Act(verb="x.y", at=now - timedelta(hours=number // 4)) for number in range(11)]
    Act.objects.bulk_create(rows)
    return list(Act.objects.order_by("-at", "-pk").values_list("pk", flat=True))


def walk(query: str, step: str, **options: Any) -> list[list[int]]:
    pages = []
    for _ in range(9):
        page = page_of(query, **options)
        pages.append([row.pk for row in page.rows])
        query = getattr(page, step)
        if not query:
            break
    return pages


def test_walking_on_shows_every_row_once_and_in_order(acts: list[int]) -> None:
    pages = walk("", "next_query")
    assert [len(page) for page in pages] == [4, 4, 3]
    assert list(chain(*pages)) == acts


def test_the_other_direction_is_the_mirror(acts: list[int]) -> None:
    assert list(chain(*walk("", "next_query", newest_first=False))) == acts[::-1]


def test_walking_back_shows_the_same_pages(acts: list[int]) -> None:
    forward = walk("", "next_query")
    last = "?after=" + mark(acts[7])
    assert walk(last, "previous_query") == forward[::-1]


def mark(pk: int) -> str:
    query = QueryDict(mutable=True)
    query["m"] = f"{Act.objects.get(pk=pk).at.isoformat()}~{pk}"
    return query.urlencode()[2:]


def test_rows_that_come_in_meanwhile_neither_repeat_nor_push_rows_over_the_edge(acts: list[int]) -> None:
    first = page_of("")
    Act.objects.create(verb="x.new")
    second = page_of(first.next_query)
    assert [row.pk for row in second.rows] == acts[4:8]


def test_the_filter_of_the_address_stays_with_every_link(acts: list[int]) -> None:
    page = page_of("?q=%E9%86%8B&state=reviewing")
    assert "state=reviewing" in page.next_query and "q=%E9%86%8B" in page.next_query
    again = page_of(page.next_query)
    assert again.first_query == "?q=%E9%86%8B&state=reviewing"
    assert again.next_query.count("after=") == 1


def test_the_ends_have_no_link_beyond(acts: list[int]) -> None:
    first = page_of("")
    assert (first.previous_query, first.first_query) == ("", "")
    assert page_of("", size=11).next_query == ""
    assert page_of("?after=" + mark(acts[-1])).rows == []


@pytest.mark.parametrize(
    "query",
    [
        "?after=abc",
        "?after=~",
        "?after=~5",
        "?after=2026-01-01",
        "?after=2026-01-01T00:00:00~999999999999999999999999",
        "?after=9999-12-31T23:59:59-14:00~1",
        "?after=0001-01-01T00:00:00%2B14:00~1",
        "?after=2026-01-01T00:00:00~-1",
        "?after=2026-01-01T00:00:00~%D9%A1",
        "?after=%00~1",
        "?after=2026-13-45T99:99~1",
        "?before=abc",
        "?after=abc&before=~",
    ],
)
def test_an_unreadable_position_is_the_first_page(acts: list[int], query: str) -> None:
    assert [row.pk for row in page_of(query).rows] == acts[:4]


def test_a_column_of_text_pages_as_well() -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        TownFactory(name=name)
    seen: list[str] = []
    query = ""
    while True:
        page = keyset_page(ask(query), Town.objects.all(), newest_first=False, column="sort_key", size=2)
        seen += [town.name for town in page.rows]
        query = page.next_query
        if not query:
            break
    assert seen == [town.name for town in Town.objects.order_by("sort_key", "pk")]
