"""Filling in block by block: what each save keeps, who is told of whom, and what a year ago is taken over."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from applications.blocks import ANSWERS, BLOCKS, FIGURE_KEYS, block_of
from applications.enums import State
from applications.models import Application, ApplicationBlock, BlockPresence
from applications.selectors.blocks import PRESENT_FOR, colleagues_in
from applications.selectors.facts import sheet_content
from applications.services import drafting, filing, filling
from core.errors import Conflict, NotAllowed
from criteria.facts import Facts
from records.models import Act
from tests.applications.thread import LAST_YEAR, at, content, filled
from tests.factories import FigureFactory, TownFactory, World, actor
from towns.models import Indicator

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# A lock, an update and an insert are what keeping a text at least takes.
RAW = 3


def said(figures: dict[str, dict[str, str]] | None = None, **answers: Any) -> dict[str, Any]:
    return {"figures": figures or {}, "answers": answers}


def save(
    world: World, row: Application, key: str, typed: dict[str, Any], version: int = 0
) -> ApplicationBlock:
    return filling.save_block(actor=world.filer, application=row, key=key, content=typed, version=version)


def kept(row: Application) -> dict[str, Any]:
    return Application.objects.get(pk=row.pk).draft


def test_every_figure_and_answer_is_asked_for_once_and_knows_its_block() -> None:
    topics = [*FIGURE_KEYS, *(answer.name for block in BLOCKS for answer in block.answers)]
    assert len(topics) == len(set(topics)) and len(ANSWERS) == len(topics) - len(FIGURE_KEYS)
    assert {block_of(topic) for topic in topics} <= set(BLOCKS)
    assert block_of("technical_standards").key == "brands" and block_of("counties") is None


def test_a_block_keeps_its_own_and_leaves_the_others_alone(world: World) -> None:
    row = filled(world, history_text="始于明代。")
    saved = save(world, row, "market", said({"exports": {str(LAST_YEAR): "80"}}, market_text="远销海外。"))
    assert (saved.version, saved.saved_by) == (1, world.filer.user)
    draft = kept(row)
    assert (
        draft["answers"]["history_text"] == "始于明代。" and draft["answers"]["market_text"] == "远销海外。"
    )
    assert draft["figures"] == {"output_value": {str(LAST_YEAR): "12"}, "exports": {str(LAST_YEAR): "80"}}
    assert draft["category"] == "agriculture"


def test_what_is_not_the_blocks_own_is_left_out(world: World) -> None:
    row = filled(world)
    alien = said(
        {"tax": {str(LAST_YEAR): "9"}, "revenue": {str(LAST_YEAR): "5"}}, commitment=False, state="recognised"
    )
    save(world, row, "scale", alien)
    draft = kept(row)
    assert draft["answers"]["commitment"] is True and "state" not in draft["answers"]
    assert set(draft["figures"]) == {"output_value", "revenue"}


def test_the_second_of_two_in_one_block_is_told_who_was_first_and_when(world: World) -> None:
    row = filled(world)
    save(world, row, "history", said(history_text="第一个人写的。"))
    with pytest.raises(Conflict) as conflict:
        save(world, row, "history", said(history_text="第二个人写的。"))
    assert world.filer.user.display_name in conflict.value.message
    assert "保存过“历史与传承”" in conflict.value.message
    assert kept(row)["answers"]["history_text"] == "第一个人写的。"
    assert save(world, row, "history", said(history_text="合在一起。"), version=1).version == 2


def test_two_in_different_blocks_with_pages_of_the_same_moment_do_not_meet(world: World) -> None:
    row = filled(world)
    save(world, row, "history", said(history_text="甲写的。"))
    save(world, row, "environment", said(environment_text="乙写的。"))
    answers = kept(row)["answers"]
    assert (answers["history_text"], answers["environment_text"]) == ("甲写的。", "乙写的。")


def test_the_same_words_again_are_no_new_version_and_no_act_whatever_page_they_come_from(
    world: World,
) -> None:
    row = filled(world)
    save(world, row, "history", said(history_text="一样的话。"))
    acts = Act.objects.count()
    assert save(world, row, "history", said(history_text="一样的话。")).version == 1
    assert Act.objects.count() == acts


def test_the_act_names_the_block_and_a_page_to_submit_from_is_stale_afterwards(world: World) -> None:
    row = filled(world)
    save(world, row, "history", said(history_text="始于明代。"))
    act = Act.objects.about(row).filter(verb="application.save").last()
    assert act.details == {"block": "历史与传承"} and act.user == world.filer.user
    with pytest.raises(Conflict):
        filing.submit_application(actor=world.filer, application=row, version=row.version)


@pytest.mark.parametrize("who", ["neighbour_filer", "reviewer", "director", "far_filer"])
def test_nobody_else_saves_a_block_or_is_seen_in_it(world: World, who: str) -> None:
    row = filled(world)
    stranger = getattr(world, who)
    with pytest.raises(NotAllowed):
        filling.save_block(actor=stranger, application=row, key="history", content=said(), version=0)
    with pytest.raises(NotAllowed):
        filling.note_presence(actor=stranger, application=row, key="history")
    assert not ApplicationBlock.objects.exists() and not BlockPresence.objects.exists()


def test_what_is_submitted_or_deleted_takes_no_block(world: World) -> None:
    row = at(world, State.SUBMITTED)
    with pytest.raises(NotAllowed, match="已提交，不能再改"):
        save(world, row, "history", said(history_text="迟到的话。"))
    other = filled(world, town=TownFactory(owner=world.county))
    drafting.delete_draft(actor=world.filer, application=Application.objects.get(pk=other.pk))
    with pytest.raises(Conflict, match="刚刚被删除或撤回"):
        save(world, other, "history", said(history_text="迟到的话。"))


def test_saving_the_whole_form_makes_open_blocks_stale(world: World) -> None:
    row = filled(world)
    save(world, row, "history", said(history_text="甲写的。"))
    row.refresh_from_db()
    drafting.save_draft(actor=world.filer, application=row, draft=content(), version=row.version)
    with pytest.raises(Conflict):
        save(world, row, "history", said(history_text="旧页面上的话。"), version=1)


def test_a_block_costs_at_most_five_statements_more_than_the_bare_minimum(world: World) -> None:
    row = Application.objects.select_related("town__county", "applicant").get(pk=filled(world).pk)
    for version, text in enumerate(["第一次。", "第二次。"]):
        with CaptureQueriesContext(connection) as queries:
            save(world, row, "history", said(history_text=text), version=version)
        work = [each["sql"] for each in queries if "SAVEPOINT" not in each["sql"]]
        assert len(work) <= RAW + 5, work


def test_colleagues_are_seen_for_a_minute_and_never_oneself(world: World) -> None:
    row = filled(world)
    colleague = actor(Role.FILER, organisation=world.county)
    filling.note_presence(actor=world.filer, application=row, key="history")
    filling.note_presence(actor=world.filer, application=row, key="market")
    now = timezone.now()
    assert colleagues_in(row, colleague, at=now) == {"market": [world.filer.user.display_name]}
    assert colleagues_in(row, world.filer, at=now) == {}
    assert colleagues_in(row, colleague, at=now + PRESENT_FOR + timedelta(seconds=1)) == {}
    assert BlockPresence.objects.count() == 1


def test_the_database_knows_the_blocks_and_counts_from_one(world: World) -> None:
    row = filled(world)
    good = {"application": row, "saved_at": timezone.now(), "saved_by": world.filer.user}
    for wrong in ({"key": "nothing"}, {"key": "history", "version": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApplicationBlock.objects.create(**good, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockPresence.objects.create(
            application=row, user=world.filer.user, key="nothing", seen_at=timezone.now()
        )


def test_everything_that_was_filled_in_is_frozen_and_the_engine_reads_it(world: World) -> None:
    row = filled(world)
    save(world, row, "market", said({"exports": {str(LAST_YEAR): "80.5"}}, wide_national_market=True))
    save(world, row, "employment", said({"tax": {str(LAST_YEAR): "300"}}, employment_text="带动就业。"))
    frozen = sheet_content(Application.objects.get(pk=row.pk))
    assert frozen["facts"]["indicators"] == {"exports": "80.5", "tax": "300"}
    assert frozen["facts"]["wide_national_market"] is True
    assert frozen["answers"]["employment_text"] == "带动就业。"
    assert frozen["history"]["tax"] == {str(LAST_YEAR): "300"}
    Facts.from_dict(frozen["facts"])


def test_a_corrected_figure_stays_in_the_draft_until_submission(world: World) -> None:
    tax = Indicator.objects.get(key="tax")
    FigureFactory(town=world.town, indicator=tax, year=LAST_YEAR, value=1_000_000)
    row = filled(world)
    save(world, row, "employment", said({"tax": {str(LAST_YEAR): "120"}}))
    assert world.town.figures.filter(indicator=tax).count() == 1
    filing.submit_application(actor=world.filer, application=Application.objects.get(pk=row.pk))
    assert sorted(map(int, world.town.figures.filter(indicator=tax).values_list("value", flat=True))) == [
        1_000_000,
        1_200_000,
    ]


def earlier(world: World) -> Application:
    """An application of a year ago that was submitted and taken back."""
    row = at(
        world, State.SUBMITTED, history_text="去年的历史。", market_text="去年的市场。", no_incident=True
    )
    return filing.withdraw_application(actor=world.filer, application=row)


def test_last_years_words_come_over_marked_and_promises_and_figures_do_not(world: World) -> None:
    earlier(world)
    row = drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    names = filling.copy_answers(actor=world.filer, application=row)
    draft = kept(row)
    assert {"history_text", "market_text"} <= set(names) and draft["copied"] == names
    assert draft["answers"]["history_text"] == "去年的历史。"
    assert not draft["figures"] and not {"commitment", "no_incident"} & set(draft["answers"])
    assert Act.objects.about(row).filter(verb="application.copy").count() == 1
    save(world, row, "history", said(traits=[], history_text="去年的历史。"), version=1)
    assert "history_text" not in kept(row)["copied"] and "market_text" in kept(row)["copied"]


def test_nothing_is_copied_over_what_somebody_has_begun_or_from_another_units_town(world: World) -> None:
    earlier(world)
    row = drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    save(world, row, "history", said(history_text="今年的话。"))
    with pytest.raises(NotAllowed, match="已经开始填写"):
        filling.copy_answers(actor=world.filer, application=row)
    other = drafting.create_application(
        actor=world.filer, round_=world.round, town=TownFactory(owner=world.county)
    )
    with pytest.raises(Conflict, match="没有提交过"):
        filling.copy_answers(actor=world.filer, application=other)
