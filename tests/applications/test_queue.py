"""The office's queue: what stands in which chip and half, found again by every filter, and on paper and in Excel."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import State, StepKind
from applications.filters import QueueFilter
from applications.models import Application, ApplicationStep
from applications.selectors.meeting import meeting_rows
from applications.selectors.queue import as_columns, queue_of, queue_rows
from applications.services import handling, reviewing
from applications.services.checking import run_check
from core.enums import Level
from records.models import Act
from tests.applications.thread import answer_everything, at, review
from tests.factories import (
    ApplicationFactory,
    CheckRunFactory,
    FactSheetFactory,
    RoundFactory,
    TownFactory,
    World,
    actor,
    walk_to,
)
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def sent_up(world: World) -> Application:
    """A county's application to the province: the city's office has to send it up."""
    round_ = RoundFactory(
        title="试验省级批次",
        office=world.province_office,
        authority=world.province_office,
        standard_version=world.version,
        level=Level.PROVINCE,
    )
    return ApplicationFactory(
        round=round_, applicant=world.county, town=TownFactory(owner=world.county), state=State.RECOMMENDED
    )


def filed(world: World, state: State = State.RECOMMENDED, **facts: Any) -> Application:
    town = TownFactory(owner=world.county, **facts)
    return ApplicationFactory(round=world.round, applicant=world.county, town=town, state=state)


def found(who: Actor, query: str = "") -> list[int]:
    rows = QueueFilter.of(QueryDict(query)).rows(who, at=TODAY())
    return list(rows.order_by("moved_at", "pk").values_list("pk", flat=True))


def lines(who: Actor, query: str = "") -> list[Any]:
    rows = QueueFilter.of(QueryDict(query)).rows(who, at=TODAY())
    return queue_rows(who, list(as_columns(rows)))


def sheet(answer: HttpResponse) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(answer.content))
    return list(book.active.iter_rows())


def text(cells: Iterator[Any]) -> list[Any]:
    return [cell.value for cell in cells]


def test_at_first_one_sees_what_waits_oldest_first_and_not_what_is_put_aside(world: World) -> None:
    first, second, aside = filed(world), filed(world, State.REVIEWING), filed(world)
    for state in (State.SUBMITTED, State.RETURNED, State.SHORTLISTED, State.RECOGNISED):
        filed(world, state)
    until = TODAY() + timedelta(days=3)
    handling.postpone_application(actor=world.reviewer, application=aside, until=until, reason="等。")
    assert found(world.reviewer) == [first.pk, second.pk]
    assert found(world.reviewer, "state=postponed") == [aside.pk]
    assert lines(world.reviewer, "state=postponed")[0].postponed_until == until
    Application.objects.filter(pk=aside.pk).update(postponed_until=TODAY())
    assert aside.pk in found(world.reviewer) and not found(world.reviewer, "state=postponed")
    assert len(found(world.reviewer, "state=all")) == 7


def test_every_state_has_its_chip_and_drafts_none(world: World) -> None:
    rows = {state: filed(world, state) for state in State}
    for state in set(State) - {State.DRAFT}:
        assert found(world.reviewer, f"state={state}") == [rows[state].pk]
    assert rows[State.DRAFT].pk not in found(world.reviewer, "state=draft&x=1") + found(
        world.reviewer, "state=all"
    )


def test_another_office_sees_nothing_of_it(world: World) -> None:
    filed(world)
    for chip in ("", "state=all", "tab=relay", "tab=relay&state=all"):
        assert found(world.far_reviewer, chip) == []


def test_what_goes_to_the_province_stands_in_a_half_of_its_own(world: World, sent_up: Application) -> None:
    own = filed(world)
    assert found(world.reviewer) == [own.pk]
    assert found(world.reviewer, "tab=relay") == [sent_up.pk]
    above = actor(Role.REVIEWER, organisation=world.province_office)
    assert found(above) == [] and found(above, "state=all") == [sent_up.pk]
    line = lines(world.reviewer, "tab=relay")[0]
    assert (line.step, line.unit, line.is_ours) == ("受理", world.office.short_name, True)


def test_below_the_province_nobody_reads_of_its_shortlist(world: World, sent_up: Application) -> None:
    row = walk_to(sent_up, State.SHORTLISTED)
    assert found(world.reviewer, "tab=relay&state=reviewing") == [row.pk]
    # No such chip: the address means the first view.
    assert found(world.reviewer, "tab=relay&state=shortlisted") == []
    line = lines(world.reviewer, "tab=relay&state=all")[0]
    assert (line.state.words, line.step, line.due) == ("复核中", "", None)
    above = actor(Role.REVIEWER, organisation=world.province_office)
    assert lines(above, "state=shortlisted")[0].state.words == row.round.shortlist_word


def test_by_handler(world: World) -> None:
    mine, other, nobodys = filed(world), filed(world), filed(world)
    for row, who in ((mine, world.reviewer), (other, world.director)):
        handling.assign_application(actor=world.director, application=row, handler=who.user)
    assert found(world.reviewer, "handler=me") == [mine.pk]
    assert found(world.reviewer, "handler=none") == [nobodys.pk]
    assert found(world.reviewer, f"handler={world.director.user.pk}") == [other.pk]
    assert found(world.reviewer, "handler=999999") == []


def test_by_round_and_by_every_word_of_name_county_and_number(world: World) -> None:
    vinegar, millet = filed(world, name="老陈醋专业镇"), filed(world, State.REVIEWING, name="小米醋专业镇")
    assert found(world.reviewer, "q=醋") == [vinegar.pk, millet.pk]
    assert found(world.reviewer, "q=醋 小米") == [millet.pk]
    assert found(world.reviewer, "q=清徐") == [vinegar.pk, millet.pk]
    assert found(world.reviewer, f"q={millet.number[-4:]}") == [millet.pk]
    assert found(world.reviewer, "q=没有这个") == []
    assert found(world.reviewer, f"round={world.round.pk}") == [vinegar.pk, millet.pk]
    assert found(world.reviewer, "round=999999") == []


def test_what_is_overdue(world: World) -> None:
    late, fresh, answered = filed(world), filed(world), filed(world, State.RETURNED)
    ApplicationStep.objects.filter(application=late, opened_at__isnull=False).update(
        opened_at=timezone.now() - timedelta(days=40)
    )
    Application.objects.filter(pk=answered.pk).update(return_due_on=TODAY() - timedelta(days=1))
    assert found(world.reviewer, "late=1") == [late.pk]
    assert found(world.reviewer, "late=1&state=all") == [late.pk, answered.pk]
    overdue = {row.pk for row in lines(world.reviewer, "state=all") if row.due and row.due < TODAY()}
    assert overdue == {late.pk, answered.pk} and fresh.pk not in overdue


def test_the_edge_of_overdue_is_the_due_day_of_the_line(world: World) -> None:
    row = filed(world)
    step = row.steps.get(template__kind=StepKind.ACCEPTANCE)
    for back in range(1, 20):
        step.opened_at = timezone.now() - timedelta(days=back)
        step.save(update_fields=["opened_at"])
        due = lines(world.reviewer)[0].due
        assert bool(found(world.reviewer, "late=1")) == (due < TODAY()), (back, due)


@pytest.mark.parametrize(
    "query", ["state=nonsense", "tab=x", "round=a", "handler=-1", "q=%00", f"handler={'9' * 400}", "late=2"]
)
def test_what_cannot_be_read_in_the_address_is_left_aside(world: World, query: str) -> None:
    row = filed(world)
    assert found(world.reviewer, query) == [row.pk]


def test_the_page_shows_chips_with_counts_and_keeps_its_filter(world: World, browser_of: Browser) -> None:
    for _ in range(3):
        filed(world)
    filed(world, State.REVIEWING)
    page = browser_of(world.reviewer).get("/applications/queue/?q=专业镇&handler=none").content.decode()
    for words in ("待本单位办理 4", "已推荐 3", "复核中 1", "全部 4", "选中全部 4 条"):
        assert words in page, words
    assert 'value="专业镇"' in page and "上报省级" not in page and "分配经办人" not in page
    assert page.count("我来办") == 4


def test_a_count_stops_at_ninety_nine(world: World, browser_of: Browser, monkeypatch: Any) -> None:
    monkeypatch.setattr("applications.selectors.queue.CHIP_LIMIT", 3)
    monkeypatch.setattr("applications.views.queue.MOST_AT_ONCE", 3)
    for _ in range(5):
        filed(world)
    page = browser_of(world.reviewer).get("/applications/queue/").content.decode()
    assert "待本单位办理 2+" in page and "全部 3+ 条，一次最多办理" in page


def test_pages_follow_each_other_through_the_address(world: World, browser_of: Browser) -> None:
    rows = [filed(world) for _ in range(23)]
    browser = browser_of(world.reviewer)
    first = browser.get("/applications/queue/?handler=none")
    assert [row.pk for row in first.context["rows"]] == [row.pk for row in rows[:20]]
    second = browser.get(f"/applications/queue/{first.context['page_links'].next_query}")
    assert [row.pk for row in second.context["rows"]] == [row.pk for row in rows[20:]]
    assert second.context["filter"].handler == "none"


def test_names_are_shown_and_never_run(world: World, browser_of: Browser) -> None:
    filed(world, name="<script>alert(1)</script>专业镇")
    browser = browser_of(world.director)
    for address in ("", "meeting/", "accept/?scope=all", "assign/?scope=all"):
        page = browser.get(f"/applications/queue/{address}").content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page, address


def test_empty_queues_say_what_to_do(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.reviewer)
    assert "没有等本单位办理的申报" in browser.get("/applications/queue/").content.decode()
    assert "可以减少条件" in browser.get("/applications/queue/?q=x").content.decode()
    assert "还没有申报" in browser.get("/applications/queue/?state=all").content.decode()


def test_to_claim_in_the_queue_and_come_back_to_it(world: World, browser_of: Browser) -> None:
    row, here = filed(world), "/applications/queue/?handler=none"
    data = {"handler": world.reviewer.user.pk, "shown": 0, "back": here}
    answer = browser_of(world.reviewer).post(f"/applications/{row.pk}/handler/", data)
    assert (answer.status_code, answer.headers["Location"]) == (302, here)
    # A colleague's page is older now.
    data["handler"] = world.director.user.pk
    answer = browser_of(world.director).post(f"/applications/{row.pk}/handler/", data)
    assert answer.status_code == 409
    assert f"刚刚由{world.reviewer.user}经办" in answer.content.decode()
    row.refresh_from_db()
    assert row.handler == world.reviewer.user


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_nobody_is_sent_elsewhere(world: World, browser_of: Browser, back: str) -> None:
    row = filed(world)
    data = {"handler": world.reviewer.user.pk, "shown": 0, "back": back}
    answer = browser_of(world.reviewer).post(f"/applications/{row.pk}/handler/", data)
    assert answer.headers["Location"] == f"/applications/{row.pk}/review/"


def test_what_does_not_hold_comes_back_at_its_field(world: World, browser_of: Browser) -> None:
    row, browser = filed(world), browser_of(world.director)
    stranger = browser.post(f"/applications/{row.pk}/handler/", {"handler": world.filer.user.pk})
    assert stranger.status_code == 422
    late = {"until": TODAY().isoformat(), "reason": "等部门核实。"}
    answer = browser.post(f"/applications/{row.pk}/postpone/", late)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "应晚于今天" in page and "等部门核实。" in page
    late["until"] = (TODAY() + timedelta(days=2)).isoformat()
    assert browser.post(f"/applications/{row.pk}/postpone/", late).status_code == 302
    assert browser.post(f"/applications/{row.pk}/resume/", {}).status_code == 302
    assert browser.post(f"/applications/{row.pk}/resume/", {}).status_code == 409


def test_chosen_rows_are_looked_at_then_accepted_and_told(world: World, browser_of: Browser) -> None:
    one, two, third = filed(world), filed(world), filed(world)
    browser = browser_of(world.reviewer)
    page = browser.get(f"/applications/queue/accept/?ids={one.pk}&ids={two.pk}&ids=999999&ids=x")
    assert "选中 2 件" in page.content.decode() and third.town.name not in page.content.decode()
    answer = browser.post("/applications/queue/accept/", {"ids": f"{one.pk},{two.pk},999999"})
    assert answer.status_code == 302
    told = browser.get(answer.headers["Location"]).content.decode()
    for words in ("办理 2 件，未办 1 件", one.town.name, "另有 1 件不在本单位的复核队列中"):
        assert words in told
    third.refresh_from_db()
    assert third.state == State.RECOMMENDED
    assert browser_of(world.far_reviewer).get(answer.headers["Location"]).status_code == 404


def test_all_of_a_filter_is_chosen_with_one_click(world: World, browser_of: Browser) -> None:
    rows = [filed(world, name=f"醋业{number}号专业镇") for number in range(22)]
    other = filed(world, name="小米专业镇")
    browser = browser_of(world.director)
    page = browser.get("/applications/queue/assign/?scope=all&q=醋业")
    assert "选中 22 件" in page.content.decode()
    ids = page.context["form"].initial["ids"]
    assert ids == ",".join(str(row.pk) for row in rows)
    answer = browser.post("/applications/queue/assign/", {"ids": ids, "handler": world.reviewer.user.pk})
    assert answer.status_code == 302
    assert Application.objects.filter(handler=world.reviewer.user).count() == 22
    other.refresh_from_db()
    assert other.handler is None


@pytest.mark.parametrize("ids", ["", "x", "1,", "1,2;3", "9" * 30, ",".join(["1"] * 501)])
def test_a_bad_choice_is_refused_in_words(world: World, browser_of: Browser, ids: str) -> None:
    answer = browser_of(world.reviewer).post("/applications/queue/accept/", {"ids": ids})
    assert answer.status_code == 422
    assert Act.objects.filter(verb="application.accept_batch").count() == 0


def test_nothing_or_too_much_chosen(world: World, browser_of: Browser, monkeypatch: Any) -> None:
    browser = browser_of(world.reviewer)
    assert "没有选择申报" in browser.get("/applications/queue/accept/").content.decode()
    many = "&".join(f"ids={number}" for number in range(101))
    assert browser.get(f"/applications/queue/accept/?{many}").status_code == 400
    monkeypatch.setattr("applications.views.queue.MOST_AT_ONCE", 1)
    filed(world), filed(world)
    answer = browser.get("/applications/queue/meeting/")
    assert answer.status_code == 400 and "请先缩小筛选范围" in answer.content.decode()


def test_the_queue_as_a_workbook(world: World, browser_of: Browser) -> None:
    one, two = filed(world, name="=HYPERLINK(1)专业镇"), filed(world, State.REVIEWING)
    browser = browser_of(world.reviewer)
    rows = sheet(browser.get("/applications/queue/export/?state=all"))
    assert text(rows[0])[:4] == ["序号", "受理编号", "专业镇", "所在县（市、区）"]
    assert [row[2].value for row in rows[1:]] == [one.town.name, two.town.name]
    assert rows[1][2].data_type == "s"
    ticked = sheet(browser.get(f"/applications/queue/export/?ids={two.pk}"))
    assert [row[2].value for row in ticked[1:]] == [two.town.name]


def test_the_list_for_the_meeting(world: World, browser_of: Browser) -> None:
    row = at(world, State.REVIEWING, output="12.5")
    for check in row.fact_sheets.get().checks.all():
        run_check(check_id=check.pk)
    review(world, row)
    answer_everything(world, row)
    page = browser_of(world.director).get("/applications/queue/meeting/").content.decode()
    said = [
        "食醋酿造",
        "特优农业",
        "年 12.5 亿元",
        " 满足",
        "研判：满足",
        "复核：符合条件，建议列入。",
        "会议意见",
    ]
    assert [words for words in said if words not in page] == []
    rows = sheet(browser_of(world.director).get("/applications/queue/meeting/export/"))
    assert text(rows[0])[-1] == "会议意见" and rows[1][-1].value is None
    assert "12.5 亿元" in rows[1][7].value


def test_a_judgement_of_another_office_is_on_nobodys_list(world: World, sent_up: Application) -> None:
    ApplicationStep.objects.filter(application=sent_up, template__kind=StepKind.OPINION).update(
        opened_at=timezone.now(), closed_at=timezone.now(), comment="同意上报。"
    )
    ApplicationStep.objects.filter(application=sent_up, template__kind=StepKind.REVIEW).update(
        opened_at=timezone.now(), closed_at=timezone.now(), comment="省级内部意见。"
    )
    below = meeting_rows(world.reviewer, queue_of(world.reviewer))[0]
    assert "同意上报。" in below.opinion and below.review == ""
    above = actor(Role.REVIEWER, organisation=world.province_office)
    line = meeting_rows(above, queue_of(above))[0]
    assert "同意上报。" in line.opinion and "省级内部意见。" in line.review


def test_papers_cost_the_same_however_many_rows(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.director)
    browser.get("/workbench/")
    counts: dict[str, list[int]] = {}
    for size in (1, 30):
        while Application.objects.count() < size:
            row = filed(world, State.REVIEWING)
            run_check(check_id=CheckRunFactory(fact_sheet=FactSheetFactory(application=row)).pk)
            review(world, row)
        for page in ("export/", "meeting/", "meeting/export/", "accept/?scope=all", "assign/?scope=all"):
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(f"/applications/queue/{page}").status_code == 200
            counts.setdefault(page, []).append(len(caught))
    assert {page: found for page, found in counts.items() if len(set(found)) > 1} == {}


def test_accepting_names_the_handler_and_passing_on_frees_it(world: World, sent_up: Application) -> None:
    row = reviewing.accept_application(actor=world.reviewer, application=sent_up)
    assert lines(world.reviewer, "tab=relay")[0].handler == world.reviewer.user.display_name
    step = row.steps.get(template__kind=StepKind.OPINION)
    reviewing.close_step(actor=world.reviewer, step=step, comment="同意上报。")
    above = actor(Role.REVIEWER, organisation=world.province_office)
    line = lines(above)[0]
    assert (line.handler, line.step, line.is_ours) == ("", "复核", True)
    assert found(world.reviewer, "tab=relay") == []
