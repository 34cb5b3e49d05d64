"""Whoever holds a print learns whether it is the current one, and nothing more; a guess learns nothing."""

import pytest
from django.test import Client

from applications.enums import State
from applications.models import Application, FactSheet
from applications.selectors.papers import print_code
from tests.factories import ApplicationFactory, FactSheetFactory

pytestmark = pytest.mark.django_db


def sheet_in(state: State) -> FactSheet:
    return FactSheetFactory(application=ApplicationFactory(state=state))


def page(client: Client, code: str, status: int = 200) -> str:
    response = client.get(f"/verify/{code}/")
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store" and response.headers["X-Robots-Tag"] == "noindex"
    return response.content.decode()


def test_the_newest_submission_is_the_current_one(client: Client) -> None:
    sheet = sheet_in(State.REVIEWING)
    html = page(client, print_code(sheet))
    assert "这份打印件是现行的第 1 次提交" in html
    assert sheet.application.town.name in html and sheet.application.get_level_display() in html


def test_an_older_one_names_what_replaced_it(client: Client) -> None:
    sheet = sheet_in(State.REVIEWING)
    FactSheetFactory(application=sheet.application, number=3)
    assert "已被第 3 次提交取代" in page(client, print_code(sheet))


def test_what_was_taken_back_is_void_without_a_word_why(client: Client) -> None:
    html = page(client, print_code(sheet_in(State.WITHDRAWN)))
    assert "现在不再有效" in html and "撤回" not in html


@pytest.mark.parametrize("state", [State.REVIEWING, State.RETURNED, State.SHORTLISTED, State.DECLINED])
def test_how_far_it_is_shows_nowhere(client: Client, state: State) -> None:
    sheet = sheet_in(state)
    html = page(client, print_code(sheet))
    application = Application.objects.get(pk=sheet.application_id)
    known = [
        application.get_state_display(),
        application.number,
        application.applicant.name,
        sheet.sha256[:12],
    ]
    assert not [word for word in known if word and word in html]


@pytest.mark.parametrize(
    "code",
    ["", "-", "x", "{pk}", "{pk}-", "{pk}-{wrong}", "0{pk}-{other}", "９-a", f"{'9' * 40}-a", "-{mark}"],
)
def test_anything_else_is_not_ours(client: Client, code: str) -> None:
    sheet = sheet_in(State.REVIEWING)
    mark = print_code(sheet).partition("-")[2]
    other = print_code(sheet_in(State.REVIEWING)).partition("-")[2]
    tried = code.format(
        pk=sheet.pk, wrong=mark[:-1] + ("a" if mark[-1] != "a" else "b"), other=other, mark=mark
    )
    response = client.get(f"/verify/{tried}/")
    assert response.status_code == 404
    assert sheet.application.town.name not in response.content.decode()
