"""The documents that come with the portal: there once, without text, true to their dates, and linked from the standards."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.bulk import Brought
from policies.enums import Force
from policies.models import Policy, PolicyVersion, SearchRow
from policies.reference import load_policies
from policies.selectors.ledger import tasks, units
from policies.selectors.library import bases_of, held_clauses, latest_issued, resting_on, version_by_key
from policies.selectors.search import found_rows

pytestmark = [pytest.mark.both, pytest.mark.django_db]

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "policies"
P, T, J = "晋政办发〔2022〕80号", "太原方案2023", "晋市政办〔2023〕39号"
H, Y = "霍政办发〔2024〕15号", "永济计划2024"


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_reference", verbosity=0)


def held(key: str) -> PolicyVersion:
    version = version_by_key(key)
    assert version is not None
    return version


def test_loading_again_changes_nothing(loaded: None) -> None:
    before = (Policy.objects.count(), PolicyVersion.objects.count(), SearchRow.objects.count())
    assert before[:2] == (5, 5)
    assert load_policies(FOLDER) == Brought()
    assert before == (Policy.objects.count(), PolicyVersion.objects.count(), SearchRow.objects.count())


FORCES = [
    (P, date(2022, 9, 25), Force.COMING),
    (P, date(2026, 1, 1), Force.IN_FORCE),
    (T, date(2026, 1, 1), Force.IN_FORCE),
    (J, date(2023, 11, 14), Force.COMING),
    (J, date(2023, 11, 15), Force.IN_FORCE),
    (J, date(2025, 12, 31), Force.IN_FORCE),
    (J, date(2026, 1, 1), Force.EXPIRED),
    (H, date(2024, 5, 20), Force.IN_FORCE),
    (Y, date(2026, 1, 1), Force.COMMENT),
]


def test_force_follows_from_the_dates(loaded: None) -> None:
    for key, day, force in FORCES:
        assert (held(key).force_on(day), held(key).has_text) == (force, False), (key, day)


def test_the_ledger_of_the_documents_is_complete(loaded: None) -> None:
    assert len(tasks(version=held(P))) == 10
    assert len(tasks(version=held(T))) == 10
    assert len(tasks(version=held(J))) == 16
    assert any(line.unit == "省工信厅" and line.leads == 5 for line in units())


def test_documents_name_what_they_rest_on(loaded: None) -> None:
    assert [(each.document_number, each.version) for each in bases_of(held(T))] == [(P, held(P))]
    assert bases_of(held(J)) == [] and bases_of(held(P)) == []
    assert set(resting_on(held(P))) == {held(T), held(Y)}


def test_search_finds_them_and_the_front_page_leaves_drafts_out(loaded: None) -> None:
    assert held(J) in {row.version for row in found_rows(["地理标志"])}
    shown = [version.policy.key for version, _ in latest_issued(on=date(2026, 1, 2))]
    assert shown == [H, J, T]


def test_what_an_office_did_stays(loaded: None) -> None:
    Policy.objects.filter(key=J).update(repealed_on=date(2025, 1, 1), repealed_by="试验〔2025〕1号")
    assert load_policies(FOLDER) == Brought()
    assert Policy.objects.get(key=J).repealed_by == "试验〔2025〕1号"


def test_standards_lead_to_their_clauses_with_one_query(loaded: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = held_clauses([P, T, Y, "没有"])
    assert len(queries) == 1 and set(found) == {P, T, Y}
    page = client.get("/standards/taiyuan-2023/").content.decode()
    assert "?clause=%E9%99%842%E4%B8%80%28%E5%9B%9B%29" in page
    answer = client.get(f"/policies/key/{T}/", {"clause": "附2一(四)"})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/policies/")
    compared = client.get("/standards/compare/").content.decode()
    assert "/policies/key/" in compared


def test_pages_say_what_is_missing_and_what_has_lapsed(loaded: None, client: Client) -> None:
    page = client.get(f"/policies/{held(J).policy_id}/").content.decode()
    assert "全文待读入" in page and "已失效" in page
    assert "政策文件" in client.get("/").content.decode()
