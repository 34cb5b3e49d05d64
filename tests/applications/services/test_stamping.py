"""The print comes back signed and sealed: for the submission that was printed, by the applicant, until it is accepted."""

import pytest

from applications.enums import State
from applications.models import Application, Round, StampedScan
from applications.rules import can_recommend_application, can_stamp_sheet
from applications.selectors.judgements import newest_sheet
from applications.selectors.stamps import stamped_scans
from applications.services import filing
from applications.services.stamping import add_stamped_scan
from core.errors import Conflict, Invalid, NotAllowed
from files.doors import can_read_version
from records.models import Act
from tests.applications.services.test_registering import finished
from tests.applications.thread import at, carry, filled, sent_back_for_correction
from tests.applications.uploads import broken, upload
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def stamped(world: World, row: Application, number: int = 1, text: str = "stamped") -> int:
    version = add_stamped_scan(
        actor=world.filer, application=row, number=number, upload=upload("盖章.pdf", text)
    )
    return version.number


def scan_required(world: World) -> None:
    Round.objects.filter(pk=world.round.pk).update(stamped_scan_required=True)


def test_it_belongs_to_the_submission_and_keeps_its_versions(world: World) -> None:
    row = at(world, State.SUBMITTED)
    assert stamped(world, row) == 1
    assert stamped(world, row, text="better") == 2
    # The same bytes once more are the same version, and no act.
    assert stamped(world, row, text="better") == 2
    shown = stamped_scans(row)
    assert [(each.number, len(each.versions), each.note) for each in shown] == [(1, 2, "")]
    assert shown[0].versions[0].number == 2 and shown[0].versions[0].uploaded_by == world.filer.user
    assert Act.objects.filter(verb="application.add_stamped_scan").count() == 2


def test_a_newer_submission_makes_it_one_of_an_earlier_print(world: World) -> None:
    row = at(world, State.RECOMMENDED)
    stamped(world, row)
    sent_back_for_correction(world, row)
    filing.resubmit_application(actor=world.filer, application=row)
    assert stamped_scans(row)[0].note == "对应第 1 次提交，现为第 2 次"
    with pytest.raises(Conflict, match="第 2 次提交"):
        stamped(world, row)
    stamped(world, row, number=2)
    assert [(each.number, each.note) for each in stamped_scans(row)] == [
        (2, ""),
        (1, "对应第 1 次提交，现为第 2 次"),
    ]


def test_only_the_applicants_people_and_only_until_it_is_accepted(world: World) -> None:
    row = at(world, State.RECOMMENDED)
    for who in (world.reviewer, world.director, world.neighbour_filer, world.registrar):
        with pytest.raises(NotAllowed):
            add_stamped_scan(actor=who, application=row, number=1, upload=upload())
    add_stamped_scan(actor=world.unit_admin, application=row, number=1, upload=upload())
    carry(world, row, State.REVIEWING)
    with pytest.raises(NotAllowed, match="已经受理"):
        stamped(world, row)


def test_what_is_corrected_under_review_is_printed_and_stamped_anew(world: World) -> None:
    row = at(world, State.REVIEWING)
    sent_back_for_correction(world, row)
    row.refresh_from_db()
    assert not can_stamp_sheet(world.filer, row, newest_sheet(row))
    filing.resubmit_application(actor=world.filer, application=row)
    assert stamped(world, row, number=2) == 1


def test_a_draft_has_nothing_to_stamp(world: World) -> None:
    draft = filled(world)
    with pytest.raises(NotAllowed, match="提交之后"):
        stamped(world, draft)
    assert not StampedScan.objects.exists()


def test_what_the_guard_refuses_leaves_nothing(world: World) -> None:
    row = at(world, State.SUBMITTED)
    with pytest.raises(Invalid):
        add_stamped_scan(actor=world.filer, application=row, number=1, upload=broken())
    assert not StampedScan.objects.exists()


def test_where_the_round_asks_for_it_nothing_is_recommended_without(world: World) -> None:
    scan_required(world)
    row = Application.objects.get(pk=at(world, State.SUBMITTED).pk)
    permit = can_recommend_application(world.unit_admin, row)
    assert not permit and "第 1 次提交的盖章申报书" in permit.reason
    with pytest.raises(NotAllowed, match="盖章申报书"):
        filing.recommend_application(actor=world.unit_admin, application=row)
    stamped(world, row)
    # An earlier print does not do.
    filing.send_back_application(actor=world.unit_admin, application=row, comment="请改正。")
    filing.resubmit_application(actor=world.filer, application=row)
    with pytest.raises(NotAllowed, match="第 2 次提交"):
        filing.recommend_application(actor=world.unit_admin, application=row)
    stamped(world, row, number=2)
    assert filing.recommend_application(actor=world.unit_admin, application=row).state == State.RECOMMENDED


def test_a_paper_bears_its_seal_already(world: World) -> None:
    scan_required(world)
    world.round.refresh_from_db()
    assert finished(world, world.reviewer).state == State.RECOMMENDED


def test_the_offices_on_the_way_read_it_and_nobody_else(world: World) -> None:
    row = at(world, State.SUBMITTED)
    stamped(world, row)
    version = StampedScan.objects.get().stored_file.versions.get()
    for who in (world.filer, world.unit_admin, world.reviewer, world.director):
        assert can_read_version(who, version)
    for who in (world.neighbour_filer, world.far_reviewer, world.registrar):
        assert not can_read_version(who, version)
