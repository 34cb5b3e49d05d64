"""The environment is made anew exactly when the requirements changed."""

from pathlib import Path

import pytest

from ops import setup


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a clone whose environment is in place."""
    (tmp_path / "ops").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("Django==5.2.19\n")
    (tmp_path / "requirements-dev.txt").write_text("pytest==9.2.0\n")
    monkeypatch.setattr(setup, "__file__", str(tmp_path / "ops" / "setup.py"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(setup, "works", lambda: True)
    return tmp_path


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip was asked to install; it succeeds."""
    asked: list[str] = []

    def call(command: list[str], **_: object) -> int:
        asked.append(command[-1])
        return 0

    monkeypatch.setattr(setup.subprocess, "call", call)
    return asked


def test_nothing_is_installed_twice_until_a_line_changes(clone: Path, installs: list[str]) -> None:
    assert setup.main([]) == setup.main([]) == 0
    assert installs == ["requirements.txt"]

    (clone / "requirements.txt").write_text("Django==5.2.20\n")

    assert setup.main([]) == 0
    assert installs == ["requirements.txt"] * 2


def test_developing_asks_for_its_own_list(clone: Path, installs: list[str]) -> None:
    assert setup.main([]) == setup.main(["--dev"]) == setup.main(["--dev"]) == setup.main([]) == 0
    assert installs == ["requirements.txt", "requirements-dev.txt"]


def test_a_failed_installation_is_said_in_one_line_and_tried_again(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup.subprocess, "call", lambda *_, **__: 1)

    assert setup.main([]) == 1
    assert setup.main([]) == 1

    assert (
        capsys.readouterr().err.splitlines()
        == ["依赖安装失败：请检查网络或软件源后重试，详情见 .venv/setup.log。"] * 2
    )


def test_an_old_python_is_said_with_the_cure(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "NEEDED", (9, 9))
    monkeypatch.setattr(setup, "NEWER", ())

    assert setup.main([]) == 1
    assert "需要 Python 3.11 或更高版本" in capsys.readouterr().err
