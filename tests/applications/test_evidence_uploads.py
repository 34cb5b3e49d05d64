"""Evidence in pieces and by script: the way from the announcement to the row, for the unit alone; once, whole, in words."""

import hashlib
import io
from typing import Any

import pytest
from django.conf import settings as base
from django.core.management import call_command
from django.test import Client

from applications.enums import State
from applications.models import Application, Evidence
from applications.selectors.uses import Use
from applications.services import evidence, filing
from applications.services.evidence import begin_evidence_upload
from core.errors import NotAllowed
from files.models import FileVersion, StoredFile, Upload
from files.services import append_chunk
from tests.applications.thread import carry, filled
from tests.applications.uploads import broken, upload
from tests.factories import TownFactory, World, pdf_bytes
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db

WHOLE = pdf_bytes("large" * 50)
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Any) -> None:
    settings.INCOMING_ROOT = tmp_path / "incoming"


@pytest.fixture
def draft(world: World) -> Application:
    return filled(world)


def address(application: Application, name: str = "") -> str:
    return f"/applications/{application.pk}/evidence/{name}"


def announce(client: Client, application: Application, **facts: Any) -> Any:
    data = {"name": "大材料.pdf", "size": len(WHOLE), "mark": "1700000000000", **facts}
    return client.post(address(application, "uploads/"), data, headers=SCRIPT)


def sent(client: Client, application: Application) -> dict[str, Any]:
    """All pieces of the file."""
    own: dict[str, Any] = announce(client, application).json()
    for at in range(own["received"], len(WHOLE), 100):
        piece = WHOLE[at : at + 100]
        client.post(f"{own['pieces']}?offset={at}", piece, content_type="application/octet-stream")
    return own


def add(client: Client, application: Application, **facts: Any) -> Any:
    return client.post(address(application, "new/"), {"criterion": 4, **facts}, headers=SCRIPT)


def test_a_file_in_pieces_becomes_evidence_with_the_same_sum(
    world: World, draft: Application, browser_of: Browser
) -> None:
    client = browser_of(world.filer)
    own = sent(client, draft)
    answer = add(client, draft, upload=own["id"], also=["1"])
    assert answer.json() == {"said": "已添加“大材料”。"}
    row = Evidence.objects.get()
    assert row.stored_file.versions.get().blob.sha256 == hashlib.sha256(WHOLE).hexdigest()
    assert sorted(Use.of(each) for each in row.uses.all()) == [Use(1), Use(4)]
    # The answer was lost on its way: the same request again finds its own.
    assert add(client, draft, upload=own["id"]).status_code == 200
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_newer_version_comes_in_pieces_too(world: World, draft: Application, browser_of: Browser) -> None:
    client = browser_of(world.filer)
    row = evidence.add_evidence(actor=world.filer, application=draft, title="产值", upload=upload())
    own = sent(client, draft)
    for _ in range(2):
        answer = client.post(address(draft, f"{row.pk}/replace/"), {"upload": own["id"]}, headers=SCRIPT)
        assert answer.status_code == 200
    assert row.stored_file.versions.count() == 2
    answer = client.post(address(draft, f"{row.pk}/replace/"), {"file": io_file(WHOLE)}, headers=SCRIPT)
    assert "内容相同，没有新增版本" in answer.json()["said"]


def test_an_upload_that_was_used_is_not_used_for_something_else(
    world: World, draft: Application, browser_of: Browser
) -> None:
    client = browser_of(world.filer)
    own = sent(client, draft)
    add(client, draft, upload=own["id"])
    first = Evidence.objects.get()
    evidence.replace_evidence(actor=world.filer, evidence=first, upload=upload(text="newer"))
    other = evidence.add_evidence(
        actor=world.filer, application=draft, title="另", upload=upload(text="other")
    )
    assert add(client, draft, upload=own["id"]).status_code == 409
    page = address(draft, f"{other.pk}/replace/")
    assert client.post(page, {"upload": own["id"]}, headers=SCRIPT).status_code == 409
    assert (Evidence.objects.count(), other.stored_file.versions.count()) == (2, 1)


