"""Every refusal becomes the same kind of page, is written down, and keeps nothing in a cache."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.actors import ANONYMOUS
from core.errors import Conflict, DomainError, Invalid, NotAllowed
from core.middleware import DomainErrorMiddleware
from core.requests import current_request
from records.enums import Outcome
from records.models import Act
from tests.factories import World, build_world

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def clerk(world: World) -> Client:
    client = Client()
    assert world.filer.user
    client.force_login(world.filer.user)
    return client


def answer_to(error: Exception, **headers: str) -> HttpResponse | None:
    request = RequestFactory(headers=headers).get("/applications/queue/")
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    return DomainErrorMiddleware(lambda _: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(("error", "status"), [(NotAllowed, 403), (Conflict, 409), (Invalid, 400)])
def test_each_refusal_has_its_page_with_its_own_words(error: type[DomainError], status: int) -> None:
    response = answer_to(error("由填报员办理。"))
    assert response is not None
    assert (response.status_code, "由填报员办理。" in response.content.decode()) == (status, True)


def test_a_conflict_tells_what_happened_meanwhile() -> None:
    response = answer_to(Conflict("不能再受理。", detail=["11月22日 10:32，演示复核员受理。"]))
    assert response is not None
    assert "11月22日 10:32，演示复核员受理。" in response.content.decode()


def test_other_errors_are_left_to_whoever_knows_them() -> None:
    assert answer_to(ValueError("not ours")) is None
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/applications/", "http://testserver/applications/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_only_to_our_own_pages(came_from: str, leads_to: str) -> None:
    response = answer_to(NotAllowed("不行。"), referer=came_from)
    assert response is not None
    html = response.content.decode()
    assert f'href="{leads_to}"' in html
    assert "evil" not in html and "javascript:" not in html


def test_what_was_refused_is_written_down_with_who_and_where(world: World, clerk: Client) -> None:
    assert clerk.get("/applications/queue/", REMOTE_ADDR="10.1.2.3").status_code == 403
    act = Act.objects.get(verb="request.refused")
    assert (act.outcome, act.user, act.organisation) == (Outcome.REFUSED, world.filer.user, world.county)
    assert (act.address, len(act.request_number)) == ("10.1.2.3", 32)
    assert act.details == {"path": "/applications/queue/", "status": 403}
    assert act.comment == "复核队列由领导小组办公室的复核员和主任使用。"


def test_two_requests_have_two_numbers_and_nothing_of_them_stays(clerk: Client) -> None:
    for _ in range(2):
        clerk.get("/applications/queue/")
    numbers = set(Act.objects.filter(verb="request.refused").values_list("request_number", flat=True))
    assert len(numbers) == 2
    assert current_request.get().number == ""


def test_only_pages_of_signed_in_people_are_private(clerk: Client) -> None:
    assert clerk.get("/towns/").headers["Cache-Control"] == "no-store, private"
    assert "no-store" not in Client().get("/towns/").headers.get("Cache-Control", "")


def test_the_actor_is_there_before_any_view_is_asked(world: World) -> None:
    client = Client()
    assert client.get("/towns/").wsgi_request.actor.is_anonymous  # type: ignore[attr-defined]
    assert world.filer.user
    client.force_login(world.filer.user)
    assert client.get("/towns/").wsgi_request.actor.organisation == world.county  # type: ignore[attr-defined]
