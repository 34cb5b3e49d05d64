"""The pages of a decision: what each side can do on them, and what the public reads once it is published."""

import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Decision, Erratum
from applications.selectors.judgements import questions
from applications.services import reviewing
from applications.services.checking import run_check
from tests.applications.thread import at, carry, conclude, filled, prepare, publish
from tests.applications.uploads import broken, prepared_by, provincial, upload
from tests.factories import ApplicationFactory, TownFactory, World, actor
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def decision(world: World) -> Decision:
    """One town put to the government."""
    return prepare(world, at(world, State.SHORTLISTED))


def address(decision: Decision, name: str = "") -> str:
    return f"/applications/decisions/{decision.pk}/{name}"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def typed(decision: Decision, **changed: Any) -> dict[str, Any]:
    known = {
        "version": decision.version,
        "title": decision.title,
        "document_number": decision.document_number,
        "decided_on": decision.decided_on or "",
        "applications": [item.application_id for item in decision.items.all()],
    }
    return {**known, **changed}


def test_the_list_says_what_check_and_people_found(world: World, browser_of: Browser) -> None:
    row = carry(world, filled(world), State.REVIEWING)
    run_check(check_id=row.fact_sheets.get().checks.get().pk)
    conclude(world, row)
    row = Application.objects.get(pk=row.pk)
    reviewing.shortlist_application(actor=world.director, application=row)
    html = text_of(browser_of(world.registrar), address(prepare(world, row)))
    assert "</span> 4 需研判" in html and f"满足 {len(questions(row))} 项" in html
    assert "未上传扫描件" in html


def test_a_decision_without_check_says_so(world: World, browser_of: Browser) -> None:
    row = ApplicationFactory(round=world.round, applicant=world.county, state=State.SHORTLISTED)
    decision = prepare(world, row)
    html = text_of(browser_of(world.director), address(decision))
    assert "没有检查结果" in html and "没有研判" in html


def test_number_and_scan_are_filled_in_on_the_edit_page(
    world: World, decision: Decision, browser_of: Browser
) -> None:
    client = browser_of(world.registrar)
    data = typed(decision, document_number="试政发〔2026〕5号", decided_on=TODAY, scan=upload("扫描.pdf"))
    response = client.post(address(decision, "edit/"), data)
    assert response.status_code == 302
    html = text_of(client, address(decision))
    assert "试政发〔2026〕5号" in html and "扫描.pdf" in html and "未上传扫描件" not in html
    # The form for publishing begins with what is known.
    assert 'value="试政发〔2026〕5号"' in html


def test_the_registrar_cannot_write_another_title_or_anything_else(
    world: World, decision: Decision, browser_of: Browser
) -> None:
    harm = {
        "title": "登记员的标题",
        "state": "applied",
        "applied_by": world.registrar.user.pk,
        "prepared_by": 1,
    }
    data = typed(decision, **harm, authority=world.far_city.pk, round=1)
    assert browser_of(world.registrar).post(address(decision, "edit/"), data).status_code == 302
    after = Decision.objects.get()
    for name in ("title", "state", "applied_by", "prepared_by", "authority", "round", "version"):
        assert getattr(after, name) == getattr(decision, name), name


def test_an_application_of_somebody_else_is_no_choice(
    world: World, decision: Decision, browser_of: Browser
) -> None:
    elsewhere = carry(world, filled(world, town=TownFactory(owner=world.county)), State.REVIEWING)
    for who in (world.director, world.registrar):
        data = typed(decision, applications=[elsewhere.pk])
        assert browser_of(who).post(address(decision, "edit/"), data).status_code == 422
    assert decision.items.get().application_id != elsewhere.pk


