"""研判 and notes: by the office whose turn it is, with a reason, on the newest sheet, and never under a floor."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Judgement, Note
from applications.selectors.judgements import Question, questions, questions_left
from applications.services import filing, judging, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import at, check, review, send_up, sent_back_for_correction
from tests.factories import World, actor, province_cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def checked(world: World, **typed: object) -> Application:
    """In review, with its check done."""
    row = at(world, State.REVIEWING, **typed)
    check(row)
    return row


def answer(world: World, row: Application, question: Question, **facts: object) -> Judgement:
    given = {
        "actor": world.reviewer,
        "application": row,
        "criterion": question.finding.criterion,
        "requirement": question.finding.requirement,
        "conclusion": question.choices[0],
        "reason": "材料充分。",
        "sheet_number": question.finding.check_run.fact_sheet.number,
    }
    return judging.judge(**{**given, **facts})  # type: ignore[arg-type]


def test_what_figures_cannot_answer_is_asked_and_a_word_with_its_reason_settles_it(world: World) -> None:
    row = checked(world)
    first, *others = questions_left(row)
    judgement = answer(world, row, first, reason=" 史料齐全。 ")
    assert (judgement.reason, judgement.made_by) == ("史料齐全。", world.reviewer.user)
    assert [each.key for each in questions_left(row)] == [each.key for each in others]
    act = Act.objects.get(verb="application.judge")
    assert act.details["conclusion"] == "满足" and act.comment == "史料齐全。"


def test_a_change_of_mind_stands_in_front_and_the_first_word_stays(world: World) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    answer(world, row, question)
    answer(world, row, question, conclusion="unmet", reason="史料存疑。")
    assert next(each for each in questions(row) if each.key == question.key).latest.conclusion == "unmet"
    assert Judgement.objects.count() == 2


@pytest.mark.parametrize("facts", [{"reason": " "}, {"conclusion": "granted"}, {"conclusion": ""}])
def test_without_a_reason_or_with_an_answer_to_another_question_nothing_is_written(
    world: World, facts: dict[str, str]
) -> None:
    row = checked(world)
    with pytest.raises(Invalid) as refusal:
        answer(world, row, questions_left(row)[0], **facts)
    assert set(refusal.value.fields) <= {"reason", "conclusion"}
    assert not Judgement.objects.exists()


@pytest.mark.parametrize(
    "who", ["filer", "unit_admin", "registrar", "far_reviewer", "system_admin", "zone_filer"]
)
def test_it_is_the_office_that_judges(world: World, who: str) -> None:
    row = checked(world)
    with pytest.raises(NotAllowed):
        answer(world, row, questions_left(row)[0], actor=getattr(world, who))
    assert not Judgement.objects.exists()


def test_whoever_has_an_interest_judges_nothing_and_writes_no_note(world: World) -> None:
    both = actor(Role.REVIEWER, organisation=world.office)
    actor(Role.FILER, organisation=world.county, user=both.user)
    both = actor(organisation=world.office, user=both.user)
    row = checked(world)
    with pytest.raises(NotAllowed, match="须回避"):
        answer(world, row, questions_left(row)[0], actor=both)
    with pytest.raises(NotAllowed, match="须回避"):
        judging.write_note(actor=both, application=row, text="看过了。")


def test_whoever_recommended_it_there_does_not_judge_it_in_a_later_post(world: World) -> None:
    row = checked(world)
    moved = actor(Role.REVIEWER, organisation=world.office, user=world.unit_admin.user)
    moved.user.memberships.filter(organisation=world.county).update(until="2026-01-01")
    moved = actor(organisation=world.office, user=moved.user)
    with pytest.raises(NotAllowed, match="曾代表申报单位办理"):
        answer(world, row, questions_left(row)[0], actor=moved)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RECOMMENDED, State.SHORTLISTED])
def test_before_acceptance_and_after_the_review_there_is_nothing_to_judge(world: World, state: State) -> None:
    row = at(world, state)
    check(row)
    before = Judgement.objects.count()
    with pytest.raises(Conflict, match="不能研判"):
        answer(world, row, questions(row)[0])
    with pytest.raises(NotAllowed):
        answer(world, row, questions(row)[0], actor=world.filer)
    assert Judgement.objects.count() == before


def test_who_sends_it_up_has_an_opinion_and_judges_nothing(world: World) -> None:
    scene = province_cast(world)
    row = at(scene, State.REVIEWING)
    check(row)
    with pytest.raises(NotAllowed, match="本环节只写审核意见"):
        answer(world, row, questions_left(row)[0])


def test_the_same_said_twice_is_said_once(world: World) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    first = answer(world, row, question, shown=0)
    assert answer(world, row, question, shown=0) == first
    assert Judgement.objects.count() == Act.objects.filter(verb="application.judge").count() == 1


def test_a_colleague_who_judged_meanwhile_is_not_overruled_unread(world: World) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    first = answer(world, row, question, shown=0)
    with pytest.raises(Conflict, match="已有新的研判") as refusal:
        answer(world, row, question, actor=world.director, conclusion="unmet", reason="存疑。", shown=0)
    assert "材料充分。" in refusal.value.detail[0]
    answer(world, row, question, actor=world.director, conclusion="unmet", reason="存疑。", shown=first.pk)
    assert Judgement.objects.count() == 2


def test_under_the_floor_nobody_relaxes(world: World) -> None:
    scene = province_cast(world)
    reasons = {"traits": ["geographical_indication"], "relaxation_reason": "产品知名。"}
    row = at(scene, State.REVIEWING, output="0.9", **reasons)
    check(row)
    send_up(scene, row)
    with pytest.raises(Conflict, match="低于最低要求"):
        judging.judge(
            actor=scene.reviewer,
            application=row,
            criterion=4,
            requirement="output_value",
            conclusion="granted",
            reason="前景好。",
            sheet_number=1,
        )
    assert not Judgement.objects.exists()


def test_a_question_of_another_application_is_none_of_this_one(world: World) -> None:
    row = checked(world)
    for key in ({"criterion": 99}, {"requirement": "titles"}, {"criterion": 5}):
        with pytest.raises(Conflict, match="不需要研判"):
            answer(world, row, questions_left(row)[0], **key)


def test_a_new_submission_asks_again_and_offers_what_was_said_before(world: World) -> None:
    row = checked(world)
    question = questions_left(row)[0]
    answer(world, row, question, reason="第一次的理由。")
    row = sent_back_for_correction(world, row)
    row = filing.resubmit_application(actor=world.filer, application=row)
    with pytest.raises(Conflict):
        answer(world, row, question)
    check(row)
    with pytest.raises(Conflict, match="已重新提交"):
        answer(world, row, question)
    again = next(each for each in questions_left(row) if each.key == question.key)
    assert again.latest is None and again.earlier.reason == "第一次的理由。"


def test_the_step_ends_when_every_question_has_its_answer(world: World) -> None:
    row = checked(world)
    review(world, row)
    step = row.steps.get(template__kind="judgement")
    with pytest.raises(Invalid, match="没有研判"):
        reviewing.close_step(actor=world.reviewer, step=step, comment="同意。")
    for question in questions_left(row):
        answer(world, row, question)
    assert reviewing.close_step(actor=world.reviewer, step=step, comment="同意。").closed_at


def relaxation_of(world: World, output: str, **answers: object) -> list[Question]:
    """What is asked about the output of a town of agriculture under 太原's standard (5 亿元)."""
    row = at(world, State.REVIEWING, output=output, **answers)
    check(row)
    return [each for each in questions(row) if each.finding.requirement == "output_value"]


