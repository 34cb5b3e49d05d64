"""The review page: facts beside findings, judgements in place, notes that stay inside, and reasons for what is not allowed."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Judgement
from applications.selectors.judgements import Question, questions, questions_left
from applications.services import drafting, filing, judging, reviewing
from tests.applications.thread import (
    answer_everything,
    at,
    check,
    close_current,
    content,
    send_up,
    sent_back_for_correction,
)
from tests.factories import TownFactory, World, actor, province_cast
from tests.harness.pages import Browser
from towns.models import Figure

pytestmark = pytest.mark.django_db
CANARY = "金丝雀暗号甲乙丙"


def checked(world: World, state: State = State.REVIEWING, **typed: object) -> Application:
    row = at(world, state, **typed)
    check(row)
    return row


def answered(world: World, row: Application, **typed: object) -> Application:
    """Sent back, mended by the applicant, handed in again, and checked."""
    row = fresh(sent_back_for_correction(world, row))
    drafting.save_draft(actor=world.filer, application=row, draft=content(**typed), version=row.version)
    row = filing.resubmit_application(actor=world.filer, application=fresh(row))
    check(row)
    return fresh(row)


def fresh(row: Application) -> Application:
    return Application.objects.get(pk=row.pk)


def page(browser_of: Browser, who: Actor, row: Application) -> str:
    answer = browser_of(who).get(reverse("applications:review", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(question: Question, **facts: object) -> dict[str, object]:
    return {
        "sheet": 1,
        "criterion": question.finding.criterion,
        "requirement": question.finding.requirement,
        "shown": 0,
        "conclusion": "mostly",
        "reason": "材料基本齐全。",
        **facts,
    }


def judged(browser: Client, row: Application, facts: dict[str, object]) -> object:
    return browser.post(reverse("applications:review_judge", args=[row.pk]), facts)


def test_facts_stand_beside_the_findings_with_years_units_and_origin(
    world: World, browser_of: Browser
) -> None:
    text = page(browser_of, world.reviewer, checked(world, history_text="始于明代。"))
    for words in (
        "主导产业产值（亿元）",
        "申报填报（第 1 次提交），尚未确认",
        "第 1 条 历史传承",
        "始于明代。",
        "需研判",
        "附2一(四)",
        "还有 4 项没有研判",
        "这是第一次提交",
        "经办人：",
    ):
        assert words in text, words


def test_a_figure_that_was_confirmed_since_says_by_whom(world: World, browser_of: Browser) -> None:
    row = checked(world)
    Figure.objects.update(confirmed_by=world.county, confirmed_at="2026-01-01T00:00+08:00")
    assert f"{world.county.short_name}已确认" in page(browser_of, world.reviewer, row)


def test_nothing_that_was_submitted_is_left_out(world: World, browser_of: Browser) -> None:
    """What no criterion of the standard asks for stands at the end."""
    text = page(
        browser_of, world.reviewer, checked(world, market_text="远销海外。", environment_text="有规划。")
    )
    rest = text[text.index("标准没有问到的其他内容") :]
    assert "全市市场占有率" in rest or "市场占有率" in rest
    assert "远销海外。" in text and "有规划。" in text


def test_a_judgement_is_saved_in_place_and_read_with_name_and_post(world: World, browser_of: Browser) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    answer = judged(browser_of(world.reviewer), row, sent(question))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/review/#criterion-{question.finding.criterion}")
    text = page(browser_of, world.director, row)
    assert "材料基本齐全。" in text and f"{world.reviewer.user}，复核员" in text
    assert "还有 3 项没有研判" in text


def test_a_judgement_without_a_reason_comes_back_with_what_was_chosen(
    world: World, browser_of: Browser
) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    answer = judged(browser_of(world.reviewer), row, sent(question, reason=" "))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert text.count("请写明研判理由。") == 2
    assert 'value="mostly"' in text[: text.index(" checked")][-300:]
    assert not Judgement.objects.exists()


def test_a_word_that_does_not_answer_the_question_is_refused_at_the_field(
    world: World, browser_of: Browser
) -> None:
    row = checked(world)
    answer = judged(browser_of(world.reviewer), row, sent(questions_left(row)[0], conclusion="granted"))
    assert answer.status_code == 422 and "请选择研判结论。" in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"sheet": "x"}, 409),
        ({"criterion": "9" * 30}, 409),
        ({"requirement": "\0"}, 409),
        ({"shown": "-1"}, 409),
        ({"criterion": 99}, 409),
        ({"conclusion": "best"}, 422),
        ({"reason": "字" * 1001}, 422),
    ],
)
def test_spoilt_judgements_are_answered_with_words(
    world: World, browser_of: Browser, facts: dict[str, object], status: int
) -> None:
    row = checked(world)
    answer = judged(browser_of(world.reviewer), row, sent(questions_left(row)[0], **facts))
    assert answer.status_code == status
    assert judged(browser_of(world.reviewer), row, {}).status_code == 409
    assert not Judgement.objects.exists()


def test_a_sheet_that_has_been_replaced_is_a_conflict_in_words(world: World, browser_of: Browser) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    row = answered(world, row)
    answer = judged(browser_of(world.reviewer), row, sent(question))
    assert answer.status_code == 409 and "已重新提交" in answer.content.decode()


def test_after_a_correction_it_shows_old_and_new_at_the_criterion_and_in_a_table(
    world: World, browser_of: Browser
) -> None:
    row = checked(world, history_text="始于明代，有史料。")
    answer_everything(world, row)
    row = answered(world, row, output="13", history_text="始于清代，有史料。", platforms=["design"])
    text = page(browser_of, world.reviewer, row)
    assert "第 2 次提交与前一次相比，改了 3 处" in text
    assert "<del>12</del>" in text and "<ins>13</ins>" in text and "上次 <del>12</del>" in text
    assert text.count("始于<del>明</del><ins>清</ins>代，有史料。") == 2
    assert "增加研发设计" in text
    assert "改了 1 处" in text


def test_an_unchanged_answer_says_so(world: World, browser_of: Browser) -> None:
    text = page(browser_of, world.reviewer, answered(world, checked(world)))
    assert "内容完全相同" in text


def test_what_was_judged_before_is_brought_along_to_be_confirmed(world: World, browser_of: Browser) -> None:
    row = checked(world)
    answer_everything(world, row)
    row = answered(world, row)
    text = page(browser_of, world.reviewer, row)
    assert text.count("上次研判") == 4 and "还有 4 项没有研判" in text
    assert text.count("材料充分。</textarea>") == 4
    question = questions_left(row)[0]
    assert (
        judged(browser_of(world.reviewer), row, sent(question, sheet=2, reason="材料充分。")).status_code
        == 302
    )
    assert "研判记录（2 次）" in page(browser_of, world.reviewer, row)


def test_a_relaxation_is_asked_in_the_words_of_the_document(world: World, browser_of: Browser) -> None:
    reasons = {"traits": ["geographical_indication"], "relaxation_reason": "产品知名。"}
    row = checked(world, output="3", **reasons)
    text = page(browser_of, world.reviewer, row)
    assert "在充分考虑发展前景后" in text and "同意放宽" in text and "不同意放宽" in text
    [question] = [each for each in questions(row) if each.is_relaxation]
    sent_facts = sent(question, conclusion="granted", reason="前景良好。")
    assert judged(browser_of(world.reviewer), row, sent_facts).status_code == 302
    assert "在充分考虑发展前景后，同意放宽" in page(browser_of, world.reviewer, row)


def test_under_the_floor_the_page_says_so_with_figure_and_floor(world: World, browser_of: Browser) -> None:
    scene = province_cast(world)
    reasons = {"traits": ["geographical_indication"], "relaxation_reason": "产品知名。"}
    row = at(scene, State.REVIEWING, output="0.9", **reasons)
    check(row)
    send_up(scene, row)
    text = page(browser_of, scene.reviewer, row)
    assert "0.9 亿元低于放宽后 1 亿元的下限，任何情况下都不能放宽" in text
    assert "同意放宽" not in text


def outside(world: World) -> Iterator[Actor]:
    yield from (world.filer, world.unit_admin, world.registrar, world.far_reviewer, world.neighbour_filer)
    yield world.system_admin


def test_notes_and_judgements_stand_on_no_page_of_anybody_else(world: World, browser_of: Browser) -> None:
    """The crawl over every address is tests/access/test_secrecy.py; this is the thread's own way."""
    row = checked(world)
    note = reverse("applications:review_note", args=[row.pk])
    assert browser_of(world.reviewer).post(note, {"text": CANARY}).headers["Location"].endswith("#notes")
    judged(browser_of(world.reviewer), row, sent(questions_left(row)[0], reason=f"{CANARY}。"))
    assert page(browser_of, world.director, row).count(CANARY) >= 2
    for who in outside(world):
        for address in (
            f"/applications/{row.pk}/",
            f"/applications/{row.pk}/review/",
            f"/applications/{row.pk}/check/",
            "/applications/",
            "/workbench/",
            "/workbench/?list=done",
            "/messages/",
            "/",
        ):
            assert CANARY not in browser_of(who).get(address).content.decode(), (who, address)