def test_a_file_that_the_guard_refuses_comes_back_at_its_field(
    world: World, decision: Decision, browser_of: Browser
) -> None:
    response = browser_of(world.director).post(
        address(decision, "edit/"), typed(decision, document_number="试政发〔2026〕5号", scan=broken())
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "文件内容与扩展名“.pdf”不符" in html and 'id="id_scan_error"' in html
    # What was typed is still there, and nothing of it is stored.
    assert 'value="试政发〔2026〕5号"' in html
    assert Decision.objects.get().document_number == ""


def test_a_page_that_was_overtaken_is_told(world: World, decision: Decision, browser_of: Browser) -> None:
    data = typed(decision, document_number="试政发〔2026〕5号")
    assert browser_of(world.director).post(address(decision, "edit/"), data).status_code == 302
    assert browser_of(world.registrar).post(address(decision, "edit/"), data).status_code == 409
    apply = {"version": decision.version, "document_number": "试政发〔2026〕6号", "decided_on": TODAY}
    assert browser_of(world.registrar).post(address(decision, "apply/"), apply).status_code == 409
    assert Decision.objects.get().document_number == "试政发〔2026〕5号"


def test_what_is_published_has_no_edit_page_and_offers_an_erratum(
    world: World, decision: Decision, browser_of: Browser
) -> None:
    publish(world, decision)
    client = browser_of(world.registrar)
    assert client.get(address(decision, "edit/")).status_code == 409
    html = text_of(client, address(decision))
    assert "发布更正说明" in html and "上传扫描件" in html and ">修改<" not in html
    assert "发布更正说明" not in text_of(browser_of(world.director), address(decision))


def test_scan_and_erratum_reach_the_public(world: World, decision: Decision, browser_of: Browser) -> None:
    client, visitor = browser_of(world.registrar), Client()
    publish(world, decision, "试政发〔2026〕1号")
    page = f"/towns/{world.town.pk}/"
    assert "下载认定文件" not in text_of(visitor, page)
    assert client.post(address(decision, "scan/"), {"scan": upload("扫描.pdf")}).status_code == 302
    version = Decision.objects.get().scan.versions.get()
    assert f'href="/files/{version.pk}/"' in text_of(visitor, page)
    mended = {
        "version": Decision.objects.get().version,
        "title": decision.title,
        "document_number": "试政发〔2026〕11号",
        "decided_on": TODAY,
        "reason": "原文号录入有误。",
    }
    assert client.post(address(decision, "erratum/"), mended).status_code == 302
    html = text_of(visitor, page)
    assert "更正说明" in html and "原文号录入有误。" in html
    assert "由“试政发〔2026〕1号”更正为“试政发〔2026〕11号”" in html
    assert "试政发〔2026〕11号" in exported(visitor)
    # The person who mended it stays inside.
    assert world.registrar.user.display_name not in html
    assert world.registrar.user.display_name in text_of(browser_of(world.director), address(decision))


def exported(visitor: Client) -> str:
    """The public list as a workbook, as text."""
    response = visitor.get("/towns/export/")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("scan/", {}, "请选择要上传的文件"),
        ("scan/", {"scan": broken()}, "文件内容与扩展名"),
        (
            "erratum/",
            {"version": 2, "title": "x", "document_number": "y", "decided_on": "z"},
            "请写明更正理由",
        ),
    ],
)
def test_what_does_not_hold_is_said_on_the_page(
    world: World, decision: Decision, browser_of: Browser, name: str, data: dict[str, Any], sentence: str
) -> None:
    publish(world, decision)
    response = browser_of(world.registrar).post(address(decision, name), data)
    assert response.status_code == 422 and sentence in response.content.decode()
    assert not Erratum.objects.exists() and Decision.objects.get().scan is None


def test_an_erratum_of_nothing_is_said_above_the_form(
    world: World, decision: Decision, browser_of: Browser
) -> None:
    row = publish(world, decision)
    data = typed(row, decided_on=row.decided_on, reason="试一试。")
    response = browser_of(world.registrar).post(address(decision, "erratum/"), data)
    assert response.status_code == 422 and "没有要更正的" in response.content.decode()


def test_registrar_and_director_of_the_provincial_office_work_on_one_page(
    world: World, browser_of: Browser
) -> None:
    row, director, registrar = provincial(world)
    decision = prepared_by(director, row)
    html = text_of(browser_of(registrar), address(decision))
    assert ">公布</button>" in html and "撤回报请" not in html
    assert "撤回报请" in text_of(browser_of(director), address(decision))
    apply = {"version": decision.version, "document_number": "试工信〔2026〕1号", "decided_on": TODAY}
    assert browser_of(director).post(address(decision, "apply/"), apply).status_code == 403
    assert browser_of(registrar).post(address(decision, "apply/"), apply).status_code == 302
    assert "试工信〔2026〕1号" in text_of(Client(), f"/towns/{row.town_id}/")


@pytest.mark.parametrize("name", ["", "edit/"])
def test_out_of_sight_is_not_there(world: World, decision: Decision, browser_of: Browser, name: str) -> None:
    others: list[Actor] = [
        world.filer,
        world.neighbour_filer,
        world.far_reviewer,
        actor(Role.REGISTRAR, organisation=world.far_city),
        actor(Role.OFFICE_DIRECTOR, organisation=world.far_office),
    ]
    for who in others:
        assert browser_of(who).get(address(decision, name)).status_code == 404


def test_the_page_of_a_town_costs_the_same_with_many_errata(world: World, decision: Decision) -> None:
    row, counts = publish(world, decision), []
    for round_ in (1, 5):
        for number in range(round_):
            Erratum.objects.create(
                decision=row,
                field="title",
                old=f"旧{round_}{number}",
                new=f"新{round_}{number}",
                reason="录入有误。",
                made_by=world.registrar.user,
            )
        with CaptureQueriesContext(connection) as caught:
            assert Client().get(f"/towns/{world.town.pk}/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_who_may_not_put_a_list_to_the_authority_reads_who_may(world: World, browser_of: Browser) -> None:
    at(world, State.SHORTLISTED)
    way = f"/applications/decisions/new/{world.round.pk}/"
    assert way in text_of(browser_of(world.director), "/applications/decisions/")
    page = text_of(browser_of(world.reviewer), "/applications/decisions/")
    assert way not in page and "的办公室主任报请。" in page
