"""The real documents, where CORPUS_DIR is set: counts, units, paths and dates, never their sentences."""

import time
from datetime import date
from pathlib import Path

import pytest

from reading import policy, rosters
from reading.document import Document

pytestmark = pytest.mark.corpus

P, T, J = "P-shanxi-2022-80.txt", "T-taiyuan-2023.txt", "J-jincheng-2023-39.txt"


@pytest.mark.parametrize(("file", "members"), [(P, [1, 1, 50]), (T, [1, 1, 42]), (J, [0, 0, 0])])
def test_the_rosters_are_complete(corpus: Path, file: str, members: list[int]) -> None:
    found = rosters.read((corpus / file).read_text(encoding="utf-8"))
    roles = [seat.role for seat in found.seats]
    assert [roles.count(role) for role in ("组长", "副组长", "成员")] == members
    assert found.unread == []
    assert [seat for seat in found.seats if seat.doubts] == []


def read(corpus: Path, file: str) -> Document:
    begin = time.process_time()
    found = policy.read_file(file, (corpus / file).read_bytes())
    assert time.process_time() - begin < 2
    return found


def below(found: Document, parent: str) -> list[str]:
    """The paths one level below, (一) … in their order."""
    return [each.path for each in found.clauses if each.path.startswith(f"{parent}(")]


def test_the_provincial_plan(corpus: Path) -> None:
    found = read(corpus, P)
    assert (found.title, found.number) == ("山西省促进专业镇高质量发展实施方案", "晋政办发〔2022〕80号")
    assert (found.issuer, found.signed_on, found.published_on) == (
        "山西省人民政府办公厅",
        date(2022, 9, 26),
        None,
    )
    assert (found.based_on, found.draft, found.effective_to) == ([], False, None)
    assert [len(below(found, part)) for part in ("一", "二", "三", "四")] == [2, 8, 10, 5]
    assert [each.path for each in found.clauses if each.path.startswith("附")] == [
        "附",
        "附一",
        "附二",
        "附三",
    ]
    assert [each.path for each in found.duties] == below(found, "三")
    assert [len(each.lead) for each in found.duties] == [3, 3, 2, 4, 3, 2, 1, 2, 4, 2]
    assert [len(each.responsible) for each in found.duties] == [13, 12, 6, 10, 6, 6, 9, 7, 10, 10]
    assert all(each.responsible[-1] == "各市政府" for each in found.duties)
    assert [(each.path, each.text) for each in found.amounts] == [
        ("二(四)", "20亿元"),
        ("二(四)", "10亿元"),
        ("二(四)", "1亿元"),
    ]
    assert len(found.roster) == 52
    assert found.warnings == []


def test_the_city_plan(corpus: Path) -> None:
    found = read(corpus, T)
    assert (found.title, found.number, found.issuer) == (
        "太原市促进专业镇高质量发展实施方案",
        None,
        "太原市人民政府办公室",
    )
    assert (found.signed_on, found.based_on, found.interpreted_by) == (
        date(2023, 3, 19),
        ["晋政办发〔2022〕80号"],
        "市工信局",
    )
    assert [len(below(found, part)) for part in ("二", "三", "附2一")] == [10, 3, 8]
    assert [each.path for each in found.clauses if each.path.startswith("附2二")] == [
        "附2二",
        "附2二1",
        "附2二2",
        "附2二3",
    ]
    assert [each.path for each in found.duties] == below(found, "二")
    assert [len(each.lead) for each in found.duties] == [3, 3, 4, 2, 2, 1, 2, 1, 1, 2]
    assert len(found.annexes) == 2
    assert len(found.roster) == 44


def test_the_support_policies(corpus: Path) -> None:
    found = read(corpus, J)
    assert (found.number, found.issuer) == ("晋市政办〔2023〕39号", "晋城市人民政府办公室")
    assert (found.signed_on, found.published_on) == (date(2023, 10, 31), date(2023, 11, 15))
    assert (found.effective_from, found.effective_to) == (date(2023, 11, 15), date(2025, 12, 31))
    articles = [each.path for each in found.clauses if "(" in each.path]
    assert (len(articles), articles[8], articles[-1]) == (16, "三(九)", "六(十六)")
    assert [each.path for each in found.duties] == articles
    assert [each.lead for each in found.duties] == [()] * 16
    assert [len(each.responsible) for each in found.duties] == [
        5,
        5,
        7,
        5,
        4,
        3,
        5,
        3,
        8,
        6,
        6,
        7,
        7,
        11,
        11,
        6,
    ]
    assert [int(each.yuan) for each in found.amounts if each.path == "三(九)"] == [
        30000,
        100000,
        200000,
        100000,
        100000,
        50000,
    ]
    assert [(each.path, each.text) for each in found.percentages] == [("五(十三)", "70%")]
    assert found.disclosure["索引号"].startswith("1114")
    assert found.warnings == []
