"""佐证材料: put together by the applicant while it holds the pen, frozen by each submission, never rewritten."""

from typing import Any

import pytest

from accounts.actors import ANONYMOUS, Actor
from applications.enums import State
from applications.models import Application, Evidence
from applications.rules import has_no_interest
from applications.selectors.evidence import (
    evidence_by_criterion,
    evidence_groups,
    evidence_sections,
    submitted_versions,
)
from applications.selectors.uses import Use
from applications.services import drafting, evidence, filing
from core.errors import Conflict, Invalid, NotAllowed
from files.models import FileVersion, StoredFile
from records.models import Act
from tests.applications.thread import carry, filled, sent_back_for_correction
from tests.applications.uploads import broken, upload
from tests.factories import MembershipFactory, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOT_THE_UNIT = [
    "reviewer",
    "director",
    "registrar",
    "system_admin",
    "neighbour_filer",
    "far_reviewer",
    "nobody",
]
# Where the applicant does not hold the pen.
CLOSED = [State.SUBMITTED, State.RECOMMENDED, State.REVIEWING, State.SHORTLISTED, State.RECOGNISED]


def person(world: World, name: str) -> Actor:
    return ANONYMOUS if name == "nobody" else getattr(world, name)


def add(who: Actor, application: Application, *, text: str = "page", **facts: Any) -> Evidence:
    known = {"uses": [Use(4)], "title": "产值证明", "upload": upload("产值.pdf", text)}
    return evidence.add_evidence(actor=who, application=application, **{**known, **facts})


def submit(world: World, application: Application) -> Application:
    return filing.submit_application(actor=world.filer, application=application)


def files_of(application: Application, number: int = 1) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = application.fact_sheets.get(number=number).data["files"]
    return files


@pytest.mark.parametrize("who", ["filer", "unit_admin"])
def test_the_unit_adds_a_file_to_a_criterion(world: World, who: str) -> None:
    draft = filled(world)
    row = add(person(world, who), draft)
    assert [Use.of(each) for each in row.uses.all()] == [Use(4)]
    assert (row.title, row.added_by) == ("产值证明", person(world, who).user)
    assert row.stored_file.owner == world.county
    act = Act.objects.get(verb="application.add_evidence")
    assert act.details == {"evidence": "产值证明", "file": "产值.pdf"}
    assert act.target_id == str(draft.pk)


def test_other_material_belongs_to_no_criterion(world: World) -> None:
    assert not add(world.filer, filled(world), uses=()).uses.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"uses": [Use(99)]}, "uses"), ({"title": "  "}, "title"), ({"upload": broken()}, "file")],
)
def test_what_does_not_hold_is_refused_at_its_field(world: World, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(world.filer, filled(world), **facts)
    assert list(refusal.value.fields) == [field]
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("who", NOT_THE_UNIT)
def test_nobody_else_puts_evidence_together(world: World, who: str) -> None:
    draft = filled(world)
    row = add(world.filer, draft)
    other = person(world, who)
    for attempt in (
        lambda: add(other, draft),
        lambda: evidence.replace_evidence(actor=other, evidence=row, upload=upload(text="new")),
        lambda: evidence.remove_evidence(actor=other, evidence=row),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert (Evidence.objects.standing().count(), FileVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_changes_once_it_is_handed_in(world: World, state: State) -> None:
    draft = filled(world)
    row = add(world.filer, draft)
    application = carry(world, draft, state)
    row = Evidence.objects.select_related("application", "stored_file").get(pk=row.pk)
    for attempt in (
        lambda: add(world.filer, application),
        lambda: evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload(text="new")),
        lambda: evidence.remove_evidence(actor=world.filer, evidence=row),
    ):
        with pytest.raises(NotAllowed, match="不能再改"):
            attempt()
    assert (Evidence.objects.standing().count(), FileVersion.objects.count()) == (1, 1)


def test_a_submission_freezes_the_versions_of_that_moment(world: World) -> None:
    draft = filled(world)
    first, other = add(world.filer, draft), add(world.filer, draft, uses=(), title="其他", text="o")
    evidence.replace_evidence(actor=world.filer, evidence=first, upload=upload("新.pdf", "new"))
    application = submit(world, draft)
    newest = FileVersion.objects.get(stored_file=first.stored_file, number=2)
    second = other.stored_file.versions.get()
    assert files_of(application) == [
        {
            "uses": [[4, "", ""]],
            "title": "产值证明",
            "version": newest.pk,
            "sha256": newest.blob.sha256,
            "valid_until": None,
        },
        {
            "uses": [],
            "title": "其他",
            "version": second.pk,
            "sha256": second.blob.sha256,
            "valid_until": None,
        },
    ]
    assert application.fact_sheets.get().data["schema"] == 2


def test_an_application_without_evidence_is_as_it_always_was(world: World) -> None:
    assert files_of(submit(world, filled(world))) == []


def test_what_was_replaced_after_a_return_is_in_the_next_sheet_and_the_old_in_the_first(world: World) -> None:
    draft = filled(world)
    row = add(world.filer, draft)
    filing.recommend_application(actor=world.unit_admin, application=submit(world, draft))
    application = sent_back_for_correction(world, Application.objects.get(pk=draft.pk))
    evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload("新.pdf", "new"))
    # The office still reads what was submitted; the applicant sees what it is putting together.
    fresh = Application.objects.get(pk=draft.pk)
    assert [each.version.number for each in evidence_by_criterion(fresh, world.reviewer)[4]] == [1]
    assert [each.version.number for each in evidence_by_criterion(fresh, world.filer)[4]] == [2]
    application = filing.resubmit_application(actor=world.filer, application=fresh)
    versions = row.stored_file.versions.order_by("number").values_list("pk", flat=True)
    assert [files_of(application, number)[0]["version"] for number in (1, 2)] == list(versions)
    assert submitted_versions(application) == set(versions)


def test_the_same_bytes_once_more_are_no_new_version(world: World) -> None:
    row = add(world.filer, filled(world))
    evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload("产值.pdf"))
    assert FileVersion.objects.count() == 1
    assert not Act.objects.filter(verb="application.replace_evidence").exists()


