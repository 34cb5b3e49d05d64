"""申报书 and 审批表: a draft says so on every page, a submission carries its number, and nobody reads more than elsewhere."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from applications.enums import State
from applications.models import Application, FactSheet
from applications.selectors.opinions import opinions_of
from applications.selectors.papers import print_code
from applications.selectors.uses import Use
from applications.services import evidence, filing
from tests.applications.thread import (
    at,
    carry,
    close_current,
    filled,
    sent_back_for_correction,
)
from tests.applications.uploads import upload
from tests.factories import World
from tests.harness.pages import Browser
from tests.harness.papers import pages_of

pytestmark = pytest.mark.django_db

MARK = "草稿"


def paper(client: Client, application: Application, name: str = "application") -> list[str]:
    """The pages' words."""
    response = client.get(f"/applications/{application.pk}/paper/{name}.pdf")
    assert response.status_code == 200, response.status_code
    return pages_of(response.content)


def boxes(actor: Actor, application: Application) -> dict[str, str]:
    """What each box of 审批表 says to this person."""
    row = Application.objects.select_related("round__office", "round__authority", "applicant").get(
        pk=application.pk
    )
    return {each.name: each.words for each in opinions_of(row, actor)}


def test_a_draft_is_marked_on_every_page_and_leads_nowhere(world: World, browser_of: Browser) -> None:
    pages = paper(browser_of(world.filer), filled(world, history_text="始于明代。"))
    assert len(pages) >= 2
    for number, page in enumerate(pages, start=1):
        assert page.endswith(MARK) and f"第{number}页共{len(pages)}页" in page
    words = "".join(pages)
    assert world.town.name in words and world.county.name in words and "始于明代。" in words
    assert "12" in words and "亿元" in words and "扫码查验" not in words


def test_a_submission_carries_its_number_and_no_mark(world: World, browser_of: Browser) -> None:
    application = at(world, State.REVIEWING)
    sheet = FactSheet.objects.get()
    for who in (world.filer, world.reviewer):
        pages = paper(browser_of(who), application)
        assert MARK not in "".join(pages)
        for page in pages:
            assert application.number in page and sheet.sha256[:12] in page and "第1次提交" in page
        assert f"/verify/{print_code(sheet)}/" in pages[0]


def test_whom_to_call_stands_on_the_cover_and_nowhere_else(world: World, browser_of: Browser) -> None:
    client = browser_of(world.filer)
    cover, *rest = paper(client, filled(world, contact_name="试验联系人", contact_telephone="0351-0000000"))
    assert "联系人试验联系人" in cover and "0351-0000000" in cover
    assert "联系人" not in "".join(rest)


def test_evidence_and_the_commitment_are_listed(world: World, browser_of: Browser) -> None:
    application = filled(world)
    evidence.add_evidence(
        actor=world.filer, application=application, uses=[Use(4)], title="产值证明", upload=upload("产值.pdf")
    )
    evidence.add_evidence(
        actor=world.filer,
        application=application,
        uses=(),
        title="盖章申报书",
        upload=upload("扫描.pdf", "2"),
    )
    words = "".join(paper(browser_of(world.filer), application))
    assert "产值证明产值.pdf" in words and "其他材料盖章申报书扫描.pdf" in words
    assert "本单位承诺：所填内容真实、准确、完整，并对此负责。" in words and "申报单位（盖章）" in words


def test_after_a_return_the_unit_prints_its_draft_and_the_office_what_was_submitted(
    world: World, browser_of: Browser
) -> None:
    application = at(world, State.REVIEWING)
    sent_back_for_correction(world, application)
    assert MARK in paper(browser_of(world.filer), application)[0]
    assert MARK not in paper(browser_of(world.reviewer), application)[0]
    filing.resubmit_application(actor=world.filer, application=application)
    assert "第2次提交" in paper(browser_of(world.filer), application)[0]


def test_files_have_names_that_people_know(world: World, browser_of: Browser) -> None:
    application = filled(world)
    client, start = browser_of(world.filer), f"/applications/{application.pk}/paper/"
    for name, shown in (("application", "申报书（草稿）"), ("approval", "审批表")):
        response = client.get(f"{start}{name}.pdf")
        assert quote(f"{world.town.name}{shown}.pdf") in response.headers["Content-Disposition"]
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Content-Type"] == "application/pdf"


