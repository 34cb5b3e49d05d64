"""限报: what a unit may recommend in a round, what gives a place back, and what the clerk is told beforehand."""

import pytest
from django.db import transaction

from applications.enums import State
from applications.models import Application, RoundApplicant
from applications.selectors.rounds import Place, place_of
from applications.services import filing
from core.errors import NotAllowed
from tests.applications.thread import at, sent_back_for_correction
from tests.factories import ApplicationFactory, TownFactory, World
from tests.harness.pages import Browser, browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
__all__ = ["browser_of"]


def allow(world: World, quota: int | None) -> None:
    RoundApplicant.objects.filter(round=world.round, organisation=world.county).update(quota=quota)


def submitted(world: World) -> Application:
    return ApplicationFactory(
        round=world.round,
        applicant=world.county,
        town=TownFactory(owner=world.county),
        state=State.SUBMITTED,
    )


def recommend(world: World, application: Application) -> Application:
    return filing.recommend_application(actor=world.unit_admin, application=application)


def place(world: World) -> Place | None:
    return place_of(world.county, world.round)


def test_the_last_place_is_the_last(world: World) -> None:
    allow(world, 1)
    recommend(world, submitted(world))
    second = submitted(world)
    with pytest.raises(NotAllowed, match="限报 1 个，本单位已推荐 1 个"), transaction.atomic():
        recommend(world, second)
    second.refresh_from_db()
    assert second.state == State.SUBMITTED
    assert place(world) == Place(quota=1, taken=1)


def test_what_is_taken_back_gives_its_place_back(world: World) -> None:
    allow(world, 1)
    first = recommend(world, submitted(world))
    filing.withdraw_application(actor=world.filer, application=first)
    assert place(world) == Place(quota=1, taken=0)
    assert recommend(world, submitted(world)).state == State.RECOMMENDED


def test_an_offices_question_keeps_the_place(world: World) -> None:
    allow(world, 1)
    sent_back_for_correction(world, at(world, State.REVIEWING))
    found = place(world)
    assert found is not None and found.is_full
    with pytest.raises(NotAllowed, match="限报 1 个"), transaction.atomic():
        recommend(world, submitted(world))


def test_without_a_quota_there_is_no_end(world: World) -> None:
    for _ in range(3):
        recommend(world, submitted(world))
    found = place(world)
    assert found == Place(quota=None, taken=3) and not found.is_full
    assert place_of(world.far_county, world.round) is None


def test_the_clerk_reads_it_before_filling_in(world: World, browser_of: Browser) -> None:
    address, client = f"/applications/new/{world.round.pk}/", browser_of(world.filer)
    assert "推荐数不限，已推荐 0 个" in client.get(address).content.decode()
    allow(world, 2)
    recommend(world, submitted(world))
    html = client.get(address).content.decode()
    assert "限报 2 个，已推荐 1 个" in html and "名额已满" not in html
    recommend(world, submitted(world))
    assert "名额已满" in client.get(address).content.decode()
