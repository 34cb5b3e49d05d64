"""The command that loads the reference data, and files that it refuses."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Division
from core.errors import Invalid
from standards.reference import load_standards

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The fixtures, copied, for tests that change them."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))


def test_the_command_says_what_it_did() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_reference", stdout=first)
    call_command("load_reference", stdout=second)
    assert "行政区划：新增 1412" in first.getvalue()
    assert "新增" not in second.getvalue()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("taiyuan-2023.json", "{", "taiyuan-2023.json：第 1 行"),
        ("taiyuan-2023.json", "{}", "taiyuan-2023.json"),
        ("Taiyuan.json", "{}", "Taiyuan.json：不认识的标准文件"),
    ],
)
def test_a_broken_standard_is_named(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=sentence):
        load_standards(tmp_path)


def test_a_broken_file_loads_nothing_at_all(files: Path, settings: object) -> None:
    (files / "standards" / "shanxi-2022.json").write_text("{", encoding="utf-8")
    settings.BASE_DIR = files.parent  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match=r"shanxi-2022\.json"):
        call_command("load_reference")
    assert not Division.objects.exists()