def io_file(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "另名.pdf"
    return file


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        ({"name": "材料.exe"}, 422, "只能上传"),
        ({"size": 10**9}, 422, "超过 100 MB"),
        ({"size": 0}, 422, "没有认出"),
        ({"size": "x"}, 422, "没有认出"),
        ({"name": ""}, 422, "没有认出"),
    ],
)
def test_what_cannot_come_in_is_said_at_once(
    world: World, draft: Application, browser_of: Browser, facts: Any, status: int, words: str
) -> None:
    answer = announce(browser_of(world.filer), draft, **facts)
    assert answer.status_code == status and words in answer.json()["error"]
    assert not Upload.objects.exists()


def test_too_much_unfinished_is_a_conflict_in_words(
    world: World, draft: Application, browser_of: Browser, settings: Any
) -> None:
    settings.UPLOAD_UNFINISHED_MB = 0
    answer = announce(browser_of(world.filer), draft)
    assert answer.status_code == 409 and "没有传完的文件太多" in answer.json()["error"]


def test_an_upload_serves_the_application_for_which_it_was_begun(
    world: World, draft: Application, browser_of: Browser
) -> None:
    client = browser_of(world.filer)
    own = sent(client, draft)
    other = filled(world, town=TownFactory(owner=world.county))
    for number in (own["id"], 10**9, "x"):
        answer = add(client, other, upload=number)
        assert answer.status_code == 422
    assert client.post(address(other, f"uploads/{own['id']}/cancel/")).status_code == 404
    assert not Evidence.objects.exists()


def test_to_others_there_is_neither_the_upload_nor_the_way_to_it(
    world: World, draft: Application, browser_of: Browser
) -> None:
    own = sent(browser_of(world.filer), draft)
    for who in (world.neighbour_filer, world.far_filer, world.reviewer, world.registrar):
        client = browser_of(who)
        assert announce(client, draft).status_code == 404
        assert client.get(own["pieces"]).status_code == 404
        assert client.post(own["cancel"]).status_code == 404
        assert add(client, draft, upload=own["id"]).status_code == 404


def test_an_unfinished_file_is_shown_and_given_up(
    world: World, draft: Application, browser_of: Browser
) -> None:
    client = browser_of(world.unit_admin)
    own = announce(browser_of(world.filer), draft).json()
    html = client.get(address(draft)).content.decode()
    assert "没有传完的文件" in html and "大材料.pdf" in html and "已传 0%" in html
    assert client.post(own["cancel"]).status_code == 302
    assert not Upload.objects.exists()
    assert "没有传完的文件" not in client.get(address(draft)).content.decode()
    assert client.post(own["cancel"]).status_code == 404


def test_after_submitting_nothing_more_is_taken_in(world: World, draft: Application) -> None:
    half = begin_evidence_upload(actor=world.filer, application=draft, name="a.pdf", size=len(WHOLE))
    append_chunk(actor=world.filer, upload=half, offset=0, content=WHOLE)
    row = carry(world, draft, State.SUBMITTED)
    with pytest.raises(NotAllowed, match="不能再改"):
        evidence.add_evidence(actor=world.filer, application=row, title="a", upload=half)
    with pytest.raises(NotAllowed, match="不能再改"):
        begin_evidence_upload(actor=world.filer, application=row, name="b.pdf", size=10)


def test_several_files_at_once_without_scripts(world: World, draft: Application, browser_of: Browser) -> None:
    client = browser_of(world.filer)
    files = [upload("甲.pdf", "a"), upload("乙.pdf", "b"), upload("丙.pdf", "a")]
    data = {"criterion": 4, "file": files, "title": "名单", "valid_until": "2099-01-31"}
    page = client.post(address(draft, "new/"), data, follow=True).content.decode()
    assert "已添加“名单（1）”、“名单（2）”。与已有的“名单（1）”是同样的内容" in page
    assert list(Evidence.objects.order_by("pk").values_list("title", flat=True)) == ["名单（1）", "名单（2）"]
    assert {str(row.valid_until) for row in Evidence.objects.all()} == {"2099-01-31"}


def test_of_several_files_each_refused_one_is_named_and_none_is_kept(
    world: World, draft: Application, browser_of: Browser
) -> None:
    data = {"criterion": 4, "file": [upload("好.pdf"), broken("坏.pdf"), upload("空.pdf")]}
    data["file"][2] = type(data["file"][2])("空.pdf", b"")
    answer = browser_of(world.filer).post(address(draft, "new/"), data)
    html = answer.content.decode()
    assert answer.status_code == 422 and "坏.pdf：" in html and "空.pdf：" in html and "好.pdf：" not in html
    assert not (Evidence.objects.exists() or StoredFile.objects.exists())


