"""Demonstration data: every phase to be seen, nothing that could pass for real, never in production."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.actors import actor_for
from accounts.enums import Role
from accounts.models import Person, User
from applications.enums import CheckStatus, DecisionState, State
from applications.models import Application, CheckRun, Decision, Round
from config.demonstration.people import ACCOUNTS, PASSWORD
from config.management.commands.load_reference import load_everything
from leadership.models import LeadingGroup
from records.models import Act
from towns.models import Designation, Figure, Town

pytestmark = pytest.mark.both

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def seed(**options: object) -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def accounts() -> str:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


@override_settings(DEMONSTRATION=True)
class WholeDemonstrationTest(TestCase):
    """All four stages, made once."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_everything(FIXTURES)
        with override_settings(DEMONSTRATION=True):
            seed()

    def test_every_state_can_be_seen(self) -> None:
        assert set(Application.objects.order_by().values_list("state", flat=True)) == set(State.values)
        assert set(Decision.objects.order_by().values_list("state", flat=True)) == set(DecisionState.values)

    def test_there_is_somebody_for_every_role_who_acts_in_a_post(self) -> None:
        actors = [actor_for(user) for user in User.objects.order_by("pk")]
        assert {role for actor in actors for role in actor.roles} == set(Role)
        assert all(actor.post for actor in actors)
        two = actor_for(User.objects.get(username="demo-two-units"))
        assert len(two.memberships) == 2
        assert not Act.objects.filter(verb="application.submit", post=None).exists()

    def test_the_printed_password_opens_every_account_and_is_one_that_we_would_accept(self) -> None:
        assert User.objects.count() == len(ACCOUNTS)
        for user in User.objects.order_by("pk"):
            assert user.check_password(PASSWORD)
            assert not user.must_change_password
            validate_password(PASSWORD, user)

    def test_accounts_are_printed_with_role_and_unit(self) -> None:
        lines = accounts().splitlines()
        assert len(lines) == 1 + len(ACCOUNTS)
        assert lines[0].split() == ["角色", "用户名", "密码", "单位"]
        assert ["复核员", "demo-reviewer", PASSWORD, "太原市专业镇发展领导小组办公室"] in [
            line.split() for line in lines
        ]

    def test_a_round_of_every_level_is_open_now_for_days_to_come(self) -> None:
        rounds = {round_.level: round_ for round_ in Round.objects.order_by("pk")}
        assert {level: each.applicants.count() for level, each in rounds.items()} == {
            "county": 10,
            "city": 12,
            "province": 10,
        }
        for round_ in rounds.values():
            assert round_.is_open(timezone.now())
            assert (round_.closes_at - timezone.now()).days >= 18

    def test_at_the_province_one_town_is_with_the_city_and_one_was_sent_up(self) -> None:
        towns = Application.objects.filter(level="province").order_by("pk")
        assert [row.holder.key for row in towns.select_related("holder")] == [
            "office-140100",
            "office-140000",
        ]

    def test_findings_wait_for_the_first_visitor(self) -> None:
        assert set(CheckRun.objects.order_by().values_list("status", flat=True)) == {CheckStatus.DONE}
        castings = CheckRun.objects.get(fact_sheet__application__town__name="演示铸件专业镇")
        assert castings.findings.get(requirement="output_value").verdict == "relaxed"
        declined = CheckRun.objects.get(fact_sheet__application__town__name="演示印刷包装专业镇")
        assert declined.eligible == "no"

    def test_towns_are_recognised_at_county_and_at_city(self) -> None:
        levels = (
            Designation.objects.filter(town__name__startswith="演示")
            .order_by()
            .values_list("level", flat=True)
        )
        assert sorted(levels) == ["city", "city", "city", "county", "county", "county"]

    def test_nothing_could_pass_for_real(self) -> None:
        # Real people come out of the published rosters alone, and none of them has an account.
        published = LeadingGroup.objects.order_by("code").values_list("document", flat=True)
        real_people = Person.objects.exclude(name__startswith="演示")
        assert not real_people.exclude(tenures__basis__in=list(published)).exists()
        assert not User.objects.exclude(person__name__startswith="演示").exists()
        assert not User.objects.exclude(telephone__startswith="1380000").exists()
        assert not Application.objects.exclude(town__name__startswith="演示").exists()
        real = Town.objects.exclude(name__startswith="演示")
        assert real.count() == 10
        assert not Figure.objects.filter(town__in=real, source__contains="演示").exists()
        given = Designation.objects.filter(town__name__startswith="演示")
        assert not given.exclude(document_number__startswith="演示").exists()

    def test_a_second_time_adds_nothing(self) -> None:
        before = (
            Application.objects.count(),
            Act.objects.count(),
            User.objects.count(),
            Town.objects.count(),
        )
        assert "新增申报 0 件" in seed()
        assert before == (
            Application.objects.count(),
            Act.objects.count(),
            User.objects.count(),
            Town.objects.count(),
        )

    def test_a_changed_password_stays_changed(self) -> None:
        user = User.objects.get(username="demo-filer")
        user.set_password("another-one-2026")
        user.save(update_fields=["password"])
        seed(stage="draft")
        user.refresh_from_db()
        assert user.check_password("another-one-2026")

    def test_production_neither_makes_nor_prints_them(self) -> None:
        with override_settings(DEMONSTRATION=False):
            with pytest.raises(CommandError, match="正式环境不能生成演示数据") as refused:
                seed()
            assert accounts() == ""
        assert refused.value.returncode == 1
