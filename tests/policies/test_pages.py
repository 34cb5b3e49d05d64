"""Pages of the library cost the same however much stands in it; the desk stays light with many clauses."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from files.models import StoredFile
from policies.models import Clause, PolicyAttachment
from tests.factories import PolicyAttachmentFactory, World, pdf_bytes
from tests.harness.pages import Browser
from tests.policies.documents import clause, opened, waiting

pytestmark = pytest.mark.django_db

HEAVIEST = 300_000  # bytes, with twenty clauses open for mending


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def many(count: int) -> dict[str, Any]:
    clauses = [
        clause(f"第{n}条", f"第{n}条", "", f"奖励{n}万元。" * 10, lines=[n, n]) for n in range(1, count)
    ]
    sums = [{"path": f"第{n}条", "text": f"{n}万元", "yuan": "1"} for n in range(1, count)]
    return {"clauses": clauses, "amounts": sums, "duties": [], "percentages": []}


def test_the_desk_costs_the_same_with_many_clauses(world: World, browser_of: Browser) -> None:
    client = browser_of(world.reviewer)
    few = waiting(world, number="试政办发〔2024〕8号", **many(3))
    lots = waiting(world, **many(160))
    client.get("/policies/desk/")
    counts = {queries(client, f"/policies/desk/{each.pk}/") for each in (few, lots)}
    assert len(counts) == 1 and counts.pop() <= 14
    page = client.get(f"/policies/desk/{lots.pk}/").content
    assert len(page) < HEAVIEST and "还有 139 条".encode() in page


def test_library_pages_cost_the_same_with_many_documents(world: World, client: Client) -> None:
    pages = ("/policies/", "/policies/units/", "/policies/units/tasks/", "/policies/search/?q=企业")
    first = opened(world)
    PolicyAttachmentFactory(policy=first.policy)
    detail = f"/policies/{first.policy_id}/"
    before = [queries(client, path) for path in (*pages, detail)]
    for number in range(8, 14):
        opened(world, number=f"试政办发〔2024〕{number}号")
        PolicyAttachmentFactory(policy=first.policy)
    assert [queries(client, path) for path in (*pages, detail)] == before


def test_attachments_come_and_go_with_their_bytes(world: World, browser_of: Browser, client: Client) -> None:
    version = opened(world)
    office, path = browser_of(world.reviewer), f"/policies/{version.policy_id}/attachments/"
    file = SimpleUploadedFile("图解.pdf", pdf_bytes("图解"))
    answer = office.post(path, {"kind": "reading", "title": "政策图解", "file": file})
    assert answer.status_code == 302
    attachment = PolicyAttachment.objects.select_related("file").get()
    shown = client.get(f"/policies/{version.policy_id}/").content.decode()
    assert "相关解读" in shown and "政策图解" in shown
    given = client.get(f"/files/{attachment.file_id}/")
    assert given.status_code == 200
    assert b"".join(given.streaming_content).startswith(b"%PDF")
    again = office.post(
        path, {"kind": "annex", "title": "政策图解", "file": SimpleUploadedFile("b.pdf", pdf_bytes("b"))}
    )
    assert again.status_code == 422 and "同名" in again.content.decode()
    refused = office.post(
        path, {"kind": "annex", "title": "程序", "file": SimpleUploadedFile("b.exe", b"MZ")}
    )
    assert refused.status_code == 422 and PolicyAttachment.objects.count() == 1
    office.post(f"{path}{attachment.pk}/remove/")
    assert not PolicyAttachment.objects.exists()
    assert StoredFile.objects.get(title="政策图解").discarded_at is not None
    assert client.get(f"/files/{attachment.file_id}/").status_code == 404


def test_sentences_without_a_label_can_be_mended(world: World, browser_of: Browser) -> None:
    version = waiting(world)
    first = version.clauses.get(path="一")
    fields = {f"c{first.pk}-{name}": said for name, said in {"path": "前言", "text": "新的文字。"}.items()}
    answer = browser_of(world.reviewer).post(
        f"/policies/desk/{version.pk}/clauses/{first.pk}/mend/", {**fields, "seen": version.version}
    )
    assert answer.status_code == 302
    mended = Clause.objects.get(version=version, path="前言")
    assert mended.is_confirmed and (mended.first_line, mended.last_line) == (2, 2)


def test_the_list_is_narrowed_by_division(world: World, client: Client) -> None:
    version, far = opened(world), opened(world, number="试政办发〔2024〕8号", title="试验县陶器措施")
    far.policy.division = world.county.division
    far.policy.save()
    shown = client.get("/policies/", {"division": version.policy.division.code}).content.decode()
    assert version.title in shown and far.title not in shown
