"""A decision in several hands at the same instant: one outcome, and the others learn that it has moved on."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import Role
from applications.enums import DecisionState, State
from applications.models import Decision, Erratum, Evidence
from applications.selectors.uses import Use
from applications.services import correcting, deciding, evidence, filing
from records.models import Act
from tests.applications.thread import at, filled, prepare, publish
from tests.factories import World, actor, pdf_bytes
from tests.races.conftest import Crowd
from towns.models import Designation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
TODAY = timezone.localdate()


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("扫描.pdf", pdf_bytes(text))


def apply(world: World, decision: Decision, number: str) -> Callable[[], Any]:
    return partial(
        deciding.apply_decision,
        actor=world.registrar,
        decision=decision,
        document_number=number,
        decided_on=TODAY,
        version=decision.version,
    )


def correct(world: World, decision: Decision, number: str) -> Callable[[], Any]:
    return partial(
        correcting.correct_decision,
        actor=world.director,
        decision=decision,
        title=decision.title,
        document_number=number,
        decided_on=None,
        applications=[item.application for item in decision.items.order_by("pk")],
        version=decision.version,
    )


def test_of_two_who_publish_one_does(world: World, rush: Rush) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    crowd = rush([apply(world, decision, "试政发〔2026〕1号"), apply(world, decision, "试政发〔2026〕2号")])
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    decision.refresh_from_db()
    assert Designation.objects.get().document_number == decision.document_number
    assert Act.objects.filter(verb="decision.apply").count() == 1


def test_correcting_against_publishing_has_one_outcome(world: World, rush: Rush) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    crowd = rush([apply(world, decision, "试政发〔2026〕1号"), correct(world, decision, "试政发〔2026〕2号")])
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    decision.refresh_from_db()
    expected = (
        (DecisionState.APPLIED, "试政发〔2026〕1号")
        if Designation.objects.exists()
        else (DecisionState.PREPARED, "试政发〔2026〕2号")
    )
    assert (decision.state, decision.document_number) == expected


def test_of_eight_corrections_of_one_page_one_stands(world: World, rush: Rush) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    crowd = rush([correct(world, decision, f"试政发〔2026〕{number}号") for number in range(1, 9)])
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    assert Act.objects.filter(verb="decision.correct").count() == 1


def test_of_eight_errata_of_one_page_one_stands(world: World, rush: Rush) -> None:
    decision = publish(world, prepare(world, at(world, State.SHORTLISTED)))
    clerks = [actor(Role.REGISTRAR, organisation=world.city) for _ in range(8)]
    crowd = rush(
        [
            partial(
                correcting.add_erratum,
                actor=who,
                decision=decision,
                title=decision.title,
                document_number=f"试政发〔2026〕{number}号",
                decided_on=TODAY,
                reason="录入有误。",
                version=decision.version,
            )
            for number, who in enumerate(clerks, start=10)
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    decision.refresh_from_db()
    assert Erratum.objects.get().new == decision.document_number
    assert Designation.objects.get().document_number == decision.document_number


def test_scans_that_come_in_at_once_are_versions_of_one_file(world: World, rush: Rush) -> None:
    decision = publish(world, prepare(world, at(world, State.SHORTLISTED)))
    crowd = rush(
        [
            partial(
                correcting.attach_scan, actor=world.registrar, decision=decision, scan=upload(f"{number}")
            )
            for number in range(6)
        ]
    )
    assert crowd.outcomes == {"done": 6}
    decision.refresh_from_db()
    numbers = decision.scan.versions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_evidence_against_submitting_is_in_the_sheet_or_refused(world: World, rush: Rush) -> None:
    draft = filled(world)
    crowd = rush(
        [
            partial(filing.submit_application, actor=world.filer, application=draft),
            partial(
                evidence.add_evidence,
                actor=world.unit_admin,
                application=draft,
                uses=[Use(4)],
                title="产值",
                upload=upload("e"),
            ),
        ]
    )
    assert crowd.outcomes in ({"done": 2}, {"done": 1, "NotAllowed": 1})
    frozen = len(draft.fact_sheets.get().data["files"])
    assert frozen == Evidence.objects.count() == crowd.outcomes["done"] - 1
