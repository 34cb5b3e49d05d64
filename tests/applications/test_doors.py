"""Downloads of scans and evidence: the owner, whoever a door lets in, and nobody learns that there is more."""

from typing import Any

import pytest
from django.test import Client

from accounts.actors import ANONYMOUS, Actor
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Decision
from applications.selectors.uses import Use
from applications.services import correcting, evidence, filing
from files.doors import can_read_version
from files.models import FileVersion
from tests.applications.thread import at, carry, filled, prepare, publish, sent_back_for_correction
from tests.applications.uploads import upload
from tests.factories import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]

EVERYBODY = (
    "filer",
    "unit_admin",
    "reviewer",
    "director",
    "registrar",
    "system_admin",
    "neighbour_filer",
    "far_filer",
    "far_reviewer",
    "nobody",
)


def person(world: World, name: str) -> Actor:
    return ANONYMOUS if name == "nobody" else getattr(world, name)


def readers(world: World, version: FileVersion) -> set[str]:
    return {name for name in EVERYBODY if can_read_version(person(world, name), version)}


def scanned(world: World, decision: Decision, name: str, text: str) -> FileVersion:
    decision = correcting.correct_decision(
        actor=world.director,
        decision=decision,
        title=decision.title,
        document_number=decision.document_number,
        decided_on=decision.decided_on,
        applications=[item.application for item in decision.items.order_by("pk")],
        scan=upload(name, text),
    )
    return decision.scan.versions.order_by("-number").first()


def test_the_scan_opens_to_everybody_with_the_publication(world: World) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    wrong = scanned(world, decision, "错的.pdf", "wrong")
    right = scanned(world, decision, "对的.pdf", "right")
    inside = {"reviewer", "director", "registrar"}
    assert readers(world, wrong) == readers(world, right) == inside
    publish(world, decision)
    assert readers(world, right) == set(EVERYBODY)
    # What was replaced before anybody read it stays unread.
    assert readers(world, wrong) == inside


def test_a_scan_replaced_after_publication_takes_the_place_of_the_old_one(world: World) -> None:
    decision = publish(world, prepare(world, at(world, State.SHORTLISTED)))
    for text in ("old", "new"):
        correcting.attach_scan(actor=world.registrar, decision=decision, scan=upload("扫描.pdf", text))
    decision.refresh_from_db()
    old, new = decision.scan.versions.order_by("number")
    assert "nobody" in readers(world, new)
    assert "nobody" not in readers(world, old) and "registrar" in readers(world, old)


def test_a_registrar_of_another_authority_does_not_read_what_is_prepared(world: World) -> None:
    version = scanned(world, prepare(world, at(world, State.SHORTLISTED)), "扫描.pdf", "x")
    for unit, role in (
        (world.far_city, Role.REGISTRAR),
        (world.far_office, Role.OFFICE_DIRECTOR),
        (world.city, Role.FILER),
        (world.county, Role.REGISTRAR),
    ):
        assert not can_read_version(actor(role, organisation=unit), version)


def test_evidence_of_a_draft_is_the_units_alone(world: World) -> None:
    row = evidence.add_evidence(
        actor=world.filer, application=filled(world), uses=[Use(4)], title="产值", upload=upload()
    )
    assert readers(world, row.stored_file.versions.get()) == {"filer", "unit_admin"}


def test_what_was_submitted_is_read_by_whoever_sees_the_application(world: World) -> None:
    draft = filled(world)
    row = evidence.add_evidence(
        actor=world.filer, application=draft, uses=[Use(4)], title="产值", upload=upload("旧.pdf", "old")
    )
    application = filing.submit_application(actor=world.filer, application=draft)
    first = row.stored_file.versions.get()
    sight = {"filer", "unit_admin", "reviewer", "director"}
    assert readers(world, first) >= sight
    assert readers(world, first).isdisjoint(
        {"registrar", "neighbour_filer", "far_filer", "far_reviewer", "nobody"}
    )
    application = filing.recommend_application(actor=world.unit_admin, application=application)
    sent_back_for_correction(world, application)
    evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload("新.pdf", "new"))
    second = row.stored_file.versions.get(number=2)
    # Nobody has submitted it yet: the office reads the first alone.
    assert readers(world, second) == {"filer", "unit_admin"}
    assert "reviewer" in readers(world, first)
    filing.resubmit_application(actor=world.filer, application=Application.objects.get(pk=draft.pk))
    assert {"reviewer", "director"} <= readers(world, second) and "reviewer" in readers(world, first)


def test_the_authority_reads_the_evidence_of_what_is_put_to_it(world: World) -> None:
    draft = filled(world)
    row = evidence.add_evidence(
        actor=world.filer, application=draft, uses=[Use(4)], title="产值", upload=upload()
    )
    version = row.stored_file.versions.get()
    application = carry(world, draft, State.REVIEWING)
    assert "registrar" not in readers(world, version)
    carry(world, application, State.SHORTLISTED)
    assert "registrar" in readers(world, version)
    assert "nobody" not in readers(world, version)


@pytest.mark.parametrize("is_published", [False, True])
def test_a_stranger_downloads_the_published_scan_and_finds_no_other(world: World, is_published: bool) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    version = scanned(world, decision, "扫描.pdf", "x")
    if is_published:
        publish(world, decision)
    response: Any = Client().get(f"/files/{version.pk}/")
    assert response.status_code == (200 if is_published else 404)
    if is_published:
        assert b"".join(response.streaming_content).startswith(b"%PDF-")
