"""Who is told, once, and who is not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from notifications import kinds
from notifications.kinds import Kind
from notifications.models import Message
from notifications.services import notify, notify_users
from tests.factories import MembershipFactory, MessageFactory, OrganisationFactory, UserFactory
from tests.notifications.conftest import ARRIVED, Unit, build_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
EVERYBODY = (Role.FILER, Role.UNIT_ADMIN)


def tell(unit: Unit, **others):
    facts = {
        "kind": "trial",
        "organisation": unit.organisation,
        "roles": EVERYBODY,
        "words": {"town": "试验醋"},
        "url": "/applications/1/",
    }
    return notify(**{**facts, **others})


def readers() -> set:
    return {message.user for message in Message.objects.select_related("user")}


def test_the_holders_of_the_roles_are_told_and_nobody_else(unit):
    assert tell(unit) == 2
    assert readers() == {unit.clerk.user, unit.head.user}
    message = Message.objects.get(user=unit.clerk.user)
    assert (message.words, message.url, message.organisation) == (
        "试验醋的申报已送到。",
        "/applications/1/",
        unit.organisation,
    )
    assert (message.read_at, message.digested_at, message.target_type) == (None, None, "")
    assert message.title == "试验送达"


def test_another_role_another_unit_and_nobody_at_all(unit):
    assert tell(unit, roles=[Role.FILER]) == 1
    assert readers() == {unit.clerk.user}
    assert tell(unit, organisation=OrganisationFactory()) == 0
    assert tell(unit, roles=[]) == 0


def test_a_role_that_ends_today_or_begins_tomorrow_does_not_count(unit):
    today = timezone.localdate()
    Membership.objects.filter(user=unit.clerk.user).update(until=today)
    MembershipFactory(organisation=unit.organisation, role=Role.FILER, since=today + timedelta(days=1))
    assert tell(unit) == 1
    assert readers() == {unit.head.user}


def test_a_closed_account_and_a_closed_unit_are_told_nothing(unit):
    unit.clerk.user.is_active = False
    unit.clerk.user.save(update_fields=["is_active"])
    assert tell(unit) == 1
    unit.organisation.is_active = False
    unit.organisation.save(update_fields=["is_active"])
    assert tell(unit) == 0


def test_two_roles_make_one_message(unit):
    MembershipFactory(user=unit.clerk.user, organisation=unit.organisation, role=Role.UNIT_ADMIN)
    assert tell(unit) == 2
    assert Message.objects.filter(user=unit.clerk.user).count() == 1


def test_whoever_did_it_knows_already(unit):
    assert tell(unit, but_not=unit.clerk.user) == 1
    assert readers() == {unit.head.user}


def test_named_people_are_told_as_far_as_they_belong_to_the_unit(unit):
    told = notify_users(
        kind="trial",
        users=[unit.clerk.user, unit.clerk.user, unit.head.user, unit.stranger.user],
        organisation=unit.organisation,
        words={"town": "试验醋"},
        url="/workbench/",
        but_not=unit.head.user,
    )
    assert told == 1
    assert readers() == {unit.clerk.user}


def test_what_it_is_about_is_kept(unit):
    tell(unit, target=unit.organisation)
    assert Message.objects.about(unit.organisation).count() == 2
    assert Message.objects.about(unit.stranger.organisation).count() == 0
    assert Message.objects.first().target_type == "accounts.organisation"


def test_one_key_comes_once_and_reaches_who_joins_later(unit):
    assert tell(unit, key="due-2026-12-01") == 2
    assert tell(unit, key="due-2026-12-01") == 0
    late = MembershipFactory(organisation=unit.organisation, role=Role.FILER)
    assert tell(unit, key="due-2026-12-01") == 1
    assert Message.objects.filter(user=late.user).count() == 1
    assert tell(unit, key="due-2026-12-02") == 3
    assert tell(unit) == tell(unit) == 3


def test_a_key_that_somebody_else_wrote_meanwhile_disturbs_nobody(unit, monkeypatch):
    """Both have looked before either wrote: the constraint decides."""
    tell(unit, key="k")
    everybody = type(unit.clerk.user).objects.filter(memberships__organisation=unit.organisation)
    monkeypatch.setattr(
        "notifications.services.telling._unreached", lambda readers, key: everybody.order_by("pk")
    )
    tell(unit, key="k")
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_who_send_the_same_key_at_once_send_it_once():
    unit = build_unit()
    for _ in range(10):
        MembershipFactory(organisation=unit.organisation, role=Role.FILER)
    gate = Barrier(6)

    def one(_: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait(30)
            with transaction.atomic():
                tell(unit, key="closing")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(6)))
    assert Message.objects.count() == 12
    with pytest.raises(IntegrityError):
        MessageFactory(user=unit.clerk.user, key="closing")


def test_a_transaction_that_fails_takes_its_messages_along(unit):
    def fail_afterwards() -> None:
        with transaction.atomic():
            tell(unit)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_afterwards()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nobody-registered-this"},
        {"words": {}},
    ],
)
def test_a_mistake_in_the_call_shows_at_once_even_where_nobody_is_told(unit, wrong):
    with pytest.raises(KeyError):
        tell(unit, **{"roles": [], **wrong})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "workbench/",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "///evil.example",
        "/" * 201,
    ],
)
def test_a_message_never_leads_elsewhere(unit, url):
    with pytest.raises(ValueError, match="page of this portal"):
        tell(unit, url=url)


@pytest.mark.parametrize(
    "url", ["", "workbench/", "https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_the_database_refuses_an_address_elsewhere_too(unit, url):
    with pytest.raises(IntegrityError, match="notifications_message_local_address"):
        MessageFactory(user=unit.clerk.user, url=url)


def test_the_cost_does_not_grow_with_the_readers(unit):
    counts = set()
    for number in (1, 30):
        for _ in range(number):
            MembershipFactory(organisation=unit.organisation, role=Role.FILER)
        with CaptureQueriesContext(connection) as caught, transaction.atomic():
            tell(unit, key=f"k{number}")
        counts.add(sum("SELECT" in each["sql"] or "INSERT" in each["sql"] for each in caught))
    assert counts == {2}


def test_the_sentence_stays_on_one_line_and_within_its_column(unit):
    tell(unit, words={"town": "醋\r\n<b>镇</b>\0 {kind}" + "长" * 400})
    words = Message.objects.first().words
    assert words.startswith("醋 <b>镇</b> {kind}长")
    assert (len(words), words[-1]) == (300, "…")


def test_a_name_stands_for_one_kind():
    kinds.register(ARRIVED)
    with pytest.raises(ValueError, match="trial"):
        kinds.register(Kind("trial", "另一种", "所有人", "别的话。"))
    assert [kind.name for kind in kinds.kinds()] == ["trial", "trial_returned", "trial_ended", "trial_quiet"]


def test_a_message_outlives_its_kind(unit):
    message = MessageFactory(kind="left-the-code", user=unit.clerk.user)
    assert (message.title, message.is_urgent, str(message)) == ("通知", False, message.words)
    assert UserFactory().messages.count() == 0
