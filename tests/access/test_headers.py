"""What every answer carries, whoever asks: a strict policy, nothing inline, nothing private in a cache (quality T22)."""

from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.access.house import House
from tests.access.test_answers import ROWS
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# What somebody uploaded may do less than any page.
OF_A_FILE = {
    "sandbox": "",
    "default-src": "'none'",
    "script-src": None,
    "style-src": None,
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# The preview alone may stand in a frame, and in one of ours only.
OF_A_PREVIEW = {**OF_A_FILE, "frame-ancestors": "'self'"}


class Inline(HTMLParser):
    """Collects what a strict policy would refuse to run or apply."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        self.found += [
            f"{tag} {value}" for value in names.values() if (value or "").startswith("javascript:")
        ]


def inline_in(response: HttpResponse) -> list[str]:
    parser = Inline()
    parser.feed(response.content.decode())
    return parser.found


def policy_of(response: HttpResponse) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _, value in (each.strip().partition(" ") for each in directives)}


def demand_headers(response: HttpResponse, where: object, *, is_preview: bool = False) -> None:
    found = policy_of(response)
    is_file = "sandbox" in found
    wanted = (OF_A_PREVIEW if is_preview else OF_A_FILE) if is_file else POLICY
    assert {name: found.get(name) for name in wanted} == wanted, where
    assert "unsafe" not in response.headers["Content-Security-Policy"], where
    assert response.headers["X-Content-Type-Options"] == "nosniff", where
    frame = "SAMEORIGIN" if is_file and is_preview else "DENY"
    assert response.headers["X-Frame-Options"] == frame, where
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert response.headers["Referrer-Policy"] == "same-origin", where


def test_every_page_of_everybody_is_strict_and_holds_nothing_inline(house: House) -> None:
    for row in ROWS:
        if row.method != "GET" or row.state not in {"", "draft", "reviewing"}:
            continue
        address = house.address(row.address, row.state)
        names = ("anonymous", "filer", "director", "system_admin")
        # A page that is refused looks the same everywhere: one refusal of each address is enough.
        for name in {row.answers[each]: each for each in names}.values():
            response = house.ask(name, "GET", address)
            demand_headers(response, (row.address, name), is_preview=row.address == "files:preview")
            if response.headers["Content-Type"].startswith("text/html"):
                assert inline_in(response) == [], (row.address, name)


def test_pages_of_people_who_are_signed_in_are_kept_by_nobody(house: House) -> None:
    for row in ROWS:
        if row.method != "GET" or row.state not in {"", "reviewing"}:
            continue
        response = house.ask("director", "GET", house.address(row.address, row.state))
        if row.answers["anonymous"] == "login" or response.headers["Content-Type"].startswith("text/html"):
            assert "no-store" in response.headers["Cache-Control"], row.address


def test_error_pages_are_as_strict_as_the_others(house: House) -> None:
    for address in ("/nowhere/", "/towns/999999/", "/applications/queue/", "/%00", "/towns/?after=%00"):
        for name in ("anonymous", "filer"):
            response = house.ask(name, "GET", address)
            demand_headers(response, address)
            assert inline_in(response) == []
            assert response.status_code < 500


def test_a_form_without_its_token_is_refused_with_the_cure(house: House) -> None:
    """Everything that changes something: the answer is 403 in Chinese, and nothing has changed."""
    before = house.applications["draft"].version
    for row in ROWS:
        if row.method != "POST" or row.state not in {"", "draft"}:
            continue
        client = house.client("filer", enforce_csrf_checks=True)
        response = client.post(house.address(row.address, row.state), house.filled_in(row.address, row.state))
        assert response.status_code == 403, row.address
        assert "刷新" in response.content.decode(), row.address
    house.applications["draft"].refresh_from_db()
    assert house.applications["draft"].version == before


def test_cookies_stay_out_of_reach_of_scripts(house: House) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"username": house.world.filer.user.username, "password": PASSWORD})
    client.post("/preferences/text-size/", {"next": "/"})
    assert {"sessionid", "csrftoken", "large_text"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert name == "large_text" or cookie["httponly"], name


def test_a_foreign_host_is_refused_and_never_repeated(house: House) -> None:
    for header in ("HTTP_HOST", "HTTP_X_FORWARDED_HOST"):
        response = Client(**{header: "evil.example"}).get("/accounts/login/")
        assert "evil.example" not in response.content.decode()
    assert Client(HTTP_HOST="evil.example").get("/").status_code == 400


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "javascript:alert(1)",
    "http:evil.example",
    "https:///evil.example",
    "\x00//evil.example",
    "/accounts/login/?next=/",
)


def test_after_signing_in_nobody_lands_elsewhere(house: House) -> None:
    who = {"username": house.world.filer.user.username, "password": PASSWORD}
    for target in ELSEWHERE:
        response = Client().post("/accounts/login/", {**who, "next": target})
        assert (response.status_code, response.headers["Location"]) == (302, "/workbench/"), target
        back = Client().post("/preferences/text-size/", {"next": target})
        assert "evil" not in back.headers["Location"] and back.headers["Location"].startswith("/"), target
