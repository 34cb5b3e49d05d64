"""What holds in every test: strict templates and querysets, a random order, noted instead of sent tasks."""

import os
import random
from pathlib import Path

import pytest

from ops.report import NO_CORPUS

pytest_plugins = ["tests.harness.strict", "tests.harness.queue", "tests.harness.browser"]

# Drawn once a run; processes of xdist inherit it and so collect in the same order.
SEED = int(os.environ.setdefault("TEST_SEED", str(random.randrange(10**6))))


def pytest_report_header() -> str:
    return f"TEST_SEED={SEED}"


def corpus_folder() -> Path | None:
    """The folder with the real documents, or None where there is none."""
    named = os.environ.get("CORPUS_DIR", "")
    return Path(named) if named and Path(named).is_dir() else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Random order, module by module, so that fixtures of a module are still built once."""
    chance = random.Random(SEED)
    modules = sorted({str(item.path) for item in items})
    chance.shuffle(modules)
    place = {path: number for number, path in enumerate(modules)}
    chance.shuffle(items)
    items.sort(key=lambda item: place[str(item.path)])
    if corpus_folder() is None:
        for item in items:
            if item.get_closest_marker("corpus"):
                item.add_marker(pytest.mark.skip(reason=NO_CORPUS))


@pytest.fixture
def corpus() -> Path:
    """The folder with the real documents; mark the test `corpus`."""
    folder = corpus_folder()
    assert folder is not None, "mark the test with @pytest.mark.corpus"
    return folder
