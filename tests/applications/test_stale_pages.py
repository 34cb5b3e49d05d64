"""A page that was open while somebody else acted (quality T5): its button says so, and nothing is lost or overwritten."""

from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from applications.enums import State
from applications.models import Application, ApplicationStep, Decision, Judgement
from applications.selectors.judgements import questions_left
from applications.services import filing, filling, handling, judging
from applications.services.marking import put_mark
from records import workflow
from records.models import Act
from tests.applications.thread import (
    LAST_YEAR,
    at,
    check,
    close_current,
    filled,
    prepare,
    publish,
    sent_back_for_correction,
    whole,
)
from tests.applications.workflow.table import MACHINE
from tests.factories import ApplicationFactory, TownFactory, World
from tests.harness.pages import Browser, browser_of

pytestmark = [pytest.mark.django_db]
__all__ = ["browser_of"]

CHANGED = "您打开页面之后"
# Whoever may, in the city's round.
ABLE = {
    "submit": "filer",
    "resubmit": "filer",
    "recommend": "unit_admin",
    "send_back": "unit_admin",
    "accept": "reviewer",
    "return_for_correction": "reviewer",
    "shortlist": "director",
    "decline": "director",
    "withdraw": "filer",
}
EVERY_FORM = [
    (action, state)
    for action in ABLE
    for state in MACHINE[action]
    # From 拟认定 it is the authority's to decline.
    if (action, state) != ("decline", "shortlisted")
] + [("decline", "shortlisted")]


def who(world: World, action: str, state: str) -> Actor:
    able: Actor = world.registrar if state == "shortlisted" else getattr(world, ABLE[action])
    return able


def in_state(world: World, state: str) -> Application:
    """Concluded, so that nothing but the page stands in the way."""
    row = ApplicationFactory(
        round=world.round, applicant=world.county, town=TownFactory(owner=world.county), state=state
    )
    if state == State.REVIEWING:
        for _ in range(2):
            close_current(world, row)
    return Application.objects.get(pk=row.pk)


def everything(*models: type[Any]) -> list[Any]:
    rows = [list(model.objects.order_by("pk").values()) for model in (Application, ApplicationStep, *models)]
    return [*rows, Act.objects.exclude(outcome="refused").count()]


def post(client: Client, name: str, args: list[Any], data: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(reverse(f"applications:{name}", args=args), data)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("action", "state"), EVERY_FORM)
def test_every_action_from_an_old_page_is_refused_in_words(
    world: World, browser_of: Browser, action: str, state: str
) -> None:
    row = in_state(world, state)
    client = browser_of(who(world, action, state))
    data = {"version": row.version, "comment": "理由充分。"}
    if action == "return_for_correction":
        put_mark(actor=world.reviewer, application=row, mark=whole()[0])
    Application.objects.filter(pk=row.pk).update(version=F("version") + 1)
    before = everything()
    status, text = post(client, "application_act", [row.pk, action], data)
    assert (status, CHANGED in text) == (409, True)
    assert everything() == before
    # The control: from the page as it is now the same button works.
    assert post(client, "application_act", [row.pk, action], {**data, "version": row.version + 1})[0] == 302


def test_an_action_without_a_version_is_refused_with_what_was_typed(
    world: World, browser_of: Browser
) -> None:
    row = in_state(world, State.RECOMMENDED)
    client = browser_of(world.reviewer)
    typed = {"comment": "请补充市场占有率的出处。"}
    status, text = post(client, "application_act", [row.pk, "return_for_correction"], typed)
    assert (status, typed["comment"] in text) == (422, True)
    assert Application.objects.get(pk=row.pk).state == State.RECOMMENDED


def test_what_was_typed_into_an_old_form_stands_beside_what_was_saved_meanwhile(
    world: World, browser_of: Browser
) -> None:
    row = filled(world)
    client = browser_of(world.filer)
    field = f"output_value_{LAST_YEAR}"
    assert field in client.get(reverse("applications:application_edit", args=[row.pk])).content.decode()
    meanwhile = {"figures": {"output_value": {str(LAST_YEAR): "13"}}, "answers": {}}
    filling.save_block(actor=world.filer, application=row, key="scale", content=meanwhile, version=0)
    page = reverse("applications:application_block", args=[row.pk, "scale"])
    answer = client.post(page, {"version": 0, field: "14"})
    text = answer.content.decode()
    assert (answer.status_code, "您刚才的修改没有写入" in text) == (409, True)
    # Both are on the page: what was typed in its field, what was saved beside it.
    assert 'value="14"' in text and "13" in text
    assert Application.objects.get(pk=row.pk).draft["figures"]["output_value"][str(LAST_YEAR)] == "13"


def test_a_step_that_a_colleague_concluded_meanwhile_keeps_the_colleagues_words(
    world: World, browser_of: Browser
) -> None:
    row = at(world, State.REVIEWING)
    step = row.steps.get(template__kind="review")
    client = browser_of(world.director)
    close_current(world, row, "第一份意见。")
    before = everything()
    sent = {"version": row.version, "comment": "第二份意见。"}
    status, text = post(client, "step_close", [row.pk, step.pk], sent)
    assert status == 409 and f"已由{world.reviewer.user.display_name}办结" in text
    assert everything() == before


