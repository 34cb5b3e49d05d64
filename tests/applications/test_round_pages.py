"""The pages on which an office calls: what the form offers and refuses, what is left once people read the round."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from applications.models import Round
from applications.selectors.rounds import version_of_round
from applications.services import rounds
from core.enums import Level
from records.models import Act
from standards.models import StandardVersion
from tests.factories import (
    ApplicationFactory,
    OrganisationFactory,
    RoundFactory,
    StandardFactory,
    StandardVersionFactory,
    TownFactory,
    World,
    actor,
)
from tests.harness.pages import Browser, browser_of

pytestmark = pytest.mark.django_db
__all__ = ["browser_of"]

NEW = "/applications/rounds/new/"
STEPS = {
    f"step_{position}_{part}": value
    for position, name, days in ((1, "受理", 5), (2, "复核", 15), (3, "研判", 5), (4, "认定", 20))
    for part, value in (("name", name), ("days", days), ("day_unit", "working"), ("is_required", "on"))
}


def typed(world: World, **others: Any) -> dict[str, Any]:
    return {
        "title": "2027年市级专业镇申报",
        "year": "2027",
        "standard_version": world.version.pk,
        "applicants": [world.county.pk],
        "quota": "2",
        "opens_at": "2027-01-01",
        "closes_on": "2027-02-01",
        "shortlist_word": "拟重点培育",
        "contact": "太原市专业镇办，0351-0000000",
        **STEPS,
        **others,
    }


def plan(world: World, **others: Any) -> Round:
    """An unpublished round of the office, with everything that publishing asks for."""
    wanted = {
        "office": world.office,
        "standard_version": world.version,
        "applicants": [world.county, world.zone],
        "contact": "0351-0000000",
        "unpublished": True,
    }
    return RoundFactory(**{**wanted, **others})


def page(round_: Round, action: str = "") -> str:
    return f"/applications/rounds/{round_.pk}/{action}"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestTheForm:
    def test_a_typed_day_counts_in_full(self, world: World, browser_of: Browser) -> None:
        answer = browser_of(world.director).post(NEW, typed(world))
        round_ = Round.objects.get(year=2027)
        assert answer.headers["Location"] == page(round_)
        closes = timezone.localtime(round_.closes_at)
        assert (closes.month, closes.day, closes.hour) == (2, 2, 0)
        assert timezone.localtime(round_.opens_at).hour == 0
        assert round_.applicant_places.get().quota == 2

    def test_it_begins_with_this_year_the_words_of_the_level_and_the_only_standard(
        self, world: World, browser_of: Browser
    ) -> None:
        html = text(browser_of(world.director), NEW)
        assert f"{timezone.localdate().year}年太原市市级专业镇申报" in html
        assert 'value="拟重点培育"' in html
        assert f'<option value="{world.version.pk}" selected>' in html

    def test_one_box_stands_for_every_unit(self, world: World, browser_of: Browser) -> None:
        browser_of(world.director).post(NEW, typed(world, applicants=[], every_applicant="on"))
        called = set(Round.objects.get(year=2027).applicants.all())
        assert called == {world.county, world.neighbour, world.zone}

    @pytest.mark.parametrize(
        ("wrong", "field", "words"),
        [
            ({"applicants": []}, "applicants", "请选择可申报的单位"),
            ({"closes_on": "2026-12-31"}, "closes_on", "截止日期不能早于开始日期"),
            ({"closes_on": "9999-12-31"}, "closes_on", "日期太远"),
            ({"quota": "0"}, "quota", "限报数至少为 1"),
            ({"step_2_days": ""}, "step_2_days", "复核环节的时限"),
            ({"step_3_day_unit": "moons"}, "step_3_day_unit", "研判环节的时限单位"),
            ({"title": ""}, "title", "名称"),
        ],
    )
    def test_what_does_not_hold_is_said_at_its_field(
        self, world: World, browser_of: Browser, wrong: dict[str, Any], field: str, words: str
    ) -> None:
        answer = browser_of(world.director).post(NEW, typed(world, **wrong))
        html = answer.content.decode()
        assert answer.status_code == 422 and words in html
        assert f'id="id_{field}_error"' in html and f'href="#id_{field}' in html
        assert not Round.objects.filter(year=2027).exists()

    def test_a_taken_title_comes_back_at_its_field(self, world: World, browser_of: Browser) -> None:
        answer = browser_of(world.director).post(NEW, typed(world, title=world.round.title))
        assert answer.status_code == 422 and "本单位已有同名批次" in answer.content.decode()

    def test_an_office_without_a_standard_is_told_what_to_do(self, world: World, browser_of: Browser) -> None:
        director = actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)
        assert "还没有可用的标准" in text(browser_of(director), NEW)

    def test_a_county_offers_its_townships(self, world: World, browser_of: Browser) -> None:
        office = OrganisationFactory(office=True, superior=world.county)
        published(Level.COUNTY, world.county)
        html = text(browser_of(actor(Role.OFFICE_DIRECTOR, organisation=office)), NEW)
        assert world.township.name in html and world.zone.name not in html

    def test_the_province_asks_who_decides(self, world: World, browser_of: Browser) -> None:
        version = published(Level.PROVINCE, world.province)
        director = actor(Role.OFFICE_DIRECTOR, organisation=world.province_office)
        client = browser_of(director)
        html = text(client, NEW)
        assert "由办公室认定" in html and "由办公室报请政府批准" in html
        steps = {**STEPS, "step_5_name": "认定", "step_5_days": 20, "step_5_day_unit": "working"}
        form = typed(world, standard_version=version.pk, authority=world.province.pk, **steps)
        assert client.post(NEW, form).status_code == 302
        assert Round.objects.get(year=2027).authority == world.province


def published(level: Level, issuer: Any) -> StandardVersion:
    version = StandardVersionFactory(standard=StandardFactory(level=level, issuer=issuer))
    StandardVersion.objects.filter(pk=version.pk).update(state="published")
    return version


class TestPuttingRight:
    def test_the_form_comes_filled_and_saves(self, world: World, browser_of: Browser) -> None:
        client = browser_of(world.director)
        client.post(NEW, typed(world))
        round_ = Round.objects.get(year=2027)
        html = text(client, page(round_, "edit/"))
        assert 'value="2027-02-01"' in html and 'value="2"' in html
        later = typed(world, title="改名的批次", version=version_of_round(round_), step_2_days=30)
        later.pop("step_3_is_required")
        assert client.post(page(round_, "edit/"), later).status_code == 302
        round_.refresh_from_db()
        assert round_.title == "改名的批次"
        steps = list(round_.steps.order_by("position").values_list("days", "is_required"))
        assert steps == [(5, True), (30, True), (5, False), (20, True)]

    def test_an_old_page_loses_nothing_and_overwrites_nothing(
        self, world: World, browser_of: Browser
    ) -> None:
        round_ = plan(world)
        opened = version_of_round(round_)
        rounds.set_quotas(actor=world.director, round_=round_, quotas={world.county.pk: 4})
        client = browser_of(world.director)
        answer = client.post(page(round_, "edit/"), typed(world, title="旧页面上的名称", version=opened))
        html = answer.content.decode()
        assert answer.status_code == 409 and "旧页面上的名称" in html
        assert world.director.user.display_name in html
        again = typed(world, title="旧页面上的名称", version=version_of_round(round_))
        assert client.post(page(round_, "edit/"), again).status_code == 302

    def test_of_a_published_round_the_help_line_alone(self, world: World, browser_of: Browser) -> None:
        client = browser_of(world.director)
        html = text(client, page(world.round, "edit/"))
        assert 'name="contact"' in html and 'name="title"' not in html
        form = {"contact": "0351-0000002", "guidance": "先登记。", "title": "改名", "version": 1}
        assert client.post(page(world.round, "edit/"), form).status_code == 302
        before = world.round.title
        world.round.refresh_from_db()
        assert (world.round.contact, world.round.title) == ("0351-0000002", before)
        assert client.get(page(world.round, "quotas/")).status_code == 409

    def test_single_quotas(self, world: World, browser_of: Browser) -> None:
        round_, client = plan(world), browser_of(world.director)
        assert world.zone.name in text(client, page(round_, "quotas/"))
        form = {f"quota_{world.county.pk}": "3", f"quota_{world.zone.pk}": "", "version": 1}
        assert client.post(page(round_, "quotas/"), form).status_code == 302
        assert dict(round_.applicant_places.values_list("organisation", "quota")) == {
            world.county.pk: 3,
            world.zone.pk: None,
        }
        wrong = {f"quota_{world.county.pk}": "-1", "version": 2}
        answer = client.post(page(round_, "quotas/"), wrong)
        assert answer.status_code == 422
        assert f'id="id_quota_{world.county.pk}_error"' in answer.content.decode()

    def test_a_mistaken_round_is_deleted(self, world: World, browser_of: Browser) -> None:
        round_ = plan(world)
        assert browser_of(world.director).post(page(round_, "delete/"), {"version": 1}).status_code == 302
        assert not Round.objects.filter(pk=round_.pk).exists()


class TestPublishingAndExtending:
    def test_published_once(self, world: World, browser_of: Browser) -> None:
        round_, client = plan(world), browser_of(world.director)
        assert "尚未发布" in text(client, page(round_))
        assert client.post(page(round_, "publish/"), {"version": 1}).status_code == 302
        round_.refresh_from_db()
        assert round_.published_at is not None
        assert client.post(page(round_, "publish/"), {"version": 1}).status_code == 409

    def test_a_page_that_does_not_say_its_version_is_old(self, world: World, browser_of: Browser) -> None:
        round_ = plan(world)
        assert browser_of(world.director).post(page(round_, "publish/")).status_code == 409
        round_.refresh_from_db()
        assert round_.published_at is None

    def test_what_lacks_is_said_on_the_page(self, world: World, browser_of: Browser) -> None:
        round_ = plan(world, contact="")
        answer = browser_of(world.director).post(page(round_, "publish/"), {"version": 1})
        assert answer.status_code == 422 and "请先填写联系电话" in answer.content.decode()

    def test_an_extension_is_told_with_its_reason(self, world: World, browser_of: Browser) -> None:
        client = browser_of(world.director)
        day = timezone.localdate() + timedelta(days=40)
        form = {"closes_on": day.isoformat(), "reason": "雨雪天气。", "version": 1}
        assert client.post(page(world.round, "extend/"), form).status_code == 302
        told = f"已延期至 <b>{day.month}月{day.day}日 24:00 前</b>"
        for address in (page(world.round), f"/rounds/{world.round.pk}/"):
            html = text(client, address)
            assert told in html and "原因：雨雪天气。" in html
        assert "雨雪天气。" in text(Client(), "/rounds/")

    def test_a_second_extension_from_the_same_page_is_told_who_was_first(
        self, world: World, browser_of: Browser
    ) -> None:
        client = browser_of(world.director)
        day = timezone.localdate() + timedelta(days=40)
        form = {"closes_on": day.isoformat(), "reason": "雨雪天气。", "version": 1}
        client.post(page(world.round, "extend/"), form)
        later = form | {"closes_on": (day + timedelta(days=5)).isoformat()}
        answer = client.post(page(world.round, "extend/"), later)
        assert answer.status_code == 409 and "延长申报时间" in answer.content.decode()
        assert Act.objects.filter(verb="round.extend").count() == 1

    def test_a_wrong_extension_comes_back_open_with_what_was_typed(
        self, world: World, browser_of: Browser
    ) -> None:
        form = {"closes_on": timezone.localdate().isoformat(), "reason": "雨雪天气。", "version": 1}
        answer = browser_of(world.director).post(page(world.round, "extend/"), form)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "应晚于现在的截止日期" in html and "雨雪天气。</textarea>" in html and "<details open>" in html

    def test_a_closed_round_is_opened_again(self, world: World, browser_of: Browser) -> None:
        round_ = plan(world, unpublished=False, closed=True)
        client = browser_of(world.director)
        assert "延期并重新开放" in text(client, page(round_))
        day = timezone.localdate() + timedelta(days=4)
        form = {"closes_on": day.isoformat(), "reason": "补报。", "version": 1}
        assert client.post(page(round_, "extend/"), form).status_code == 302
        html = text(Client(), f"/rounds/{round_.pk}/")
        assert "重新开放，已延期至" in html and "正在申报" in html


def test_a_reviewer_reads_and_changes_nothing(world: World, browser_of: Browser) -> None:
    client = browser_of(world.reviewer)
    html = text(client, page(world.round))
    assert "谁还没报" in html and "延期" not in html
    assert client.get(page(world.round, "edit/")).status_code == 403


def test_rounds_of_another_office_are_out_of_sight(world: World, browser_of: Browser) -> None:
    for who in (world.far_reviewer, world.filer, world.registrar):
        assert browser_of(who).get(page(world.round)).status_code == 404


def test_the_list_counts_units_and_what_was_filed(world: World, browser_of: Browser) -> None:
    for state in ("draft", "recommended", "withdrawn"):
        town = TownFactory(owner=world.county)
        ApplicationFactory(round=world.round, applicant=world.county, town=town, state=state)
    plan(world)
    rows = browser_of(world.reviewer).get("/applications/rounds/").context["rows"]
    assert [(round_.units, round_.filed, phase.words) for round_, phase in rows] == [
        (2, 0, "未发布"),
        (3, 2, "正在申报"),
    ]
