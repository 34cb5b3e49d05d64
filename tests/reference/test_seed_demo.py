"""Single stages of the demonstration, and what they need."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from accounts.models import Organisation, User
from applications.enums import State
from applications.models import Application, Round
from config.management.commands.load_reference import load_everything

pytestmark = pytest.mark.both

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def run(command: str, **options: object) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@override_settings(DEMONSTRATION=True)
class SingleStageTest(TestCase):
    """Stages are made one at a time."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_everything(FIXTURES)

    def test_a_stage_alone_brings_its_people_and_its_round(self) -> None:
        assert run("seed_demo", stage="draft").startswith("草稿和待推荐：新增申报 4 件")
        assert set(Application.objects.order_by().values_list("state", flat=True)) == {
            State.DRAFT,
            State.SUBMITTED,
        }
        run("seed_demo", stage=["returned", "draft"])
        states = set(Application.objects.order_by().values_list("state", flat=True))
        assert states == {State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN}
        assert Round.objects.count() == 3

    def test_without_accounts_nothing_is_printed(self) -> None:
        assert run("demo_accounts") == ""

    def test_without_reference_data_it_says_what_to_do_first(self) -> None:
        Organisation.objects.filter(key="office-140100").update(key="elsewhere")
        with pytest.raises(CommandError, match="load_reference"):
            run("seed_demo")
        assert not User.objects.exists()