def test_a_conclusion_drawn_over_an_older_sheet_is_refused_in_words(
    world: World, browser_of: Browser
) -> None:
    """The page was opened, then it was returned and handed in anew: the step is open again, the facts are others."""
    row = at(world, State.REVIEWING)
    step = row.steps.get(template__kind="review")
    seen = row.version
    row = sent_back_for_correction(world, row)
    filing.resubmit_application(actor=world.filer, application=row)
    client = browser_of(world.reviewer)
    before = everything()
    sent = {"version": seen, "comment": "按原来的数字。"}
    status, text = post(client, "step_close", [row.pk, step.pk], sent)
    assert status == 409 and "请看过最新内容再办结" in text
    assert everything() == before


def test_a_judgement_on_a_sheet_that_was_replaced_is_refused_in_words(
    world: World, browser_of: Browser
) -> None:
    row = at(world, State.REVIEWING)
    check(row)
    finding = questions_left(row)[0].finding
    data = {
        "criterion": finding.criterion,
        "requirement": finding.requirement,
        "conclusion": "met",
        "reason": "材料充分。",
        "sheet": 1,
        "shown": 0,
    }
    row = filing.resubmit_application(actor=world.filer, application=sent_back_for_correction(world, row))
    check(row)
    client = browser_of(world.reviewer)
    status, text = post(client, "review_judge", [row.pk], data)
    assert (status, "已重新提交" in text) == (409, True)
    assert not Judgement.objects.exists()
    assert post(client, "review_judge", [row.pk], {**data, "sheet": 2})[0] == 302


def test_a_judgement_that_a_colleague_gave_meanwhile_is_not_passed_over(
    world: World, browser_of: Browser
) -> None:
    row = at(world, State.REVIEWING)
    check(row)
    finding = questions_left(row)[0].finding
    said = {"criterion": finding.criterion, "requirement": finding.requirement}
    judging.judge(
        actor=world.director, application=row, conclusion="unmet", reason="材料不足。", sheet_number=1, **said
    )
    data = {**said, "conclusion": "met", "reason": "材料充分。", "sheet": 1, "shown": 0}
    status, text = post(browser_of(world.reviewer), "review_judge", [row.pk], data)
    assert status == 409 and world.director.user.display_name in text and "材料不足。" in text
    assert Judgement.objects.get().conclusion == "unmet"


def test_a_case_that_a_colleague_took_meanwhile_is_not_taken_from_them(
    world: World, browser_of: Browser
) -> None:
    row = at(world, State.RECOMMENDED)
    handling.assign_application(actor=world.director, application=row, handler=world.director.user)
    client = browser_of(world.reviewer)
    data = {"handler": world.reviewer.user.pk, "shown": handling.NOBODY}
    status, text = post(client, "application_assign", [row.pk], data)
    assert status == 409 and world.director.user.display_name in text
    assert Application.objects.get(pk=row.pk).handler == world.director.user


def test_what_left_the_office_meanwhile_is_neither_put_aside_nor_handed_out(
    world: World, browser_of: Browser
) -> None:
    row = at(world, State.REVIEWING)
    sent_back_for_correction(world, row)
    client, before = browser_of(world.reviewer), everything()
    today = timezone.localdate()
    forms = {
        "application_assign": {"handler": world.reviewer.user.pk, "shown": world.reviewer.user.pk},
        "application_postpone": {"until": today.replace(year=today.year + 1).isoformat(), "reason": "等待。"},
        "application_resume": {},
    }
    for name, data in forms.items():
        assert post(client, name, [row.pk], data)[0] == 409, name
    assert everything() == before


def test_old_pages_of_a_decision_publish_correct_and_mend_nothing(world: World, browser_of: Browser) -> None:
    row = at(world, State.SHORTLISTED)
    decision = prepare(world, row)
    registrar, director = browser_of(world.registrar), browser_of(world.director)
    data = {
        "version": decision.version,
        "title": "另一个标题",
        "document_number": "试政发〔2026〕7号",
        "decided_on": timezone.localdate().isoformat(),
        "applications": [row.pk],
        "reason": "录入有误。",
    }
    Decision.objects.filter(pk=decision.pk).update(version=F("version") + 1)
    before = everything(Decision)
    for client, name in ((registrar, "decision_apply"), (director, "decision_edit")):
        status, text = post(client, name, [decision.pk], data)
        assert (status, CHANGED in text) == (409, True), name
    assert everything(Decision) == before
    decision.refresh_from_db()
    publish(world, decision)
    before = everything(Decision)
    status, text = post(registrar, "decision_erratum", [decision.pk], data)
    assert (status, CHANGED in text) == (409, True)
    for name in ("decision_edit", "decision_cancel"):
        assert post(director, name, [decision.pk], data)[0] == 409, name
    assert post(registrar, "decision_apply", [decision.pk], data)[0] == 409
    # What stands on another list cannot be put on a second one.
    again = post(director, "decision_create", [world.round.pk], {"title": "名单", "applications": [row.pk]})
    assert again[0] == 422
    assert everything(Decision) == before


def test_without_the_comparison_an_old_page_would_act(
    world: World, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: were the version not compared, the old page would go through."""
    row = in_state(world, State.RECOMMENDED)
    data = {"version": row.version, "comment": "理由充分。"}
    Application.objects.filter(pk=row.pk).update(version=F("version") + 1)
    monkeypatch.setattr(workflow, "_demand_fresh", lambda *args: None)
    assert post(browser_of(world.reviewer), "application_act", [row.pk, "accept"], data)[0] == 302