def test_an_office_on_the_way_reads_neither_notes_nor_judgements_of_the_next(
    world: World, browser_of: Browser
) -> None:
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    check(row)
    judging.write_note(actor=world.reviewer, application=row, text="市里的话")
    text = page(browser_of, world.reviewer, row)
    assert "市里的话" in text and "同意上报" in text and "不予上报" in page(browser_of, world.director, row)
    assert "项没有研判" not in text and "保存研判" not in text
    send_up(scene, row)
    close_current(scene, row)
    judging.write_note(actor=scene.reviewer, application=row, text="省里的话")
    judged(browser_of(scene.reviewer), row, sent(questions_left(row)[0], reason="省里的研判。"))
    above, below = page(browser_of, scene.reviewer, row), page(browser_of, world.reviewer, row)
    assert "省里的话" in above and "省里的研判。" in above and "市里的话" not in above
    assert "市里的话" in below and "省里的" not in below and "现在不在本单位办理" in below


def test_strangers_do_not_find_it_and_the_applicant_is_told_whose_page_it_is(
    world: World, browser_of: Browser
) -> None:
    row = checked(world)
    address = reverse("applications:review", args=[row.pk])
    for who in (world.far_reviewer, world.neighbour_filer, world.registrar):
        assert browser_of(who).get(address).status_code == 404
    answer = browser_of(world.filer).get(address)
    assert answer.status_code == 403 and "领导小组办公室" in answer.content.decode()