def test_without_a_title_the_asked_material_or_the_file_gives_it(
    world: World, draft: Application, browser_of: Browser
) -> None:
    client = browser_of(world.filer)
    html = client.get(address(draft)).content.decode()
    key = next(part.partition('"')[0] for part in html.split('value="')[1:] if part.startswith("4/"))
    assert add(client, draft, file=upload("a.pdf", "1"), asked=key).status_code == 200
    assert add(client, draft, file=upload("企业名录 v2.pdf", "2")).status_code == 200
    first, second = Evidence.objects.order_by("pk")
    use = first.uses.get()
    assert first.title == use.asked[:80] != "" and second.title == "企业名录 v2"


def test_files_that_are_too_much_together_are_refused_in_words(
    world: World, draft: Application, browser_of: Browser, settings: Any
) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    size = 900_000
    files = [upload("甲.pdf", "a" * size), upload("乙.pdf", "b" * size), upload("丙.pdf", "c" * size)]
    answer = browser_of(world.filer).post(address(draft, "new/"), {"criterion": 4, "file": files})
    assert answer.status_code == 422
    assert "几个文件合计超过 1 MB，请分几次上传。" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_disk_that_is_full_while_a_form_comes_in_is_told(
    world: World, draft: Application, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Any, *_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", full)
    data = {"criterion": 4, "file": upload("甲.pdf", "a" * 3_000_000)}
    answer = browser_of(world.filer).post(address(draft, "new/"), data)
    assert answer.status_code == 507 and "服务器存储空间不足，文件没有存入" in answer.content.decode()
    assert not (Evidence.objects.exists() or FileVersion.objects.exists())


def test_versions_and_description_on_a_page_of_their_own(
    world: World, draft: Application, browser_of: Browser
) -> None:
    client = browser_of(world.filer)
    row = evidence.add_evidence(
        actor=world.filer, application=draft, title="产值", upload=upload("旧.pdf"), uses=[Use(4)]
    )
    evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload("新.pdf", "new"))
    page = f"/applications/{draft.pk}/files/{row.pk}/"
    html = client.get(page).content.decode()
    assert "旧.pdf" in html and "新.pdf" in html
    assert all(each.blob.sha256[:12] in html for each in row.stored_file.versions.all())
    data = {"title": "产值证明", "valid_until": "2099-01-31", "uses": ["1", "4"]}
    assert client.post(page, data).status_code == 302
    for wrong in ({"title": ""}, {"uses": ["77"]}, {"valid_until": "明年"}):
        assert client.post(page, {**data, **wrong}).status_code == 422
    row.refresh_from_db()
    assert row.title == "产值证明" and row.uses.count() == 2
    filing.submit_application(actor=world.filer, application=draft)
    filing.recommend_application(actor=world.unit_admin, application=Application.objects.get(pk=draft.pk))
    office = browser_of(world.reviewer).get(page).content.decode()
    assert "新.pdf" in office and "旧.pdf" not in office and "<form" not in office.partition("<main")[2]
    assert client.post(page, data).status_code == 403
    assert browser_of(world.neighbour_filer).get(page).status_code == 404


def test_a_preview_stands_beside_the_criterion_under_a_strict_policy(
    world: World, draft: Application, browser_of: Browser
) -> None:
    row = evidence.add_evidence(
        actor=world.filer, application=draft, title="产值", upload=upload(), uses=[Use(4)]
    )
    carry(world, draft, State.REVIEWING)
    answer = browser_of(world.reviewer).get(f"/applications/{draft.pk}/review/")
    html, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    assert f'href="/files/{row.stored_file.versions.get().pk}/preview/"' in html
    assert "frame-src 'self'" in policy and "frame-ancestors 'none'" in policy
    other = browser_of(world.reviewer).get("/applications/queue/")
    assert "frame-src" not in other.headers["Content-Security-Policy"]


def test_the_proxy_takes_what_the_portal_takes(settings: Any) -> None:
    """One setting: the configuration in the repository is that of the default, and another limit makes another one."""
    kept = (base.BASE_DIR / "deploy" / "nginx" / "town.conf").read_text(encoding="utf-8")
    assert printed() == kept and "client_max_body_size 101m;" in kept
    settings.UPLOAD_LIMIT_MB = 300
    assert "client_max_body_size 301m;" in printed()


def printed() -> str:
    stream = io.StringIO()
    call_command("print_proxy", stdout=stream)
    return stream.getvalue()
