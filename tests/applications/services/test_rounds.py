"""Calling for applications: written and put right by the director, published once, extended with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.enums import Role
from applications.enums import DayUnit, Party, StepKind
from applications.models import Round, RoundExtension
from applications.selectors.rounds import (
    possible_applicants,
    possible_authorities,
    usable_versions,
    version_of_round,
)
from applications.services import rounds
from applications.services.round_parts import StepTerms
from core.enums import Level
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from standards.models import StandardVersion
from tests.factories import (
    OrganisationFactory,
    RoundFactory,
    StandardFactory,
    StandardVersionFactory,
    World,
    actor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOT_YOURS = ["reviewer", "filer", "registrar", "system_admin"]


def facts(world: World, **others: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "title": "2027年市级专业镇申报",
        "year": 2027,
        "authority": world.city,
        "standard_version": world.version,
        "applicants": [world.county],
        "opens_at": now,
        "closes_at": now + timedelta(days=30),
        "contact": "太原市专业镇办，0351-0000000",
        **others,
    }


def call(world: World, **others: Any) -> Round:
    return rounds.create_round(**{"actor": world.director, **facts(world, **others)})


def other_director(world: World) -> Any:
    return actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)


def published_version(level: Level, issuer: Any) -> StandardVersion:
    version = StandardVersionFactory(standard=StandardFactory(level=level, issuer=issuer))
    StandardVersion.objects.filter(pk=version.pk).update(state="published")
    version.refresh_from_db()
    return version


def refused_fields(service: Callable[..., Any], **words: Any) -> list[str]:
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        service(**words)
    return list(refusal.value.fields)


class TestWriting:
    def test_a_round_begins_unpublished_with_the_steps_of_its_level(self, world: World) -> None:
        round_ = call(world)
        assert round_.published_at is None and round_.office == world.office
        assert list(round_.steps.values_list("name", "days")) == [
            ("受理", 5),
            ("复核", 15),
            ("研判", 5),
            ("认定", 20),
        ]
        assert not round_.is_open(timezone.now())
        assert not Round.objects.visible_to(world.filer).filter(pk=round_.pk).exists()

    def test_the_office_settles_names_and_days_and_what_may_be_left_out(self, world: World) -> None:
        terms = [
            StepTerms(position, name, days, DayUnit.CALENDAR, is_required=False)
            for position, name, days in ((1, "收件", 3), (2, "初审", 10), (3, "会商", 7), (4, "审定", 30))
        ]
        steps = call(world, steps=terms).steps.order_by("position")
        assert [(step.name, step.days, step.day_unit) for step in steps] == [
            ("收件", 3, "calendar"),
            ("初审", 10, "calendar"),
            ("会商", 7, "calendar"),
            ("审定", 30, "calendar"),
        ]
        # 受理, 复核 and 认定 make a recognition: nobody leaves them out.
        assert [step.kind for step in steps if not step.is_required] == [StepKind.JUDGEMENT]
        assert [step.party for step in steps] == [Party.OFFICE, Party.OFFICE, Party.OFFICE, Party.AUTHORITY]

    def test_every_unit_gets_the_quota(self, world: World) -> None:
        round_ = call(world, applicants=[world.county, world.zone], quota=2)
        assert set(round_.applicant_places.values_list("organisation", "quota")) == {
            (world.county.pk, 2),
            (world.zone.pk, 2),
        }

    def test_a_draft_standard_never_serves_a_real_round(self, world: World) -> None:
        draft = StandardVersionFactory(standard__issuer=world.city)
        assert refused_fields(call, world=world, standard_version=draft) == ["standard_version"]
        assert Round.objects.count() == 1

    def test_everything_that_does_not_fit_is_named_at_its_field(self, world: World) -> None:
        wrong = refused_fields(
            call,
            world=world,
            standard_version=published_version(Level.COUNTY, world.city),
            authority=world.far_city,
            applicants=[world.county, world.far_county],
            closes_at=timezone.now() - timedelta(days=1),
        )
        assert wrong == ["standard_version", "authority", "applicants", "closes_on"]

    def test_a_title_is_used_once_an_office(self, world: World) -> None:
        call(world)
        assert refused_fields(call, world=world) == ["title"]

    @pytest.mark.parametrize("who", NOT_YOURS)
    def test_only_a_director_calls(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed, match="由办公室主任设置批次"):
            call(world, actor=getattr(world, who))


class TestPuttingRight:
    def test_an_unpublished_round_changes_with_old_and_new_on_record(self, world: World) -> None:
        round_ = call(world, quota=1)
        later = facts(world, title="改名的批次", applicants=[world.county, world.zone], quota=2)
        rounds.update_round(actor=world.director, round_=round_, **later)
        round_.refresh_from_db()
        assert round_.title == "改名的批次"
        changes = Act.objects.get(verb="round.update").details["changes"]
        assert {"field": "名称", "old": "2027年市级专业镇申报", "new": "改名的批次"} in changes
        assert {change["field"] for change in changes} >= {"名称", "可申报单位", "限报数"}

    def test_saving_what_stands_records_nothing(self, world: World) -> None:
        round_ = call(world)
        same = facts(world, opens_at=round_.opens_at, closes_at=round_.closes_at)
        rounds.update_round(actor=world.director, round_=round_, **same)
        assert not Act.objects.filter(verb="round.update").exists()

    def test_single_quotas_survive_a_change_of_the_common_one(self, world: World) -> None:
        units = [world.county, world.neighbour, world.zone]
        round_ = call(world, applicants=units, quota=2)
        rounds.set_quotas(actor=world.director, round_=round_, quotas={world.zone.pk: 5})
        rounds.update_round(actor=world.director, round_=round_, **facts(world, applicants=units, quota=3))
        assert set(round_.applicant_places.values_list("organisation", "quota")) == {
            (world.county.pk, 3),
            (world.neighbour.pk, 3),
            (world.zone.pk, 5),
        }

    def test_a_published_round_changes_in_its_words_alone(self, world: World) -> None:
        round_ = rounds.publish_round(actor=world.director, round_=call(world))
        for service, words in (
            (rounds.update_round, facts(world, title="改名的批次")),
            (rounds.set_quotas, {"quotas": {world.county.pk: 1}}),
            (rounds.delete_round, {}),
        ):
            with pytest.raises(Conflict, match="已经发布"):
                service(actor=world.director, round_=round_, **words)
        rounds.update_help(actor=world.director, round_=round_, guidance="先登记。", contact="0351-0000001")
        round_.refresh_from_db()
        assert (round_.title, round_.guidance, round_.contact) == (
            "2027年市级专业镇申报",
            "先登记。",
            "0351-0000001",
        )

    def test_a_mistaken_round_goes_with_everything_in_it(self, world: World) -> None:
        round_ = call(world)
        rounds.delete_round(actor=world.director, round_=round_)
        assert not Round.objects.filter(pk=round_.pk).exists()
        assert Act.objects.get(verb="round.delete").target_name == "2027年市级专业镇申报"
        with pytest.raises(Conflict, match="刚刚被删除"):
            rounds.delete_round(actor=world.director, round_=round_)

    def test_an_old_page_changes_nothing_and_says_who_was_first(self, world: World) -> None:
        round_ = call(world)
        opened = version_of_round(round_)
        rounds.set_quotas(actor=world.director, round_=round_, quotas={world.county.pk: 4}, version=opened)
        for service, words in (
            (rounds.update_round, facts(world)),
            (rounds.set_quotas, {"quotas": {}}),
            (rounds.publish_round, {}),
            (rounds.delete_round, {}),
        ):
            with pytest.raises(Conflict, match="已有变化") as refusal, transaction.atomic():
                service(actor=world.director, round_=round_, version=opened, **words)
            assert "修改申报批次" in refusal.value.detail[0]


def every_change(round_: Round, world: World) -> list[tuple[Callable[..., Any], dict[str, Any]]]:
    later = timezone.now() + timedelta(days=90)
    return [
        (rounds.update_round, facts(world)),
        (rounds.set_quotas, {"quotas": {}}),
        (rounds.update_help, {"guidance": "", "contact": "电话"}),
        (rounds.publish_round, {}),
        (rounds.extend_round, {"closes_at": later, "reason": "雨雪天气。"}),
        (rounds.delete_round, {}),
    ]


@pytest.mark.parametrize("who", NOT_YOURS)
def test_nobody_but_the_director_changes_anything(world: World, who: str) -> None:
    round_ = call(world)
    for service, words in every_change(round_, world):
        with pytest.raises(NotAllowed, match="由办公室主任设置批次"), transaction.atomic():
            service(actor=getattr(world, who), round_=round_, **words)


def test_the_director_of_another_city_changes_nothing(world: World) -> None:
    round_ = call(world)
    for service, words in every_change(round_, world):
        with pytest.raises(NotAllowed, match="的批次"), transaction.atomic():
            service(actor=other_director(world), round_=round_, **words)


class TestPublishing:
    def test_once_published_it_is_everybodys_to_read(self, world: World) -> None:
        round_ = rounds.publish_round(actor=world.director, round_=call(world))
        assert round_.is_open(timezone.now())
        assert Round.objects.visible_to(world.far_filer).filter(pk=round_.pk).exists()
        with pytest.raises(Conflict, match="已经发布"):
            rounds.publish_round(actor=world.director, round_=round_)

    @pytest.mark.parametrize(
        ("lacking", "words"),
        [
            ({"applicants": []}, "请先选择可申报的单位"),
            ({"contact": " "}, "请先填写联系电话"),
            (
                {
                    "opens_at": timezone.now() - timedelta(days=9),
                    "closes_at": timezone.now() - timedelta(days=1),
                },
                "截止日期已过",
            ),
        ],
    )
    def test_what_nobody_could_act_upon_is_not_published(
        self, world: World, lacking: dict[str, Any], words: str
    ) -> None:
        round_ = call(world, **lacking)
        with pytest.raises(Invalid, match=words), transaction.atomic():
            rounds.publish_round(actor=world.director, round_=round_)
        round_.refresh_from_db()
        assert round_.published_at is None


class TestExtending:
    def test_the_closing_moves_with_its_reason_on_record(self, world: World) -> None:
        old, new = world.round.closes_at, world.round.closes_at + timedelta(days=7)
        rounds.extend_round(
            actor=world.director, round_=world.round, closes_at=new, reason=" 雨雪天气，材料邮寄延误。 "
        )
        extension = RoundExtension.objects.get()
        assert (extension.old_closes_at, extension.new_closes_at) == (old, new)
        assert (extension.reason, extension.is_reopening) == ("雨雪天气，材料邮寄延误。", False)
        world.round.refresh_from_db()
        assert world.round.closes_at == new
        act = Act.objects.get(verb="round.extend")
        assert act.comment == extension.reason and act.details["changes"][0]["field"] == "截止时间"

    def test_a_closed_round_opens_again(self, world: World) -> None:
        round_ = RoundFactory(office=world.office, standard_version=world.version, closed=True)
        rounds.extend_round(
            actor=world.director,
            round_=round_,
            closes_at=timezone.now() + timedelta(days=3),
            reason="补报。",
        )
        round_.refresh_from_db()
        assert round_.is_open(timezone.now()) and round_.extensions.get().is_reopening

    @pytest.mark.parametrize("days", [-1, 0])
    def test_an_extension_leads_later_than_the_closing(self, world: World, days: int) -> None:
        assert refused_fields(
            rounds.extend_round,
            actor=world.director,
            round_=world.round,
            closes_at=world.round.closes_at + timedelta(days=days),
            reason="理由。",
        ) == ["closes_on"]

    def test_an_extension_never_ends_in_the_past(self, world: World) -> None:
        round_ = RoundFactory(
            office=world.office,
            standard_version=world.version,
            opens_at=timezone.now() - timedelta(days=30),
            closes_at=timezone.now() - timedelta(days=9),
        )
        assert refused_fields(
            rounds.extend_round,
            actor=world.director,
            round_=round_,
            closes_at=timezone.now() - timedelta(days=2),
            reason="理由。",
        ) == ["closes_on"]

    def test_a_reason_is_wanted(self, world: World) -> None:
        later = world.round.closes_at + timedelta(days=7)
        assert refused_fields(
            rounds.extend_round, actor=world.director, round_=world.round, closes_at=later, reason="  "
        ) == ["reason"]

    def test_an_unpublished_round_is_put_right_and_not_extended(self, world: World) -> None:
        with pytest.raises(Conflict, match="直接修改截止日期"):
            rounds.extend_round(
                actor=world.director,
                round_=call(world),
                closes_at=timezone.now() + timedelta(days=90),
                reason="理由。",
            )

    def test_an_extension_is_written_once(self, world: World) -> None:
        later = world.round.closes_at + timedelta(days=7)
        extension = rounds.extend_round(
            actor=world.director, round_=world.round, closes_at=later, reason="理由。"
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            RoundExtension.objects.filter(pk=extension.pk).update(reason="别的理由。")


class TestWhomAnOfficeMayCall:
    def test_a_city_calls_its_counties_and_zones(self, world: World) -> None:
        found = set(possible_applicants(world.office))
        assert found == {world.county, world.neighbour, world.zone}

    def test_a_county_calls_its_townships(self, world: World) -> None:
        office = OrganisationFactory(office=True, superior=world.county)
        elsewhere = OrganisationFactory(township=True, superior=world.neighbour)
        found = set(possible_applicants(office))
        assert found == {world.township} and elsewhere not in found

    def test_the_province_calls_counties_alone(self, world: World) -> None:
        found = set(possible_applicants(world.province_office))
        assert found == {world.county, world.neighbour, world.far_county}

    def test_a_city_has_one_authority_and_the_province_two(self, world: World) -> None:
        assert possible_authorities(world.office) == [world.city]
        assert possible_authorities(world.province_office) == [world.province_office, world.province]

    def test_a_standard_serves_where_its_issuer_governs(self, world: World) -> None:
        for_all = published_version(Level.CITY, world.province)
        elsewhere = published_version(Level.CITY, world.far_city)
        found = set(usable_versions(world.office))
        assert found == {world.version, for_all}
        assert set(usable_versions(world.far_office)) == {for_all, elsewhere}

    def test_the_province_lets_the_government_decide_where_the_round_says_so(self, world: World) -> None:
        director = actor(Role.OFFICE_DIRECTOR, organisation=world.province_office)
        version = published_version(Level.PROVINCE, world.province)
        for number, authority in enumerate((world.province_office, world.province)):
            round_ = call(
                world,
                actor=director,
                title=f"省级批次{number}",
                standard_version=version,
                authority=authority,
            )
            parties = list(round_.steps.order_by("position").values_list("kind", "party"))
            assert round_.authority == authority and round_.level == Level.PROVINCE
            assert parties[:2] == [
                (StepKind.ACCEPTANCE, Party.CITY_OFFICE),
                (StepKind.OPINION, Party.CITY_OFFICE),
            ]
