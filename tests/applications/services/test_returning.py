"""退回补正, item by item: marked, told at once, unlocked alone, answered, compared, closed or carried on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.enums import Resolution, ReturnReason, State
from applications.models import Application, Phrase, ReturnItem, Round
from applications.rules import can_edit_block, can_resubmit_application
from applications.selectors.differences import differences
from applications.selectors.returns import returns_of, to_do
from applications.selectors.sheets import vocabulary_of
from applications.selectors.uses import Use
from applications.services import answering, drafting, evidence, filing, filling, phrases, reviewing
from applications.services.marking import Mark, put_mark, remove_mark, resolve_item
from core.errors import Conflict, Invalid, NotAllowed
from notifications.models import Message
from records.models import Act
from tests.applications.thread import (
    LAST_YEAR,
    answer,
    answered_again,
    at,
    content,
    filled,
    give_back,
    whole,
)
from tests.applications.uploads import upload
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MISSING, UNCLEAR, EXPIRED = ReturnReason.MISSING, ReturnReason.UNCLEAR, ReturnReason.EXPIRED


def fresh(row: Application) -> Application:
    return Application.objects.get(pk=row.pk)


def with_evidence(world: World, to: State = State.REVIEWING) -> Application:
    """Filed with two pieces for criterion 4."""
    draft = filled(world)
    for title in ("产值证明", "审计报告"):
        evidence.add_evidence(
            actor=world.filer, application=draft, uses=[Use(4)], title=title, upload=upload(text=title)
        )
    row = filing.submit_application(actor=world.filer, application=draft)
    row = filing.recommend_application(actor=world.unit_admin, application=row)
    return reviewing.accept_application(actor=world.reviewer, application=row)


def figures(output: str = "13") -> dict[str, object]:
    return {"figures": {"output_value": {str(LAST_YEAR): output}}, "answers": {}}


def save(world: World, row: Application, key: str, typed: dict[str, object]) -> None:
    held = row.blocks.filter(key=key).first()
    filling.save_block(
        actor=world.filer, application=row, key=key, content=typed, version=held.version if held else 0
    )


def item_of(row: Application) -> ReturnItem:
    return row.return_items.select_related("application", "notice").order_by("-pk").first()


def test_everything_is_told_at_once_with_number_day_and_sheet(world: World) -> None:
    row = with_evidence(world)
    due = timezone.localdate() + timedelta(days=7)
    piece = row.evidence.order_by("pk").first()
    marks = [
        Mark("criterion-1", MISSING, "缺史料。"),
        Mark("field-output_value", UNCLEAR, "请写明来源。"),
        Mark(f"evidence-{piece.pk}", EXPIRED, "证书已过期。"),
    ]
    give_back(world, row, marks, due_on=due, comment="请一次补齐。")
    notice = row.return_notices.get()
    assert (notice.number, notice.due_on, notice.returned_by) == (1, due, world.reviewer.user)
    assert notice.fact_sheet == row.fact_sheets.get() and notice.comment == "请一次补齐。"
    assert [(item.label, item.reason) for item in notice.items.order_by("pk")] == [
        ("第 1 条 历史传承", "missing"),
        ("“产业规模”部分的主导产业产值", "unclear"),
        ("佐证材料“产值证明”", "expired"),
    ]
    said = Message.objects.filter(kind="returned", user=world.filer.user).get()
    assert "共 3 项" in said.words and "请一次补齐。" in said.words


def test_without_a_single_mark_nothing_is_returned(world: World) -> None:
    row = at(world, State.REVIEWING)
    with pytest.raises(Invalid, match="至少标记一项"):
        give_back(world, row, [], comment="请补充。")
    assert fresh(row).state == State.REVIEWING and not row.return_notices.exists()


@pytest.mark.parametrize(
    ("mark", "field"),
    [
        (Mark("criterion-99", MISSING, "缺。"), "target"),
        (Mark("field-nonsense", MISSING, "缺。"), "target"),
        (Mark("evidence-999999", MISSING, "缺。"), "target"),
        (Mark("", MISSING, "缺。"), "target"),
        (Mark("criterion-1", "because", "缺。"), "reason"),
        (Mark("criterion-1", MISSING, " \n"), "text"),
    ],
)
def test_a_mark_that_says_nothing_is_refused_at_its_field(world: World, mark: Mark, field: str) -> None:
    row = at(world, State.REVIEWING)
    with pytest.raises(Invalid) as refusal:
        put_mark(actor=world.reviewer, application=row, mark=mark)
    assert list(refusal.value.fields) == [field]


def test_the_same_thing_marked_again_is_put_otherwise(world: World) -> None:
    row = at(world, State.REVIEWING)
    put_mark(actor=world.reviewer, application=row, mark=Mark("block-scale", MISSING, "旧的。"))
    put_mark(actor=world.director, application=row, mark=Mark("block-scale", UNCLEAR, "新的。"))
    item = row.return_items.get()
    assert (item.reason, item.text, item.marked_by) == ("unclear", "新的。", world.director.user)
    remove_mark(actor=world.reviewer, application=row, item=item)
    with pytest.raises(Conflict):
        remove_mark(actor=world.reviewer, application=row, item=item)


def test_only_the_office_whose_turn_it_is_marks(world: World) -> None:
    row = at(world, State.REVIEWING)
    mark = Mark("block-scale", MISSING, "缺。")
    for person in (world.filer, world.unit_admin, world.far_reviewer, world.registrar, world.neighbour_filer):
        with pytest.raises(NotAllowed):
            put_mark(actor=person, application=row, mark=mark)
    row = reviewing.decline_application(actor=world.director, application=row, comment="不符合。")
    with pytest.raises(Conflict, match="不能标记"):
        put_mark(actor=world.reviewer, application=row, mark=mark)


def test_a_mark_added_meanwhile_by_a_colleague_is_not_told_unseen(world: World) -> None:
    row = at(world, State.REVIEWING)
    seen = put_mark(actor=world.reviewer, application=row, mark=Mark("block-scale", MISSING, "缺。"))
    put_mark(actor=world.director, application=row, mark=Mark("block-market", MISSING, "缺。"))
    with pytest.raises(Conflict, match="增减了标记"):
        reviewing.return_application(actor=world.reviewer, application=row, seen=[seen.pk])
    assert fresh(row).state == State.REVIEWING


def test_the_round_limits_how_often(world: World) -> None:
    Round.objects.filter(pk=world.round.pk).update(return_limit=1)
    world.round.refresh_from_db()
    row = answered_again(world, give_back(world, at(world, State.REVIEWING)))
    with pytest.raises(NotAllowed, match="本批次限退回 1 次，这件申报已退回 1 次"):
        give_back(world, row)
    Round.objects.filter(pk=world.round.pk).update(return_limit=None)
    give_back(world, fresh(row))
    assert list(row.return_notices.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_field_opens_its_block_and_nothing_else(world: World) -> None:
    row = give_back(world, at(world, State.REVIEWING), [Mark("field-output_value", UNCLEAR, "来源？")])
    save(world, row, "scale", figures())
    with pytest.raises(NotAllowed, match="已锁定；确需修改的，请联系"):
        save(world, fresh(row), "market", {"figures": {}, "answers": {"market_text": "销往全国。"}})
    with pytest.raises(NotAllowed, match="已锁定"):
        filling.note_presence(actor=world.filer, application=fresh(row), key="market")
    draft = content(output="13", market_text="销往全国。")
    with pytest.raises(NotAllowed, match="已锁定"):
        drafting.save_draft(actor=world.filer, application=row, draft=draft, version=fresh(row).version)
    assert fresh(row).draft["figures"]["output_value"] == {str(LAST_YEAR): "13"}
    assert "market_text" not in fresh(row).draft["answers"]


def test_a_criterion_opens_the_blocks_that_feed_it_and_its_evidence(world: World) -> None:
    row = give_back(world, with_evidence(world), [Mark("criterion-1", MISSING, "缺史料。")])
    save(world, row, "history", {"figures": {}, "answers": {"history_text": "始于明代。"}})
    assert not can_edit_block(world.filer, fresh(row), "scale")
    facts = {"actor": world.filer, "application": fresh(row), "title": "县志"}
    with pytest.raises(NotAllowed, match="已锁定"):
        evidence.add_evidence(**facts, uses=[Use(4)], upload=upload(text="县志"))
    evidence.add_evidence(**facts, uses=[Use(1)], upload=upload(text="县志"))
    with pytest.raises(NotAllowed, match="已锁定"):
        evidence.remove_evidence(actor=world.filer, evidence=row.evidence.filter(uses__criterion=4).first())


def test_a_piece_of_evidence_opens_itself_and_adding_beside_it(world: World) -> None:
    row = with_evidence(world)
    first, second = row.evidence.order_by("pk")
    row = give_back(world, row, [Mark(f"evidence-{first.pk}", EXPIRED, "已过期。")])
    evidence.replace_evidence(actor=world.filer, evidence=first, upload=upload(text="新的证明"))
    with pytest.raises(NotAllowed, match="这份材料"):
        evidence.replace_evidence(actor=world.filer, evidence=second, upload=upload(text="别的"))
    facts = {"actor": world.filer, "application": fresh(row), "title": "补充说明"}
    added = evidence.add_evidence(**facts, uses=[Use(4)], upload=upload(text="补充说明"))
    # What was added since may be taken out again: it was a slip of the hand.
    evidence.remove_evidence(actor=world.filer, evidence=added)
    with pytest.raises(NotAllowed):
        evidence.add_evidence(**facts, uses=[], upload=upload(text="别的说明"))
    assert not can_edit_block(world.filer, fresh(row), "scale")


def test_the_units_own_administrator_unlocks_everything(world: World) -> None:
    row = at(world, State.SUBMITTED)
    row = filing.send_back_application(actor=world.unit_admin, application=row, comment="请核对。")
    save(world, row, "market", {"figures": {}, "answers": {"market_text": "销往全国。"}})
    assert to_do(fresh(row)) is None
    assert filing.resubmit_application(actor=world.filer, application=fresh(row)).state == State.SUBMITTED


def test_last_years_answers_are_not_copied_into_a_returned_application(world: World) -> None:
    row = give_back(world, at(world, State.REVIEWING), [Mark("block-scale", MISSING, "缺。")])
    with pytest.raises(NotAllowed, match="提交过的申报"):
        filling.copy_answers(actor=world.filer, application=row)


def test_it_is_handed_in_again_only_when_every_item_is_answered(world: World) -> None:
    marks = [Mark("block-scale", MISSING, "缺。"), Mark("block-market", MISSING, "缺。")]
    row = give_back(world, at(world, State.REVIEWING), marks)
    assert can_resubmit_application(world.filer, fresh(row)).reason == "还有 2 项补正事项没有答复。"
    first = row.return_items.order_by("pk").first()
    answering.answer_item(actor=world.filer, item=first, text="已补。")
    with pytest.raises(NotAllowed, match="还有 1 项补正事项没有答复"):
        filing.resubmit_application(actor=world.filer, application=fresh(row))
    with pytest.raises(Invalid):
        answering.answer_item(actor=world.filer, item=item_of(row), text=" ")
    row = answered_again(world, fresh(row))
    assert row.state == State.REVIEWING
    assert row.return_notices.get().answered_at is not None


def test_an_answer_is_the_applicants_alone_and_stands_once_handed_in(world: World) -> None:
    row = give_back(world, at(world, State.REVIEWING))
    item = item_of(row)
    for person in (world.reviewer, world.neighbour_filer, world.registrar):
        with pytest.raises(NotAllowed):
            answering.answer_item(actor=person, item=item, text="已补。")
    answering.answer_item(actor=world.unit_admin, item=item, text="已补。")
    answering.answer_item(actor=world.filer, item=item, text="已补充说明。")
    acts = Act.objects.filter(verb="application.answer").count()
    answering.answer_item(actor=world.filer, item=item, text="已补充说明。")
    assert Act.objects.filter(verb="application.answer").count() == acts
    filing.resubmit_application(actor=world.filer, application=fresh(row))
    with pytest.raises(NotAllowed):
        answering.answer_item(actor=world.filer, item=item, text="又改。")
    item.refresh_from_db()
    assert (item.answer, item.answered_by) == ("已补充说明。", world.filer.user)


def test_the_office_sees_old_and_new_of_every_item(world: World) -> None:
    row = with_evidence(world)
    piece = row.evidence.order_by("pk").first()
    marks = [
        Mark("criterion-1", MISSING, "缺史料。"),
        Mark("field-output_value", UNCLEAR, "来源？"),
        Mark("block-market", MISSING, "缺。"),
        Mark(f"evidence-{piece.pk}", EXPIRED, "过期。"),
    ]
    row = give_back(world, row, marks)
    save(world, row, "scale", figures("13"))
    save(world, fresh(row), "history", {"figures": {}, "answers": {"history_text": "始于明代。"}})
    evidence.replace_evidence(actor=world.filer, evidence=piece, upload=upload(text="新的证明"))
    row = answered_again(world, fresh(row))
    newest, before = row.fact_sheets.order_by("-number")
    changes = differences(before.data, newest.data, vocabulary_of(row, newest.data, before.data))
    times, compared = returns_of(row, newest, changes)
    assert times == 1 and compared is not None and compared.waiting == 4
    history, output, market, file = compared.rows
    assert [each.topic for each in history.changes] == ["history_text"]
    assert [(each.old, each.new) for each in output.changes] == [("12", "13")]
    assert market.is_unchanged
    assert (file.old_file.number, file.new_file.number) == (1, 2)


def test_an_item_is_closed_or_carried_into_the_next_return(world: World) -> None:
    marks = [Mark("block-scale", MISSING, "缺来源。"), Mark("block-market", MISSING, "缺。")]
    row = answered_again(world, give_back(world, at(world, State.REVIEWING), marks))
    done, open_ = row.return_items.select_related("application", "notice").order_by("pk")
    resolve_item(actor=world.reviewer, item=done, resolution=Resolution.CLOSED)
    resolve_item(actor=world.reviewer, item=open_, resolution=Resolution.REOPENED)
    resolve_item(actor=world.reviewer, item=open_, resolution=Resolution.REOPENED)
    carried = row.return_items.filter(notice=None).get()
    assert (carried.key, carried.text, carried.carried_from) == ("block-market", "缺。", open_)
    # A second thought takes the mark away again, a third brings it back.
    resolve_item(actor=world.director, item=open_, resolution=Resolution.CLOSED)
    assert not row.return_items.filter(notice=None).exists()
    resolve_item(actor=world.director, item=open_, resolution=Resolution.REOPENED)
    row = reviewing.return_application(actor=world.reviewer, application=fresh(row))
    second = row.return_notices.get(number=2)
    assert [item.key for item in second.items.all()] == ["block-market"]
    row = answered_again(world, row)
    with pytest.raises(Conflict, match="后来的退回"):
        resolve_item(actor=world.reviewer, item=open_, resolution=Resolution.CLOSED)


def test_nobody_else_and_nobody_too_early_resolves(world: World) -> None:
    row = give_back(world, at(world, State.REVIEWING))
    with pytest.raises(Conflict):
        resolve_item(actor=world.reviewer, item=item_of(row), resolution="closed")
    row = answered_again(world, fresh(row))
    for person in (world.filer, world.far_reviewer, world.registrar):
        with pytest.raises(NotAllowed):
            resolve_item(actor=person, item=item_of(row), resolution="closed")
    with pytest.raises(Invalid):
        resolve_item(actor=world.reviewer, item=item_of(row), resolution="perhaps")


def test_a_mark_is_read_by_its_office_alone_until_it_is_told(world: World) -> None:
    row = at(world, State.REVIEWING)
    put_mark(actor=world.reviewer, application=row, mark=whole("内部先记一下。")[0])
    seen = lambda who: ReturnItem.objects.visible_to(who).exists()  # noqa: E731
    assert seen(world.director)
    assert not any(seen(who) for who in (world.filer, world.unit_admin, world.registrar, world.far_reviewer))
    reviewing.return_application(actor=world.reviewer, application=row)
    assert seen(world.filer) and not seen(world.neighbour_filer)


def test_phrases_are_a_persons_own_kept_once_and_taken_out(world: World) -> None:
    for _ in range(2):
        phrases.add_phrase(actor=world.reviewer, text=" 请补充统计部门证明， 加盖公章。 ")
    phrase = Phrase.objects.get()
    assert phrase.text == "请补充统计部门证明， 加盖公章。"
    assert not Phrase.objects.visible_to(world.director).exists()
    phrases.remove_phrase(actor=world.director, phrase=phrase)
    assert Phrase.objects.exists()
    phrases.remove_phrase(actor=world.reviewer, phrase=phrase)
    assert not Phrase.objects.exists()
    with pytest.raises(NotAllowed):
        phrases.add_phrase(actor=world.filer, text="请补充。")
    with pytest.raises(Invalid):
        phrases.add_phrase(actor=world.reviewer, text="  ")
    with pytest.raises(Invalid, match="200"):
        phrases.add_phrase(actor=world.reviewer, text="长" * 201)


def test_answering_by_another_clerk_while_somebody_hands_in_loses_nothing(world: World) -> None:
    row = give_back(world, at(world, State.REVIEWING))
    answer(world, row)
    row = filing.resubmit_application(actor=world.filer, application=fresh(row))
    with pytest.raises((NotAllowed, Conflict)):
        filing.resubmit_application(actor=world.filer, application=row)
    assert row.return_notices.count() == 1
