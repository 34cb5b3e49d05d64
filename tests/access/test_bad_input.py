"""Whatever is typed, pasted or written into an address: an answer in Chinese, never an error of ours (quality T36)."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction

from applications.models import Application
from tests.access.forms import FoundForm, forms_of
from tests.access.house import House, parameters
from tests.access.test_answers import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# As they go over the wire: some are no text at all.
HOSTILE = (
    "%00",
    "a%00b",
    "%FF%FE",
    "%ED%B2%80",
    "9" * 400,
    "1e400",
    "2026-02-30",
    "99999999999999999999",
    quote("２０２６年十三月"),
    quote("💣" * 3000),
    quote("<script>alert(1)</script>"),
    "%0D%0ASet-Cookie: x=1",
)
PEOPLE = ("filer", "director", "registrar", "statistician", "system_admin")
# The commonest names that pages read from their address.
QUERIES = ("after", "before", "state", "q", "level", "city", "county", "year", "list", "code", "page")
FORM = "application/x-www-form-urlencoded"
NUMBER = re.compile(r"\d+")


# Files to be kept or printed: nobody types anything into them.
PAPERS = (
    "_export",
    "_download",
    ":download",
    ":preview",
    ":paper_return",
    ":paper_application",
    ":paper_approval",
    ":roster_word",
    ":roster_pdf",
    ":roster_excel",
    ":holder_sheet",
)


def pages(house: House, name: str) -> Iterator[str]:
    """Every page that this person can open."""
    for row in ROWS:
        is_page = not row.address.endswith(PAPERS)
        if row.method == "GET" and row.answers[name] == "200" and is_page:
            yield house.address(row.address, row.state)


def forms_met(house: House) -> dict[tuple[str, str], tuple[str, FoundForm]]:
    """Every kind of form that somebody meets, once, with one person who meets it."""
    found: dict[tuple[str, str], tuple[str, FoundForm]] = {}
    for name in PEOPLE:
        for page in pages(house, name):
            response = house.ask(name, "GET", page)
            if not response.headers["Content-Type"].startswith("text/html"):
                # A paper or a table to be saved.
                continue
            for form in forms_of(page, response.content.decode()):
                kind = NUMBER.sub("0", form.action.partition("?")[0])
                found.setdefault((form.method, kind), (name, form))
    return found


def send(house: House, name: str, form: FoundForm, body: str) -> int:
    client = house.client(name)
    with transaction.atomic():
        if form.method == "get":
            response = client.get(f"{form.action.partition('?')[0]}?{body}")
        else:
            response = client.generic("POST", form.action, body, content_type=FORM)
        transaction.set_rollback(True)
    return int(response.status_code)


def body_with(form: FoundForm, hostile: str, *, only: str = "") -> str:
    """The form as it stands on the page, with the hostile value in one field or in all."""
    kept = {"csrfmiddlewaretoken", "next"}
    return "&".join(
        f"{name}={hostile if (only or name) == name and name not in kept else quote(value)}"
        for name, value in form.fields.items()
    )


def test_no_form_breaks(house: House) -> None:
    broken = []
    forms = forms_met(house)
    assert len(forms) > 20
    for name, form in forms.values():
        twice = "&".join(f"{field}={quote(value)}" for field, value in form.fields.items() for _ in range(2))
        bodies = [body_with(form, value) for value in HOSTILE]
        bodies += ["", "=&&=", "version=1&version=x", twice]
        if len(form.fields) < 12:
            bodies += [body_with(form, "%00", only=only) for only in form.fields]
        for body in bodies:
            status = send(house, name, form, body)
            if status >= 500:
                broken.append((form.method, form.action, body[:80], status))
    assert broken == []


def test_no_address_breaks(house: House) -> None:
    for row in ROWS:
        if row.method != "GET" or row.state not in {"", "reviewing"}:
            continue
        name = "director" if row.answers["director"] == "200" else "system_admin"
        for value in ("%00", "%ED%B2%80", "9" * 400, "9999-12-31T23:59:59-14:00~1", "~~", "%5B%5D"):
            query = "&".join(f"{each}={value}" for each in QUERIES)
            address = f"{house.address(row.address, row.state)}?{query}"
            assert house.client(name).get(address).status_code < 500, address


def test_numbers_beyond_every_column_are_simply_not_there(house: House) -> None:
    keys = ("pk", "round_pk", "user_pk", "organisation_pk", "superior_pk", "step_pk")
    for row in ROWS:
        for key in set(keys) & set(parameters(row.address)) if row.state in {"", "reviewing"} else ():
            for number in (0, 2**31, 2**63, 10**30):
                address = house.address(row.address, row.state, **{key: number})
                status = house.ask("system_admin", row.method, address).status_code
                assert status in {403, 404}, address


def test_what_does_not_hold_comes_back_with_what_was_typed_and_says_where(house: House) -> None:
    client = house.client("filer")
    draft = house.applications["draft"]
    page = house.address("applications:application_block", "draft", key="market")
    typed = {"version": 0, "exports_2025": "十二", "market_text": "远销海外，供不应求。"}
    response = client.post(page, typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert "请填数字，例如 12.5" in html
    assert 'value="十二"' in html and "远销海外，供不应求。" in html
    assert 'href="#market_exports_2025"' in html
    assert Application.objects.get(pk=draft.pk).draft == draft.draft


def test_an_old_tab_overwrites_nothing_and_loses_nothing(house: House) -> None:
    client = house.client("filer")
    draft = house.applications["draft"]
    page = house.address("applications:application_block", "draft", key="market")
    assert client.post(page, {"version": 0, "market_text": "第一次保存。"}).status_code == 302
    response = client.post(page, {"version": 0, "market_text": "旧页面上的话。"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "旧页面上的话。" in html and "第一次保存。" in html
    assert Application.objects.get(pk=draft.pk).draft["answers"]["market_text"] == "第一次保存。"


def test_a_second_click_is_told_who_was_first(house: House) -> None:
    client = house.client("filer")
    draft = house.applications["draft"]
    submit = house.address("applications:application_act", "draft", name="submit")
    assert client.post(submit, {"version": draft.version}).status_code == 302
    response = client.post(submit, {"version": draft.version})
    assert response.status_code == 409
    html = response.content.decode()
    assert "现在是“待推荐”，不能再提交。" in html
    assert house.world.filer.user.display_name in html


def test_markup_that_somebody_types_is_shown_as_text(house: House) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    client = house.client("filer")
    edit = house.address("applications:application_edit", "draft")
    save = house.address("applications:application_block", "draft", key="history")
    assert client.post(save, {"version": 0, "history_text": evil}).status_code == 302
    for page in (edit, house.address("applications:application_detail", "draft")):
        html = client.get(page).content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html
        assert "&lt;script&gt;alert(1)" in html