def test_what_people_type_is_no_markup_and_long_texts_run_on(world: World, browser_of: Browser) -> None:
    hostile = '#panic("x")*粗*$x$\\`@ref<b>😀'
    application = filled(world, history_text=hostile, market_text="市" * 800, environment_text="x" * 800)
    words = "".join(paper(browser_of(world.filer), application))
    assert '#panic("x")*粗*$x$\\`@ref<b>' in words
    assert words.count("市") >= 800 and words.count("x") >= 800


def test_the_boxes_are_those_of_the_round_and_empty_until_somebody_speaks(world: World) -> None:
    draft = boxes(world.filer, filled(world))
    assert list(draft) == ["推荐", "受理", "复核", "研判", "认定"] and not any(draft.values())


def test_the_office_reads_its_conclusions_and_the_applicant_an_empty_box(
    world: World, browser_of: Browser
) -> None:
    application = at(world, State.REVIEWING)
    close_current(world, application, comment="产值属实，材料齐全。")
    assert boxes(world.reviewer, application)["复核"] == "产值属实，材料齐全。"
    assert boxes(world.filer, application)["复核"] == ""
    assert boxes(world.filer, application)["受理"] == "受理。"
    inside, outside = (
        "".join(paper(browser_of(who), application, "approval")) for who in (world.director, world.unit_admin)
    )
    assert "产值属实" in inside and "产值属实" not in outside


def test_shortlisting_shows_in_no_box(world: World, browser_of: Browser) -> None:
    application = at(world, State.SHORTLISTED)
    for who in (world.filer, world.director):
        assert "拟" not in "".join(paper(browser_of(who), application, "approval"))
        assert boxes(who, application)["认定"] == ""


def test_once_decided_everybody_reads_everything(world: World) -> None:
    application = carry(world, at(world, State.SHORTLISTED), State.RECOGNISED)
    said = boxes(world.filer, application)
    document = application.decision_item.decision.document_number
    assert document in said["认定"] and said["认定"].startswith("予以认定。") and all(said.values())


def test_what_was_examined_before_a_return_stands_in_no_box_afterwards(world: World) -> None:
    application = at(world, State.REVIEWING)
    close_current(world, application, comment="第一次的意见。")
    sent_back_for_correction(world, application)
    filing.resubmit_application(actor=world.filer, application=application)
    assert boxes(world.reviewer, application)["复核"] == ""


def test_a_paper_costs_the_same_however_much_was_said(world: World, browser_of: Browser) -> None:
    application, client = at(world, State.REVIEWING), browser_of(world.reviewer)
    address = f"/applications/{application.pk}/paper/approval.pdf"
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        sent_back_for_correction(world, application)
        filing.resubmit_application(actor=world.filer, application=application)
    assert counts[0] == counts[1]


def test_the_pages_lead_to_the_papers(world: World, browser_of: Browser) -> None:
    application = at(world, State.REVIEWING)
    for who, page in ((world.filer, ""), (world.reviewer, "review/")):
        html = browser_of(who).get(f"/applications/{application.pk}/{page}").content.decode()
        assert f"/applications/{application.pk}/paper/application.pdf" in html
        assert f"/applications/{application.pk}/paper/approval.pdf" in html


def test_the_stamped_paper_has_a_place_of_its_own(world: World, browser_of: Browser) -> None:
    application, client = filled(world), browser_of(world.filer)
    detail = client.get(f"/applications/{application.pk}/").content.decode()
    assert f"/applications/{application.pk}/evidence/?scan=1#criterion-other" in detail
    page = client.get(f"/applications/{application.pk}/evidence/?scan=1").content.decode()
    assert page.count('value="盖章申报书"') == 1 and page.count('<details class="unfolds" open>') == 1
    assert (
        'value="盖章申报书"' not in client.get(f"/applications/{application.pk}/evidence/").content.decode()
    )


def test_a_code_belongs_to_one_sheet(world: World) -> None:
    application = at(world, State.REVIEWING)
    sent_back_for_correction(world, application)
    filing.resubmit_application(actor=world.filer, application=application)
    first, second = (print_code(sheet) for sheet in FactSheet.objects.order_by("number"))
    assert first.partition("-")[2] != second.partition("-")[2]
