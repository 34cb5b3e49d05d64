"""What colleagues of an office write for each other stands on no page and in no export of anybody else."""

import pytest

from applications.models import Application, FactSheet, Judgement, Note
from tests.access.house import PEOPLE, House, answer_in_short
from tests.access.test_answers import ROWS
from tests.access.test_secrecy import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOTE, JUDGED = "金丝雀备注", "金丝雀研判"
INSIDE = ("reviewer", "director")


@pytest.fixture
def house(house: House) -> House:
    """The house, with a word of the reviewer's about everything that was ever submitted."""
    by = {"made_by": house.world.reviewer.user, "organisation": house.world.office}
    for application in Application.objects.exclude(state="draft").order_by("pk"):
        Note.objects.create(application=application, text=NOTE, **by)
    for sheet in FactSheet.objects.order_by("pk"):
        Judgement.objects.create(
            fact_sheet=sheet, criterion=1, requirement="judged", conclusion="met", reason=JUDGED, **by
        )
    return house


def leaks(house: House, name: str) -> set[tuple[str, str, str]]:
    """(address, state, word) of every page that says one of the words to this person."""
    found = set()
    for row in ROWS:
        if row.method != "GET":
            continue
        response = house.ask(name, "GET", house.address(row.address, row.state))
        if answer_in_short(response) == "200":
            text = text_of(response)
            found |= {(row.address, row.state, word) for word in (NOTE, JUDGED) if word in text}
    return found


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in INSIDE])
def test_nobody_else_reads_it(house: House, name: str) -> None:
    assert leaks(house, name) == set()


@pytest.mark.parametrize("name", INSIDE)
def test_the_colleagues_do(house: House, name: str) -> None:
    """Were it not so, the silence elsewhere would prove nothing."""
    assert {word for _, _, word in leaks(house, name)} == {NOTE, JUDGED}
