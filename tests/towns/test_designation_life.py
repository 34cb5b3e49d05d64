"""A recognition is in force until two people have ended it; nothing else changes its state, and errata keep old and new."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.enums import Role
from core import triggers
from core.enums import Level
from core.errors import Invalid, NotAllowed
from records import workflow
from records.models import Act
from records.workflow import edges
from tests.factories import DesignationFactory, RevocationFactory, TownFactory, UserFactory, World, actor
from towns.enums import DesignationState, RevocationState
from towns.models import Designation, Revocation
from towns.services import correct_designation, designate_town

pytestmark = [pytest.mark.django_db, pytest.mark.both]

GIVEN = date(2026, 5, 20)
ENDED = date(2026, 11, 1)


def refused(work: Callable[[], Any]) -> str:
    """The database's words when it refuses; empty when it did not."""
    try:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error)
    return ""


def settled(revocation: Revocation, state: RevocationState) -> Revocation:
    """Another person's word, columns and all, straight into the database."""
    Revocation.objects.filter(pk=revocation.pk).update(
        state=state,
        document_number="试政撤〔2026〕1号",
        decided_on=ENDED,
        settled_by=UserFactory(),
        settled_at=timezone.now(),
    )
    revocation.refresh_from_db()
    return revocation


def test_the_machines_know_these_edges_and_no_other() -> None:
    assert edges(Designation) == {("active", "revoked")}
    assert edges(Revocation) == {("proposed", "confirmed"), ("proposed", "cancelled")}
    for model in (Designation, Revocation):
        assert {name for name, _ in edges_by_name(model)} == set(workflow.actions_of(model))


def edges_by_name(model: Any) -> list[tuple[str, str]]:
    return [(each.name, each.source) for each in model._meta.get_field("state").get_all_transitions(model)]


@pytest.mark.parametrize("factory", [DesignationFactory, RevocationFactory])
def test_the_attribute_cannot_be_set(factory: Any) -> None:
    row = factory()
    with pytest.raises(AttributeError, match="Direct state modification is not allowed"):
        row.state = "revoked"


def end_with_update(row: Designation) -> None:
    Designation.objects.filter(pk=row.pk).update(state=DesignationState.REVOKED, revoked_on=ENDED)


def end_with_save(row: Designation) -> None:
    row.__dict__["state"], row.revoked_on = DesignationState.REVOKED, ENDED
    row.save()


def end_with_bulk_update(row: Designation) -> None:
    row.__dict__["state"], row.revoked_on = DesignationState.REVOKED, ENDED
    Designation.objects.bulk_update([row], ["state", "revoked_on"])


def end_with_sql(row: Designation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE towns_designation SET state = 'revoked', revoked_on = '2026-11-01' WHERE id = %s",
            [row.pk],
        )


def end_in_a_state_that_is_none(row: Designation) -> None:
    Designation.objects.filter(pk=row.pk).update(state="suspended")


def begin_at_the_end(row: Designation) -> None:
    Designation.objects.create(
        town=row.town,
        level=Level.COUNTY,
        authority=row.authority,
        revoked_on=ENDED,
        state=DesignationState.REVOKED,
    )


WAYS_ROUND = [
    end_with_update,
    end_with_save,
    end_with_bulk_update,
    end_with_sql,
    end_in_a_state_that_is_none,
    begin_at_the_end,
]


@pytest.mark.parametrize("way", WAYS_ROUND)
@pytest.mark.parametrize("is_proposed", [False, True])
def test_no_way_round_the_two_people_ends_a_recognition(
    way: Callable[[Designation], None], is_proposed: bool
) -> None:
    row = DesignationFactory()
    if is_proposed:
        RevocationFactory(designation=row)
    assert refused(lambda: way(row))
    assert list(Designation.objects.values_list("state", flat=True)) == [DesignationState.ACTIVE]


def test_without_its_guards_the_same_update_goes_through() -> None:
    """The negative control: the guard refuses it, and nothing else does."""
    row = DesignationFactory()
    with triggers.suspended(connection):
        assert not refused(lambda: end_with_update(row))
    assert "no confirmed revocation" in refused(lambda: end_with_update(row))


def test_what_is_over_does_not_begin_again() -> None:
    ended = DesignationFactory(revoked_on=ENDED)
    rows = Designation.objects.filter(pk=ended.pk)
    assert "no such edge" in refused(lambda: rows.update(state=DesignationState.ACTIVE))
    assert refused(lambda: rows.update(revoked_on=None))
    for end in (RevocationState.CONFIRMED, RevocationState.CANCELLED):
        row = settled(RevocationFactory(), end)
        for other in set(RevocationState) - {end}:
            move = Revocation.objects.filter(pk=row.pk)
            assert "no such edge" in refused(lambda move=move, other=other: move.update(state=other))


