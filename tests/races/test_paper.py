"""Paper in several hands at the same instant; what takes the row lock away is shown in test_control."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts import services as people
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, FactSheet, StampedScan
from applications.services import drafting, registering, stamping
from records.models import Act
from tests.applications.services.test_registering import keyed_in, registered
from tests.applications.thread import at, content, filled
from tests.applications.uploads import upload
from tests.factories import MembershipFactory, World, actor
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]


def test_of_two_who_finish_one_does(world: World, rush: Rush) -> None:
    row = keyed_in(world, world.reviewer)
    colleague = actor(Role.REVIEWER, organisation=world.office)
    finish = registering.finish_paper_application
    crowd = rush([partial(finish, actor=who, application=row) for who in (world.reviewer, colleague)])
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    assert FactSheet.objects.count() == 1
    assert Act.objects.filter(verb="application.recommend").count() == 1


def test_a_paper_and_an_online_draft_for_one_town_are_one(world: World, rush: Rush) -> None:
    crowd = rush(
        [
            partial(registered, world, world.reviewer),
            partial(drafting.create_application, actor=world.filer, round_=world.round, town=world.town),
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    assert Application.objects.count() == 1


def test_finishing_against_deleting_has_one_outcome(world: World, rush: Rush) -> None:
    row = keyed_in(world, world.reviewer)
    crowd = rush(
        [
            partial(registering.finish_paper_application, actor=world.reviewer, application=row),
            partial(drafting.delete_draft, actor=world.director, application=row),
        ]
    )
    assert crowd.outcomes["done"] == 1 and sum(crowd.outcomes.values()) == 2
    left = Application.objects.filter(state=State.RECOMMENDED).count()
    assert left == FactSheet.objects.count() == Application.objects.count()


def test_two_who_bring_the_stamped_print_bring_two_versions(world: World, rush: Rush) -> None:
    row = at(world, State.SUBMITTED)
    crowd = rush(
        [
            partial(
                stamping.add_stamped_scan,
                actor=who,
                application=row,
                number=1,
                upload=upload("盖章.pdf", who.role_names),
            )
            for who in (world.filer, world.unit_admin)
        ]
    )
    assert crowd.outcomes == {"done": 2}
    assert list(StampedScan.objects.get().stored_file.versions.values_list("number", flat=True)) == [1, 2]


def test_saving_while_it_is_handed_over_loses_neither(world: World, rush: Rush) -> None:
    draft = filled(world)
    heir = MembershipFactory(organisation=world.county, role=Role.FILER).user
    assert world.filer.user is not None
    crowd = rush(
        [
            partial(
                people.hand_over,
                actor=world.unit_admin,
                user=world.filer.user,
                to_user=heir,
                until=timezone.localdate(),
            ),
            partial(
                drafting.save_draft,
                actor=world.filer,
                application=draft,
                draft=content(history_text="始于明代。"),
                version=draft.version,
            ),
        ]
    )
    assert crowd.outcomes == {"done": 2}
    draft.refresh_from_db()
    assert draft.keeper == heir and draft.draft["answers"]["history_text"] == "始于明代。"
