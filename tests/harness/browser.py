"""Browser journeys use the machine's own Chromium; without one they are not run, and said so."""

import os
from typing import Any

import pytest

from ops import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.find()
    if path is None:
        pytest.skip("没有 Chromium")
    # As root Chromium refuses its own sandbox.
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": [*sandbox, "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": {"width": 1366, "height": 768},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }
