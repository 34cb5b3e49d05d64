"""A storage of its own for each test, and what upload tests hand in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import pdf_bytes
from tests.harness.pages import browser_of, world

__all__ = ["browser_of", "world"]

Upload = Callable[..., SimpleUploadedFile]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder of the storage; nothing of it is left behind."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def upload() -> Upload:
    """A file as a browser sends it; a small PDF unless told otherwise."""

    def make(name: str = "试验说明.pdf", content: bytes | None = None) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, pdf_bytes() if content is None else content)

    return make
