"""The last pages: each renders without a database, says what happened, and shows a way on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from core.errors import Conflict, NotAllowed
from core.middleware import DomainErrorMiddleware
from portal.views import errors
from tests.front.helpers import elements

PAGES = {
    400: ("这个请求没有办成", lambda request: errors.bad_request(request, SuspiciousOperation())),
    403: ("您现在不能办理这件事", lambda request: errors.permission_denied(request, PermissionDenied())),
    404: ("没有这个页面", lambda request: errors.page_not_found(request, Http404())),
    500: ("系统出了问题", errors.server_error),
}


def request_for(**cookies: str) -> HttpRequest:
    request = RequestFactory().get("/towns/1/")
    request.COOKIES.update(cookies)
    return request


def refused(exception: Exception, monkeypatch: pytest.MonkeyPatch, **headers: str) -> HttpResponse:
    """What the middleware answers; the record of the refusal is left out, for it needs a database."""
    monkeypatch.setattr("core.middleware.acts.record", lambda **facts: None)
    request = RequestFactory().post("/applications/1/", headers=headers)
    response = DomainErrorMiddleware(lambda _: HttpResponse()).process_exception(request, exception)
    assert response is not None
    return response


# None of these tests may touch a database: without the mark any query fails the test.
@pytest.mark.parametrize("status", PAGES)
def test_the_page_needs_neither_database_nor_session(status: int) -> None:
    words, view = PAGES[status]

    response = view(request_for())
    page = response.content.decode()

    assert response.status_code == status
    assert f"<h1>{words}</h1>" in page
    assert f"错误代号 {status}" in page
    assert "/" in [each["href"] for each in elements(page, "a")]


def test_large_letters_stay_large_on_an_error_page() -> None:
    assert 'class="is-large"' in errors.page_not_found(request_for(large_text="1")).content.decode()
    assert 'class="is-large"' not in errors.page_not_found(request_for()).content.decode()


def test_a_refusal_gives_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    response = refused(NotAllowed("由太原市专业镇办的办公室主任办理。"), monkeypatch)

    assert response.status_code == 403
    assert "由太原市专业镇办的办公室主任办理。" in response.content.decode()


def test_a_conflict_tells_what_happened_meanwhile_and_leads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = Conflict("已经受理。", detail=["演示复核员 5月20日 10:12 受理", "编号 1401"])

    response = refused(conflict, monkeypatch, referer="http://testserver/applications/1/")
    page = response.content.decode()

    assert response.status_code == 409
    assert page.index("已经受理。") < page.index("演示复核员 5月20日 10:12 受理") < page.index("编号 1401")
    assert "/applications/1/" in " ".join(each["href"] for each in elements(page, "a"))


def test_the_way_back_never_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    page = refused(Conflict("已经受理。"), monkeypatch, referer="https://elsewhere.example/").content.decode()

    assert "elsewhere.example" not in page


@pytest.mark.django_db
def test_a_page_that_is_too_old_says_how_to_cure_it() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/preferences/text-size/", {"next": "/"})
    page = response.content.decode()

    assert response.status_code == 403
    for words in ("没有提交", "后退", "复制", "刷新"):
        assert words in page


def test_what_people_typed_is_shown_as_text() -> None:
    page = render_to_string("409.html", {"message": "<script>", "detail": ["<b>"], "back_url": "/"})

    assert "<script>" not in page
    assert "<b>" not in page
