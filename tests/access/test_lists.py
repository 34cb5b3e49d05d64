"""Every list that leaves as a file: no text of anybody's becomes a formula (T28), and both forms say the same."""

from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from accounts.models import Organisation, User
from applications.models import Decision, Round
from core import lists
from core.sheets import as_data, is_formula
from notifications.models import Message
from records.models import TaskFailure
from records.services import record
from standards.models import Standard
from tests.access.house import PEOPLE, House
from tests.access.test_answers import ROWS
from tests.factories import DesignationFactory
from tests.harness.books import cells_of, lines_of
from towns.models import Enterprise, Figure, Indicator, Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What people typed, and what stands in a column of some list.
TYPED: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Organisation, ("name", "short_name")),
    (User, ("display_name",)),
    (Town, ("name", "main_industry")),
    (Enterprise, ("name",)),
    (Figure, ("source", "scope")),
    (Indicator, ("name",)),
    (Round, ("title",)),
    (Decision, ("title",)),
    (Standard, ("title", "document_title")),
    (Message, ("words",)),
    (TaskFailure, ("error",)),
)
SIGNS = ("=", "＝", "\t-")
EXPORTS = sorted({row.address for row in ROWS if row.address.endswith("_export")})


def poison(house: House, sign: str) -> None:
    for model, fields in TYPED:
        for field in fields:
            longest = model._meta.get_field(field).max_length or 1000
            changed = Substr(Concat(Value(sign), F(field), output_field=models.TextField()), 1, longest)
            model._default_manager.update(**{field: changed})
    DesignationFactory(town=house.world.town, authority=house.world.city)
    for name in ("filer", "director", "system_admin"):
        person = house.person(name)
        assert person and person.user and person.organisation
        person.user.refresh_from_db()
        record(
            actor=person, verb="application.submit", target=house.applications["draft"], comment=f"{sign}意见"
        )


def readers(address: str) -> list[str]:
    """Everybody whom the table lets read it."""
    (row,) = [row for row in ROWS if row.address == address and row.method == "GET"]
    return [name for name in PEOPLE if row.answers[name] == "200"]


def files(house: House, address: str, name: str) -> tuple[bytes, bytes]:
    path = house.address(address)
    return tuple(
        house.ask(name, "GET", f"{path}?state=all&format={form}").content for form in ("xlsx", "csv")
    )  # type: ignore[return-value]


def test_every_registered_list_has_an_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    answer: Any = lists._answers[0]
    monkeypatch.setattr(
        lists,
        "_answers",
        [lambda request, listing, place: asked.add(listing.key) or answer(request, listing, place)],
    )
    for address in EXPORTS:
        house.ask(readers(address)[0], "GET", house.address(address))

    assert asked == {each.key for each in lists.registered()}


@pytest.mark.parametrize("sign", SIGNS, ids=["half", "full", "tab"])
def test_no_column_of_any_list_becomes_a_formula_and_both_forms_say_the_same(house: House, sign: str) -> None:
    poison(house, sign)
    seen = 0
    for address in EXPORTS:
        for name in readers(address)[:3]:
            with transaction.atomic():
                book, plain = files(house, address, name)
            cells = cells_of(book)
            texts = [cell for row in cells for cell in row if isinstance(cell.value, str)]
            assert {cell.data_type for cell in texts} <= {"s"}, (address, name)
            assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "d"}, (address, name)
            risky = [cell.value for cell in texts if is_formula(cell.value)]
            seen += len(risky)
            found = lines_of(plain)
            assert len(found) == len(cells)
            marked = [
                text
                for line in found
                for text in line
                if is_formula(text) and not text.lstrip("-").replace(".", "").isdigit()
            ]
            assert all(text.startswith("'") for text in marked), (address, name)
            assert sorted(as_data(text) for text in marked) == sorted(risky), (address, name)
    assert seen > 60, "the poison is not in the lists"
