"""Mistakes that Django forgives fail the test: undefined variables, unordered rows, half locks, day or instant."""

import datetime
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.models import DateField, DateTimeField, Model, QuerySet
from django.template.base import FilterExpression
from django.test import TransactionTestCase

from core import triggers

DEFAULTS = {"default", "default_if_none"}


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_may_have_a_default() -> Iterator[None]:
    """`{{ x|default:"…" }}` says what it wants; every other undefined variable fails (pytest-django does that)."""
    original = FilterExpression.resolve

    def resolve(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:
        lenient = bool(self.filters) and self.filters[0][0].__name__ in DEFAULTS
        return original(self, context, ignore_failures or lenient)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FilterExpression, "resolve", resolve)
        yield


@pytest.fixture(autouse=True, scope="session")
def careless_queries_show() -> Iterator[None]:
    """Rows without an order come shuffled; a lock over joined tables must say whose row it locks."""
    original = QuerySet._fetch_all
    chance = random.Random(int(os.environ["TEST_SEED"]))

    def fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        query = self.query
        if query.select_for_update and query.select_related and not query.select_for_update_of:
            raise AssertionError("select_for_update with select_related needs of=('self',)")
        original(self)
        if fresh and not self.ordered:
            chance.shuffle(self._result_cache)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_all)
        yield


@pytest.fixture(autouse=True, scope="session")
def a_day_is_no_instant() -> Iterator[None]:
    """A datetime given to a DateField would be cut off at somebody's midnight."""
    original = DateField.get_prep_value

    def get_prep_value(self: Any, value: Any) -> Any:
        if isinstance(value, datetime.datetime) and not isinstance(self, DateTimeField):
            raise AssertionError(f"{self}: a datetime where a day is wanted")
        return original(self, value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DateField, "get_prep_value", get_prep_value)
        yield


@pytest.fixture(autouse=True, scope="session")
def update_fields_name_what_changes_by_itself() -> Iterator[None]:
    """`save(update_fields=…)` that leaves out an `auto_now` field would keep the old instant."""
    original = Model.save_base

    def save_base(self: Model, *args: Any, **kwargs: Any) -> None:
        named = kwargs.get("update_fields")
        # Django itself notes a sign-in that way, and a sign-in is no change of the account.
        if named and set(named) != {"last_login"}:
            forgotten = {f.name for f in self._meta.fields if getattr(f, "auto_now", False)} - set(named)
            if forgotten:
                raise AssertionError(f"update_fields of {self._meta.label} forgets {sorted(forgotten)}")
        original(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Model, "save_base", save_base)
        yield


@pytest.fixture(autouse=True, scope="session")
def guarded_tables_can_be_emptied() -> Iterator[None]:
    """Transactional tests flush the tables afterwards; append-only guards would refuse."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with triggers.suspended(connections["default"]):
            original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
