"""The real documents, where CORPUS_DIR is set: counts, units, paths and dates, never their sentences."""

from pathlib import Path

import pytest

from reading import rosters

pytestmark = pytest.mark.corpus

P, T, J = "P-shanxi-2022-80.txt", "T-taiyuan-2023.txt", "J-jincheng-2023-39.txt"


@pytest.mark.parametrize(("file", "members"), [(P, [1, 1, 50]), (T, [1, 1, 42]), (J, [0, 0, 0])])
def test_the_rosters_are_complete(corpus: Path, file: str, members: list[int]) -> None:
    found = rosters.read((corpus / file).read_text(encoding="utf-8"))
    roles = [seat.role for seat in found.seats]
    assert [roles.count(role) for role in ("组长", "副组长", "成员")] == members
    assert found.unread == []
    assert [seat for seat in found.seats if seat.doubts] == []
