"""Help where it is needed: guides, first steps and 填写检查 at the desk and on a telephone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from applications.models import Application
from portal.selectors.guides import GUIDES
from tests.applications.thread import filled
from tests.factories import World
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_guide_has_a_fault(world: World, sign_in: SignIn, look: Look) -> None:
    page = sign_in(None)
    for path in ("/help/", *(f"/help/{guide.slug}/" for guide in GUIDES)):
        page.goto(path)
        look(page)


def test_the_first_steps_are_put_away_without_javascript(world: World, sign_in: SignIn, look: Look) -> None:
    User.objects.update(tour_done_at=None)
    page = sign_in(world.filer)
    page.goto("/workbench/")
    look(page)
    plain = sign_in(world.filer, java_script_enabled=False)
    plain.goto("/workbench/")
    plain.get_by_role("button", name="知道了，收起").click()
    expect(plain.get_by_text("新手引导已收起")).to_be_visible()
    expect(plain.get_by_text("第一次使用，从这里开始")).to_have_count(0)


def test_the_draft_is_checked_as_a_page_of_its_own(world: World, sign_in: SignIn, look: Look) -> None:
    draft = filled(world, output="4")
    plain = sign_in(world.filer, java_script_enabled=False)
    plain.goto(f"/applications/{draft.pk}/")
    plain.get_by_role("link", name="检查一次").click()
    expect(plain.get_by_text("条标准：")).to_be_visible()
    page = sign_in(world.filer)
    page.goto(f"/applications/{draft.pk}/precheck/")
    look(page)


def test_what_cannot_be_read_takes_the_focus(world: World, sign_in: SignIn, look: Look) -> None:
    draft = filled(world)
    Application.objects.filter(pk=draft.pk).update(draft={**draft.draft, "category": "elsewhere"})
    page = sign_in(world.filer)
    page.goto(f"/applications/{draft.pk}/precheck/")
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