def test_what_no_submission_names_is_deleted(world: World) -> None:
    row = add(world.filer, filled(world))
    evidence.remove_evidence(actor=world.filer, evidence=row)
    assert not Evidence.objects.exists()
    # Nobody reads it any more, and the sweep takes its bytes.
    assert StoredFile.objects.get().discarded_at is not None
    assert Act.objects.get(verb="application.remove_evidence").details == {"evidence": "产值证明"}


def test_what_a_submission_names_stays_on_record(world: World) -> None:
    draft = filled(world)
    row = add(world.filer, draft)
    filing.send_back_application(actor=world.unit_admin, application=submit(world, draft), comment="补充。")
    evidence.remove_evidence(actor=world.unit_admin, evidence=Evidence.objects.get(pk=row.pk))
    row.refresh_from_db()
    assert (row.removed_by, row.removed_at is None) == (world.unit_admin.user, False)
    application = filing.resubmit_application(
        actor=world.filer, application=Application.objects.get(pk=draft.pk)
    )
    assert [len(files_of(application, number)) for number in (1, 2)] == [1, 0]


@pytest.mark.parametrize("was_submitted", [True, False])
def test_removing_twice_tells_the_second_person(world: World, was_submitted: bool) -> None:
    draft = filled(world)
    row = add(world.filer, draft)
    if was_submitted:
        filing.send_back_application(actor=world.unit_admin, application=submit(world, draft), comment="补。")
    seen = Evidence.objects.select_related("application", "stored_file").get(pk=row.pk)
    evidence.remove_evidence(actor=world.filer, evidence=seen)
    for again in (
        lambda: evidence.remove_evidence(actor=world.unit_admin, evidence=row),
        lambda: evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload(text="new")),
    ):
        with pytest.raises(Conflict, match=r"移除|删除"):
            again()
    assert Act.objects.filter(verb="application.remove_evidence").count() == 1


def test_a_deleted_draft_takes_its_evidence_with_it(world: World) -> None:
    draft = filled(world)
    add(world.filer, draft)
    drafting.delete_draft(actor=world.filer, application=draft)
    assert not Evidence.objects.exists() and not Application.objects.exists()


def test_evidence_of_a_neighbour_is_out_of_sight(world: World) -> None:
    row = add(world.filer, filled(world))
    assert list(Evidence.objects.visible_to(world.filer)) == [row]
    for who in NOT_THE_UNIT:
        assert not Evidence.objects.visible_to(person(world, who)).exists()


def test_whoever_brought_evidence_does_not_examine_it_later(world: World) -> None:
    """A past clerk of the county who is a reviewer of the office today."""
    draft = filled(world)
    clerk = MembershipFactory(organisation=world.county, role="filer")
    add(actor("filer", organisation=world.county, user=clerk.user), draft)
    reviewer = actor("reviewer", organisation=world.office)
    as_reviewer = type(reviewer)(
        user=clerk.user, organisation=world.office, roles=reviewer.roles, memberships=()
    )
    assert has_no_interest(reviewer, draft)
    assert not has_no_interest(as_reviewer, draft)


def test_groups_and_sections_follow_the_standard(world: World) -> None:
    draft = filled(world)
    add(world.filer, draft, uses=(), title="其他", text="1")
    add(world.filer, draft, uses=[Use(7)], title="平台", text="2")
    add(world.filer, draft, uses=[Use(1)], title="历史", text="3")
    groups = evidence_groups(draft, world.filer)
    assert [(each.number, [file.title for file in each.files]) for each in groups] == [
        (1, ["历史"]),
        (7, ["平台"]),
        (None, ["其他"]),
    ]
    sections = evidence_sections(draft)
    assert [each.number for each in sections] == [1, 2, 3, 4, 5, 6, 7, 8, None]
    assert all(each.asks for each in sections[:-1])
    assert evidence_groups(draft, world.reviewer) == []
