"""填写检查: the office's own engine on a draft, for whoever holds the pen, and nothing of it is kept."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.blocks import BLOCK
from applications.models import Application, CheckRun, FactSheet
from applications.selectors.precheck import Precheck, block_of, precheck
from applications.selectors.uses import Use
from applications.services import evidence, filing
from criteria.findings import Finding, Verdict
from criteria.standard import CriterionSpec, RequirementSpec
from standards.selectors import compiled
from tests.applications.thread import LAST_YEAR, check, filled
from tests.applications.uploads import upload
from tests.factories import TownFactory, World
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db

PANEL = {"HX-Request": "true"}


def address(application: Application) -> str:
    return f"/applications/{application.pk}/precheck/"


def said(browser: Any, application: Application, **headers: str) -> str:
    response = browser.get(address(application), headers=headers)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def findings(found: Precheck) -> list[Finding]:
    return [line.finding for criterion in found.criteria for line in criterion.lines]


@pytest.mark.parametrize("output", ["12", "4", "0.5"])
def test_it_finds_what_the_check_finds_after_the_submission(world: World, output: str) -> None:
    draft = filled(world, output=output)
    before = findings(precheck(draft))
    filing.submit_application(actor=world.filer, application=draft)
    check(draft)
    after = CheckRun.objects.get().findings.order_by("position")
    assert [each._asdict() for each in before] == [
        {name: getattr(each, name) for name in Finding._fields} for each in after
    ]


def test_nothing_is_kept(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    said(browser_of(world.filer), draft)
    again = Application.objects.get(pk=draft.pk)
    assert not FactSheet.objects.exists() and not CheckRun.objects.exists()
    assert (again.version, again.draft) == (draft.version, draft.draft)


def test_the_worst_requirement_of_a_criterion_decides(world: World) -> None:
    found = precheck(filled(world, output="4"))
    four = next(each for each in found.criteria if each.number == 4)
    assert {line.finding.verdict for line in four.lines} == {Verdict.MET, four.verdict}
    assert four.verdict != Verdict.MET
    assert sum(number for _, number in found.counts) == len(found.criteria)


def test_the_page_tells_the_whole_first_then_figure_clause_and_way(world: World, browser_of: Browser) -> None:
    draft = filled(world, output="4", traits=["historical_origin"])
    text = said(browser_of(world.filer), draft)
    number = len(compiled(world.round.standard_version).spec.criteria)
    assert f"{number} 条标准：" in text
    assert "<h1>填写检查</h1>" in text and f"{LAST_YEAR} 年" in text
    assert f"/applications/{draft.pk}/edit/#block-relaxation" in text
    assert f"/applications/{draft.pk}/evidence/#criterion-4" in text
    assert "还没有佐证材料" in text


def test_evidence_that_is_there_is_counted(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    browser = browser_of(world.filer)
    lacking = said(browser, draft).count("还没有佐证材料")
    evidence.add_evidence(
        actor=world.filer, application=draft, uses=[Use(4)], title="产值证明", upload=upload("产值.pdf")
    )
    text = said(browser, draft)
    assert text.count("还没有佐证材料") == lacking - 1
    assert "已上传 1 份材料" in text


def test_a_missing_category_leads_to_where_it_is_chosen(world: World) -> None:
    draft = filled(world)
    draft.draft = {**draft.draft, "category": None}
    lines = [line for criterion in precheck(draft).criteria for line in criterion.lines]
    output = next(line for line in lines if line.finding.requirement == "output_value")
    assert output.finding.verdict == Verdict.MISSING
    assert output.way is not None and output.way.url.endswith("#block-basics")


def test_facts_that_cannot_be_read_are_said_and_take_the_focus(world: World, browser_of: Browser) -> None:
    """A category that was chosen under another standard."""
    draft = filled(world)
    Application.objects.filter(pk=draft.pk).update(draft={**draft.draft, "category": "elsewhere"})
    browser = browser_of(world.filer)
    page, asked = said(browser, draft), said(browser, draft, **PANEL, **{"HX-Trigger": "precheck-now"})
    for text in (page, asked):
        assert "data-errors autofocus" in text and f"/applications/{draft.pk}/edit/#block-basics" in text
    # What was saved by itself must not take the focus away from the field that is being filled in.
    by_itself = said(browser, draft, **PANEL, **{"HX-Trigger": "precheck"})
    assert "data-errors" in by_itself and "autofocus" not in by_itself


def test_beside_the_form_it_is_the_panel_alone(world: World, browser_of: Browser) -> None:
    text = said(browser_of(world.filer), filled(world), **PANEL)
    assert "<html" not in text and 'hx-trigger="saved from:document' in text
    assert 'id="precheck-now"' in text


def test_only_who_holds_the_pen_may_ask(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    assert browser_of(world.neighbour_filer).get(address(draft)).status_code == 404
    assert browser_of(world.reviewer).get(address(draft)).status_code == 404
    filing.submit_application(actor=world.filer, application=draft)
    assert browser_of(world.filer).get(address(draft)).status_code == 403


def test_more_files_cost_no_query_more(world: World) -> None:
    def cost(files: int) -> int:
        draft = filled(world, town=TownFactory(owner=world.county))
        for number in range(1, files + 1):
            evidence.add_evidence(
                actor=world.filer,
                application=draft,
                uses=[Use(number)],
                title=f"证明{number}",
                upload=upload(f"{number}.pdf"),
            )
        rows = Application.objects.select_related("round__standard_version__standard", "town__county")
        application = rows.get(pk=draft.pk)
        with CaptureQueriesContext(connection) as queries:
            precheck(application)
        return len(queries)

    # The first look compiles the standard.
    cost(1)
    assert cost(1) == cost(8) <= 16


def asking(key: str, kind: str, title: str, **params: Any) -> tuple[CriterionSpec, RequirementSpec]:
    requirement = RequirementSpec(key, kind, params, "", "", ())
    return CriterionSpec(1, title, "", (requirement,)), requirement


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (asking("a", "count", "龙头带动", figure="leading_enterprises"), "entities"),
        (asking("b", "judged", "市场需求", figures=["market_share.country"]), "market"),
        (asking("c", "judged", "历史传承"), "history"),
        (asking("d", "judged", "发展环境"), "environment"),
        (asking("e", "brands", "产品特色", level="provincial"), "brands"),
        (asking("f", "technical_standards", "产品特色", levels=["national"]), "brands"),
        (asking("g", "preference", "龙头带动", titles=[]), "entities"),
        (asking("h", "coverage", "公共服务", functions=["design"]), "services"),
        (asking("i", "indicator", "税收", indicator="tax"), "employment"),
        (asking("j", "threshold", "产业集聚", figure="output_value"), "scale"),
    ],
    ids=lambda each: each if isinstance(each, str) else each[1].kind,
)
def test_every_kind_of_requirement_finds_its_block(
    asked: tuple[CriterionSpec, RequirementSpec], key: str
) -> None:
    assert block_of(*asked) == BLOCK[key]


def test_what_the_form_does_not_ask_has_no_block() -> None:
    assert block_of(*asking("x", "indicator", "别的", indicator="nowhere")) is None


def test_a_look_is_a_matter_of_milliseconds(world: World) -> None:
    draft = filled(world)
    precheck(draft)
    begin = time.perf_counter()
    precheck(draft)
    assert time.perf_counter() - begin < 0.25
