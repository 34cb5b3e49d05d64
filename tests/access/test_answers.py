"""Every address × every person × every method: the answers of answers.csv, and no address without a row (quality T10)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from applications.enums import CONCLUDED_KINDS, State
from applications.models import Application
from tests.access.house import PEOPLE, House, answer_in_short, patterns
from tests.access.policy_rows import OPEN as OPEN_ROWS
from tests.applications.workflow.table import MACHINE, STATES, who_may

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLE = Path(__file__).parent / "answers.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Pages of the portal that ask for a sign-in all the same.
PRIVATE = ("portal:workbench", "portal:gallery", "portal:health", "portal:board", "files:upload")
# What everybody reads of the policy library.
OPEN = (
    *(f"policies:{name}" for name in ("policy_list", "policy_by_key", "policy_detail", "search")),
    *(f"policies:{name}" for name in ("version_detail", "version_compare")),
    *(f"policies:{name}" for name in ("unit_list", "unit_export", "task_list", "task_export")),
)
OF_A_STATE = (
    "application_block",
    "application_copy",
    "application_delete",
    "application_detail",
    "application_edit",
    "application_presence",
    "check_status",
    "paper_application",
    "paper_approval",
    "paper_stamp",
    "review",
    "review_judge",
    "review_mark",
    "review_note",
    "step_close",
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    address: str
    state: str
    method: str
    answers: dict[str, str]


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [
            Row(line.pop("address"), line.pop("state"), line.pop("method"), line)
            for line in csv.DictReader(lines)
        ]


ROWS = rows()


def test_every_address_has_a_row_and_no_row_speaks_of_what_is_gone() -> None:
    assert {row.address for row in ROWS} == set(patterns())
    assert all(tuple(row.answers) == PEOPLE for row in ROWS)


def test_addresses_of_an_application_have_a_row_for_each_state() -> None:
    for name in OF_A_STATE:
        found = [row.state for row in ROWS if row.address == f"applications:{name}"]
        assert set(found) == set(State.values), name


def test_everybody_gets_the_answer_of_the_table(house: House) -> None:
    differing = []
    for row in ROWS:
        address = house.address(row.address, row.state)
        data = house.filled_in(row.address, row.state) if row.method == "POST" else None
        for name in PEOPLE:
            answer = answer_in_short(house.ask(name, row.method, address, data))
            if answer != row.answers[name]:
                differing.append((row.address, row.state, row.method, name, answer, row.answers[name]))
    assert differing == []


def test_nobody_is_answered_with_an_error_of_ours_and_signs_in_where_the_table_says(house: House) -> None:
    """The table itself is sane: no 500, private pages ask strangers to sign in, another city is never told more than 404."""
    for row in ROWS:
        assert not {answer for answer in row.answers.values() if answer.startswith("5")}, row
        # Of a file nobody learns that it is there, unless a door is open.
        is_public = row.address.startswith(("portal:", "standards:", "accounts:log", "files:"))
        is_public &= row.address == "portal:healthz" or not row.address.startswith(PRIVATE)
        is_public |= row.address in {*OPEN, *OPEN_ROWS}
        assert (row.answers["anonymous"] != "login") == is_public, row
        if row.address.removeprefix("applications:") in (*OF_A_STATE, "application_act"):
            strangers = {row.answers[name] for name in ("neighbour_filer", "far_filer", "far_reviewer")}
            assert strangers == {"404"}, row


def test_methods_that_an_address_does_not_know_are_refused_whoever_asks(house: House) -> None:
    known: dict[str, set[str]] = {}
    for row in ROWS:
        known.setdefault(row.address, set()).add(row.method)
    for name, methods in known.items():
        address = house.address(name)
        for method in set(METHODS) - methods:
            for person in ("anonymous", "system_admin"):
                assert house.ask(person, method, address).status_code == 405, (name, method, person)


def test_head_answers_like_get_without_a_body(house: House) -> None:
    for row in ROWS:
        if row.method != "GET":
            continue
        address = house.address(row.address, row.state)
        for name in ("anonymous", "director"):
            response = house.ask(name, "HEAD", address)
            assert answer_in_short(response) == row.answers[name], (row.address, name)
            assert response.content == b"", row.address


def actions(house: House) -> Iterator[tuple[Application, str, str]]:
    return ((house.applications[state], action, state) for state in STATES for action in MACHINE)


# Of those who never get in one neighbour and one other city stand for all; the table above has the rest.
AT_THE_DOOR = ("filer", "unit_admin", "reviewer", "director", "registrar", "neighbour_filer", "far_reviewer")


def sees(name: str, state: str) -> bool:
    """From submission on the office, from 报请 on the government; of a draft nobody but the unit."""
    if name in {"filer", "unit_admin"}:
        return True
    if name in {"reviewer", "director"}:
        return state != "draft"
    return name == "registrar" and state in {"shortlisted", "recognised", "declined"}


def expected(name: str, state: str, action: str) -> str:
    if not sees(name, state) or action == "recognise":
        return "404"
    if state not in MACHINE[action]:
        return "409"
    return "302" if name in who_may("city", state, action) else "403"


def test_the_one_door_of_actions_keeps_to_the_machine(house: House) -> None:
    """Through the browser what the services were asked before: state × action × person."""
    reviewing = house.applications["reviewing"]
    reviewing.steps.filter(template__kind__in=CONCLUDED_KINDS).update(
        opened_at=reviewing.moved_at, closed_at=reviewing.moved_at
    )
    differing = []
    for application, action, state in actions(house):
        address = house.address("applications:application_act", state, name=action)
        data = {"version": application.version, "comment": "理由充分。"}
        for name in AT_THE_DOOR:
            answer = answer_in_short(house.ask(name, "POST", address, data))
            if answer != expected(name, state, action):
                differing.append((state, action, name, answer, expected(name, state, action)))
    assert differing == []


def test_another_countys_id_is_answered_like_one_that_does_not_exist(house: House) -> None:
    """Nothing in the answer tells a row out of sight from one that is not there."""
    for name in [f"applications:{each}" for each in OF_A_STATE] + ["towns:town_detail", "towns:town_edit"]:
        method = "GET" if any((row.address, row.method) == (name, "GET") for row in ROWS) else "POST"
        there = house.address(name)
        missing = house.address(name, pk=987654321)
        for person in ("neighbour_filer", "far_filer", "far_reviewer"):
            answers = [house.ask(person, method, address) for address in (there, missing)]
            assert [answer.status_code for answer in answers] == [404, 404], (name, person)
            bodies = [answer.content.decode() for answer in answers]
            assert bodies[0].replace(there, "") == bodies[1].replace(missing, ""), (name, person)
