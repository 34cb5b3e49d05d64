"""Two kinds of message, a unit with people, and a mail server that keeps what it gets."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation
from notifications import kinds, liveness
from notifications.enums import Channel
from notifications.kinds import Kind
from tests.factories import OrganisationFactory, actor

ARRIVED = Kind("trial", "试验送达", "复核员", "{town}的申报已送到。")
RETURNED = Kind("trial_returned", "试验退回", "填报员", "{town}的申报已退回。", urgent=True)
ENDED = Kind("trial_ended", "试验办结", "填报员", "{town}已经认定。", only_while_open=False)
QUIET = Kind("trial_quiet", "试验提示", "所有人", "{town}有更新。", channels=frozenset({Channel.SITE}))

# A Monday, the day on which it is a holiday, and the Saturday before; all in 北京时间.
MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
SATURDAY = datetime(2026, 11, 21, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Unit:
    """A county with a clerk and a head, and the clerk of another county."""

    organisation: Organisation
    clerk: Actor
    head: Actor
    stranger: Actor


@pytest.fixture(autouse=True)
def registered_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the kinds of these tests, and nobody who says what is settled."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(liveness, "_questions", {})
    kinds.register(ARRIVED, RETURNED, ENDED, QUIET)


@pytest.fixture
def unit(db: None) -> Unit:
    return build_unit()


def build_unit() -> Unit:
    organisation = OrganisationFactory()
    return Unit(
        organisation=organisation,
        clerk=actor(Role.FILER, organisation=organisation),
        head=actor(Role.UNIT_ADMIN, organisation=organisation),
        stranger=actor(Role.FILER),
    )


def browser_of(who: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client