def test_whoever_has_an_interest_reads_that_they_stand_back(world: World, browser_of: Browser) -> None:
    row = checked(world)
    both = actor(Role.REVIEWER, organisation=world.office)
    actor(Role.FILER, organisation=world.county, user=both.user)
    browser = browser_of(both)
    browser.post("/accounts/switch/", {"organisation": world.office.pk})
    answer = browser.get(reverse("applications:review", args=[row.pk]))
    assert answer.status_code == 403 and "须回避" in answer.content.decode()


def test_what_is_not_allowed_now_says_why(world: World, browser_of: Browser) -> None:
    text = page(browser_of, world.reviewer, checked(world))
    assert "“复核不通过”暂不能办：由" in text and "办公室主任" in text
    assert "确认退回补正" in text


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.RECOMMENDED, "不予受理"), (State.REVIEWING, "复核不通过"), (State.SHORTLISTED, "不予认定")],
)
def test_a_refusal_is_said_in_the_words_of_its_step(
    world: World, browser_of: Browser, state: State, words: str
) -> None:
    row = checked(world, state)
    assert words in page(browser_of, world.director, row)
    who = world.registrar if state == State.SHORTLISTED else world.director
    answer = browser_of(who).post(
        reverse("applications:application_act", args=[row.pk, "decline"]),
        {"version": fresh(row).version, "comment": "不符合条件。"},
        follow=True,
    )
    assert f"已{words}。" in answer.content.decode()
    assert words in browser_of(world.filer).get(f"/applications/{row.pk}/").content.decode()


def test_the_applicant_reads_nothing_of_what_others_might_do(world: World, browser_of: Browser) -> None:
    """Else the page would tell 复核中 from 拟认定."""
    under_review = checked(world)
    shortlisted = at(world, State.SHORTLISTED, town=TownFactory(owner=world.county))
    for row in (under_review, shortlisted):
        text = browser_of(world.filer).get(f"/applications/{row.pk}/").content.decode()
        assert "暂不能办" not in text and "复核页" not in text


def test_the_page_of_the_application_leads_the_office_to_its_own(world: World, browser_of: Browser) -> None:
    row = checked(world)
    text = browser_of(world.reviewer).get(f"/applications/{row.pk}/").content.decode()
    assert reverse("applications:review", args=[row.pk]) in text and "确认退回补正" not in text


