"""Many at once: real threads with connections of their own, on rows that are really committed."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from core.errors import DomainError
from tests.applications.thread import furnished_world
from tests.factories import World


@pytest.fixture
def world(transactional_db: None) -> World:
    return furnished_world()


class Crowd:
    """What became of each call: "done", or the name of the refusal; `refusals` are the errors themselves."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.refusals: list[DomainError] = []
        self.results: list[Any] = []

    def rush(self, calls: list[Callable[[], Any]]) -> "Crowd":
        """Let all go at the same instant and wait for the last."""
        gate = threading.Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                gate.wait(30)
                return call()
            except DomainError as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            for result in pool.map(one, calls):
                refused = isinstance(result, DomainError)
                (self.refusals if refused else self.results).append(result)
                self.outcomes[type(result).__name__ if refused else "done"] += 1
        return self


@pytest.fixture
def rush() -> Callable[[list[Callable[[], Any]]], Crowd]:
    return lambda calls: Crowd().rush(calls)