def test_a_relaxation_is_granted_or_refused_in_writing(world: World) -> None:
    reasons = {"traits": ["geographical_indication"], "relaxation_reason": "产品知名。"}
    [question] = relaxation_of(world, "3", **reasons)
    assert question.is_relaxation and [each.value for each in question.choices] == ["granted", "refused"]
    row = Application.objects.get()
    with pytest.raises(Invalid, match="发展前景"):
        answer(world, row, question, reason=" ")
    judgement = answer(world, row, question, conclusion="refused", reason="前景不明。")
    assert judgement.is_of_relaxation and not judgement.is_favourable


def test_without_a_trait_there_is_nothing_to_relax(world: World) -> None:
    assert relaxation_of(world, "3") == []
    row = Application.objects.get()
    with pytest.raises(Conflict, match="不能放宽"):
        judging.judge(
            actor=world.reviewer,
            application=row,
            criterion=4,
            requirement="output_value",
            conclusion="granted",
            reason="前景好。",
            sheet_number=1,
        )
    assert not Judgement.objects.exists()


def test_judgements_and_notes_are_written_once(world: World) -> None:
    row = checked(world)
    answer(world, row, questions_left(row)[0])
    judging.write_note(actor=world.reviewer, application=row, text="请核对产值。")
    for rows in (Judgement.objects.all(), Note.objects.all()):
        for change in (lambda rows=rows: rows.update(made_by=world.director.user), rows.delete):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                change()


def test_a_note_is_read_by_the_own_office_alone(world: World) -> None:
    row = checked(world)
    judging.write_note(actor=world.reviewer, application=row, text=" 请核对产值。 ")
    assert [each.text for each in Note.objects.visible_to(world.director)] == ["请核对产值。"]
    for who in (world.filer, world.unit_admin, world.registrar, world.far_reviewer, world.system_admin):
        assert not Note.objects.visible_to(who).exists()
    with pytest.raises(Invalid, match="请写下备注内容"):
        judging.write_note(actor=world.reviewer, application=row, text="  ")
    with pytest.raises(NotAllowed):
        judging.write_note(actor=world.filer, application=row, text="不是办公室。")