def test_a_revocation_begins_as_a_proposal_with_a_reason_and_stands_alone() -> None:
    row = RevocationFactory()
    known = {"designation": DesignationFactory(), "office": row.office, "proposed_by": row.proposed_by}
    assert refused(lambda: Revocation.objects.create(**known, reason="试验", state=RevocationState.CONFIRMED))
    assert refused(lambda: RevocationFactory(reason=""))
    assert refused(lambda: RevocationFactory(designation=row.designation))
    settled(row, RevocationState.CANCELLED)
    assert not refused(lambda: RevocationFactory(designation=row.designation))


@pytest.mark.parametrize(
    "missing", [{"document_number": ""}, {"decided_on": None}, {"settled_by": None}, {"settled_at": None}]
)
def test_it_is_confirmed_with_number_day_and_somebody(missing: dict[str, Any]) -> None:
    row = RevocationFactory()
    whole = {
        "state": RevocationState.CONFIRMED,
        "document_number": "试政撤〔2026〕1号",
        "decided_on": ENDED,
        "settled_by": UserFactory(),
        "settled_at": timezone.now(),
    }
    rows = Revocation.objects.filter(pk=row.pk)
    assert refused(lambda: rows.update(**whole | missing))
    assert not refused(lambda: rows.update(**whole))


def test_the_database_refuses_one_person_for_both_parts() -> None:
    row = RevocationFactory()
    columns = {
        "settled_by": row.proposed_by,
        "settled_at": timezone.now(),
        "document_number": "试政撤〔2026〕1号",
        "decided_on": ENDED,
    }
    rows = Revocation.objects.filter(pk=row.pk)
    confirm = refused(lambda: rows.update(state=RevocationState.CONFIRMED, **columns))
    assert "towns_revocation_confirmed_by_another" in confirm
    assert not refused(lambda: rows.update(state=RevocationState.CANCELLED, **columns))


def test_a_recognition_ends_on_a_day_after_it_began() -> None:
    row = DesignationFactory(decided_on=GIVEN)
    rows = Designation.objects.filter(pk=row.pk)
    assert refused(lambda: rows.update(revoked_on=date(2026, 5, 19)))
    assert not refused(lambda: rows.update(revoked_on=GIVEN))


def test_a_revoked_recognition_makes_room_at_its_level() -> None:
    ended = DesignationFactory(revoked_on=ENDED)
    again = DesignationFactory(town=ended.town)
    assert refused(lambda: DesignationFactory(town=ended.town))
    assert [each.state for each in (ended, again)] == ["revoked", "active"]


def given(world: World, **changes: Any) -> Designation:
    known = {
        "level": Level.CITY,
        "authority": world.city,
        "document_number": "试政发〔2026〕1号",
        "document_title": "试验决定",
        "decided_on": GIVEN,
    }
    return designate_town(actor=world.registrar, town=world.town, **known | changes)


def corrected(world: World, row: Designation, who: Any = None, **changes: Any) -> Designation:
    known = {
        "document_number": row.document_number,
        "document_title": row.document_title,
        "decided_on": row.decided_on,
    }
    return correct_designation(actor=who or world.registrar, designation=row, **known | changes)


def test_the_source_of_a_recognition_is_kept(world: World) -> None:
    assert given(world, source="试验日报 2026年5月21日").source == "试验日报 2026年5月21日"
    assert given(world, level=Level.COUNTY).source == ""


def test_an_erratum_is_written_with_old_and_new(world: World) -> None:
    row = corrected(world, given(world), document_number="试政发〔2026〕11号", decided_on=date(2025, 12, 31))

    row.refresh_from_db()
    assert (row.document_number, row.decided_on, row.year) == (
        "试政发〔2026〕11号",
        date(2025, 12, 31),
        2025,
    )
    assert Act.objects.about(world.town).get(verb="town.correct_designation").details["changes"] == [
        {"field": "文号", "old": "试政发〔2026〕1号", "new": "试政发〔2026〕11号"},
        {"field": "认定日期", "old": "2026-05-20", "new": "2025-12-31"},
        {"field": "认定年份", "old": "2026", "new": "2025"},
    ]


def test_a_day_that_becomes_unknown_leaves_the_year(world: World) -> None:
    assert corrected(world, given(world), decided_on=None).year == 2026


def test_the_same_again_is_no_correction(world: World) -> None:
    corrected(world, given(world))
    assert not Act.objects.filter(verb="town.correct_designation").exists()


def test_only_the_authoritys_registrar_corrects(world: World) -> None:
    row = given(world)
    far = actor(Role.REGISTRAR, organisation=world.far_city)
    for who in (world.director, world.filer, world.system_admin, far):
        with pytest.raises(NotAllowed):
            corrected(world, row, who, document_number="试政发〔2026〕9号")
    assert corrected(world, row, SYSTEM, document_number="试政发〔2026〕9号").document_number.endswith("9号")


def test_no_erratum_moves_the_beginning_behind_the_end(world: World) -> None:
    row = DesignationFactory(
        town=TownFactory(owner=world.county), authority=world.city, decided_on=GIVEN, revoked_on=ENDED
    )
    with pytest.raises(Invalid) as refusal:
        corrected(world, row, decided_on=date(2026, 11, 2))
    assert list(refusal.value.fields) == ["decided_on"]
