"""The tests' own PostgreSQL, and that nobody's database but ours is dropped."""

from pathlib import Path

import psycopg2
import pytest

from ops import postgres


@pytest.mark.slow
def test_a_server_of_our_own_starts_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("没有 PostgreSQL 程序")
    folders: list[str] = []
    original = postgres.tempfile.mkdtemp
    monkeypatch.setattr(
        postgres.tempfile, "mkdtemp", lambda **given: folders.append(original(**given)) or folders[-1]
    )

    with postgres.own_server(binaries) as url:
        make(url, "town_test_1_gw0", "town_test_1x", "town_test_2", "somebody")
        postgres.drop_databases(url, "town_test_1")
        left = databases(url)

    assert left >= {"town_test_2", "somebody"}
    assert not left & {"town_test_1_gw0", "town_test_1x"}
    assert folders
    assert not Path(folders[0]).exists()


def test_a_port_without_a_server_is_no_find() -> None:
    assert postgres.find_running(port=1) is None


def make(url: str, *names: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()


def databases(url: str) -> set[str]:
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = {name for (name,) in cursor.fetchall()}
    connection.close()
    return names