def test_of_a_draft_that_is_being_mended_the_office_reads_what_was_submitted(
    world: World, browser_of: Browser
) -> None:
    row = fresh(sent_back_for_correction(world, checked(world, history_text="旧的说法。")))
    drafting.save_draft(
        actor=world.filer, application=row, draft=content(history_text="新的说法。"), version=row.version
    )
    for address in (f"/applications/{row.pk}/", f"/applications/{row.pk}/review/"):
        text = browser_of(world.reviewer).get(address).content.decode()
        assert "旧的说法。" in text and "新的说法。" not in text
    assert "新的说法。" in browser_of(world.filer).get(f"/applications/{row.pk}/").content.decode()


def test_actions_lead_back_to_the_page_and_refused_ones_stay_on_it(world: World, browser_of: Browser) -> None:
    row = checked(world, State.RECOMMENDED)
    browser = browser_of(world.reviewer)
    act = reverse("applications:application_act", args=[row.pk, "accept"])
    there = reverse("applications:review", args=[row.pk])
    assert browser.post(act, {"version": row.version}).headers["Location"] == there
    refused = browser.post(
        reverse("applications:application_act", args=[row.pk, "return_for_correction"]),
        {"version": fresh(row).version, "comment": ""},
    )
    assert refused.status_code == 422 and "复核概况" in refused.content.decode()


def test_a_step_that_is_not_judged_through_says_so_on_the_page(world: World, browser_of: Browser) -> None:
    row = checked(world)
    close_current(world, row)
    step = row.steps.get(template__kind="judgement")
    answer = browser_of(world.reviewer).post(
        reverse("applications:step_close", args=[row.pk, step.pk]),
        {"version": Application.objects.get(pk=row.pk).version, "comment": "同意。"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "还有 4 项没有研判：" in text and "同意。</textarea>" in text


def test_before_and_after_stand_their_neighbours_of_the_queue(world: World, browser_of: Browser) -> None:
    rows = [at(world, State.RECOMMENDED, town=TownFactory(owner=world.county)) for _ in range(3)]
    first, middle, last = (page(browser_of, world.reviewer, row) for row in rows)
    assert 'rel="prev"' not in first and 'rel="next"' not in last
    assert f"/applications/{rows[0].pk}/review/" in middle and f"/applications/{rows[2].pk}/review/" in middle


def test_while_a_check_runs_the_page_says_so(world: World, browser_of: Browser) -> None:
    text = page(browser_of, world.reviewer, at(world, State.REVIEWING))
    assert "等待检查" in text and "条件检查完成后显示结果。" in text


def test_findings_judgements_and_notes_cost_no_queries_of_their_own(
    world: World, browser_of: Browser
) -> None:
    row = checked(world)
    browser = browser_of(world.reviewer)
    browser.get("/messages/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(reverse("applications:review", args=[row.pk])).status_code == 200
        return len(caught)

    judging.write_note(actor=world.reviewer, application=row, text="一")
    row = answered(world, row, output="13")
    few = cost()
    for number in range(9):
        judging.write_note(actor=world.director, application=row, text=f"备注{number}")
        answer_everything(world, row)
        for question in questions(row)[:3]:
            judging.judge(
                actor=world.director,
                application=row,
                criterion=question.finding.criterion,
                requirement=question.finding.requirement,
                conclusion=question.choices[1],
                reason=f"再看{number}。",
                sheet_number=2,
            )
    assert cost() == few
    # Twenty-eight for what was submitted; what may be marked, what was, what was answered and the clock's stretches.
    assert few == 37


def test_a_declined_application_can_still_be_read(world: World, browser_of: Browser) -> None:
    row = checked(world)
    reviewing.decline_application(actor=world.director, application=row, comment="规模不足。")
    text = page(browser_of, world.reviewer, row)
    assert "规模不足。" in text and "复核不通过" in text and "保存研判" not in text
    assert "项没有研判" not in text


def test_a_refused_conclusion_keeps_the_name_of_its_step(world: World, browser_of: Browser) -> None:
    row = checked(world)
    close_current(world, row)
    step = row.steps.get(template__kind="judgement")
    page = browser_of(world.reviewer).post(
        f"/applications/{row.pk}/steps/{step.pk}/close/", {"version": "0", "comment": ""}
    )
    assert page.status_code == 422
    assert "研判意见" in page.content.decode() and "复核意见" not in page.content.decode()
