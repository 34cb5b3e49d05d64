"""Counts that stop where nobody wants to know more, all in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.counting import Counted, capped_counts, capped_words, counting_sql, run_counts
from records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_each_count_stops_at_its_own_limit_in_one_query() -> None:
    Act.objects.bulk_create(Act(verb="town.update") for _ in range(7))
    Act.objects.bulk_create(Act(verb="town.create") for _ in range(2))
    rows = Act.objects.all()
    with CaptureQueriesContext(connection) as caught:
        counts = capped_counts(
            {
                "updates": (rows.filter(verb="town.update"), 5),
                "creations": (rows.filter(verb="town.create"), 5),
                "since": (rows.filter(at__lte=timezone.now(), verb__contains="town"), 100),
                "nothing": (rows.none(), 5),
                "impossible": (rows.filter(pk__in=[]), 5),
            }
        )
    assert counts == {"updates": 5, "creations": 2, "since": 9, "nothing": 0, "impossible": 0}
    assert len(caught) == 1


def test_one_query_serves_for_every_value_of_a_column() -> None:
    Act.objects.bulk_create(Act(verb="town.update", comment="town.create") for _ in range(7))
    Act.objects.bulk_create(Act(verb="town.create") for _ in range(2))
    verbs = ("town.update", "town.create", "town.gone")
    rows = Act.objects.exclude(comment="x")
    statement = counting_sql({"verbs": Counted(rows, 5, "verb", verbs)})
    with CaptureQueriesContext(connection) as caught:
        assert run_counts(statement) == {"town.update": 5, "town.create": 2, "town.gone": 0}
    assert len(caught) == 1
    assert counting_sql({"verbs": Counted(rows.none(), 5, "verb", verbs)}).names == ()


def test_nothing_asked_costs_nothing() -> None:
    with CaptureQueriesContext(connection) as caught:
        assert capped_counts({}) == {}
        assert capped_counts({"none": (Act.objects.none(), 5)}) == {"none": 0}
    assert len(caught) == 0


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (99, "99"), (100, "99+")])
def test_a_capped_count_says_so(number: int, words: str) -> None:
    assert capped_words(number, 100) == words
