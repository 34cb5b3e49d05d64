"""Before a decision is published nothing of it shows outside the office and the authority: every page, every export."""

import io
import zipfile

import pytest
from django.http import HttpResponse

from applications.models import Decision, Round
from tests.access.house import House, answer_in_short
from tests.access.test_answers import ROWS
from tests.harness.papers import pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TITLE, NUMBER, SHORTLISTED = "金丝雀认定名单", "金丝雀发〔2026〕5号", "金丝雀拟重点培育"
OUTSIDE = (
    "anonymous",
    "filer",
    "unit_admin",
    "statistician",
    "neighbour_filer",
    "far_filer",
    "far_reviewer",
)


@pytest.fixture
def house(house: House) -> House:
    """The house, with words that stand nowhere else."""
    Decision.objects.filter(pk=house.decision.pk).update(title=TITLE, document_number=NUMBER)
    Round.objects.filter(pk=house.world.round.pk).update(shortlist_word=SHORTLISTED)
    return house


def text_of(response: HttpResponse) -> str:
    """What a reader reads: of a workbook, what stands in its cells; of a PDF, what stands on its pages."""
    body = response.content if not response.streaming else b""
    if body.startswith(b"%PDF"):
        return "".join(pages_of(body))
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def leaks(house: House, name: str) -> set[tuple[str, str, str]]:
    """(address, state, word) of every page that says one of the words to this person."""
    found = set()
    for row in ROWS:
        if row.method != "GET":
            continue
        response = house.ask(name, "GET", house.address(row.address, row.state))
        if answer_in_short(response) == "200":
            text = text_of(response)
            found |= {(row.address, row.state, word) for word in (TITLE, NUMBER, SHORTLISTED) if word in text}
    return found


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_reads_of_it(house: House, name: str) -> None:
    assert leaks(house, name) == set()


@pytest.mark.parametrize("name", ["director", "registrar"])
def test_the_two_sides_do_read_of_it(house: House, name: str) -> None:
    """Were it not so, the silence elsewhere would prove nothing."""
    assert {word for _, _, word in leaks(house, name)} == {TITLE, NUMBER, SHORTLISTED}
