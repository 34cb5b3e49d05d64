"""The people of a unit, changed by many at once: one account, one hand-over, and never a unit without its head."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.enums import Role
from accounts.models import Membership, User
from records.models import Act
from tests.factories import MembershipFactory, World, actor
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]


def test_one_username_becomes_one_account(world: World, rush: Rush) -> None:
    heads = [world.unit_admin, *(actor(Role.UNIT_ADMIN) for _ in range(7))]
    crowd = rush(
        [
            partial(
                services.invite_colleague,
                actor=head,
                username="zhang.san",
                display_name="试验张三",
                telephone="",
                role=Role.FILER,
            )
            for head in heads
        ]
    )
    assert crowd.outcomes == {"done": 1, "Invalid": 7}
    assert Membership.objects.filter(user=User.objects.get(username="zhang.san")).count() == 1
    assert {refusal.message for refusal in crowd.refusals} == {"这个用户名已有人使用，请换一个。"}


def test_of_two_heads_who_end_each_other_one_stays(world: World, rush: Rush) -> None:
    one = world.unit_admin
    other = actor(Role.UNIT_ADMIN, organisation=world.county)
    calls = [
        partial(
            services.end_roles,
            actor=who,
            user=whom.user,
            memberships=[whom.user.memberships.get().pk],
        )
        for who, whom in ((one, other), (other, one))
    ]
    crowd = rush(calls)
    assert crowd.outcomes == {"done": 1, "NotAllowed": 1}
    assert "最后一名" in crowd.refusals[0].message
    left = Membership.objects.at(timezone.localdate()).filter(organisation=world.county, role=Role.UNIT_ADMIN)
    assert left.count() == 1


def test_one_hand_over_of_eight_takes_place(world: World, rush: Rush) -> None:
    clerk = world.filer.user
    row = clerk.memberships.get()
    heirs = [MembershipFactory(organisation=world.county, role=Role.STATISTICIAN).user for _ in range(8)]
    seen = services.hand_over_fingerprint([row])
    crowd = rush(
        [
            partial(
                services.hand_over,
                actor=world.unit_admin,
                user=clerk,
                to_user=heir,
                until=timezone.localdate(),
                seen=seen,
            )
            for heir in heirs
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    assert Act.objects.filter(verb="membership.hand_over").count() == 1
    holders = Membership.objects.at(timezone.localdate()).filter(organisation=world.county, role=Role.FILER)
    assert holders.count() == 1
