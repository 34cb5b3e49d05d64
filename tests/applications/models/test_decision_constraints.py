"""What the database itself holds of decisions, errata and evidence, whoever writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from applications.enums import State
from applications.models import Decision, Erratum, Evidence
from tests.applications.thread import at, filled, prepare, publish
from tests.factories import StoredFileFactory, UserFactory, World

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refusal_of(work: Callable[[], Any]) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        work()
    return str(refusal.value)


def erratum(decision: Decision, **facts: Any) -> Erratum:
    known = {
        "decision": decision,
        "field": "title",
        "old": "a",
        "new": "b",
        "reason": "录入有误。",
        "made_by": UserFactory(),
    }
    return Erratum.objects.create(**{**known, **facts})


@pytest.fixture
def published(world: World) -> Decision:
    return publish(world, prepare(world, at(world, State.SHORTLISTED)))


def test_whoever_prepared_it_has_not_applied_it(published: Decision) -> None:
    """Four eyes hold even where the rule is left out."""
    rows = Decision.objects.filter(pk=published.pk)
    said = refusal_of(lambda: rows.update(applied_by=published.prepared_by))
    assert "applications_decision_applied_by_another" in said
    said = refusal_of(lambda: rows.update(prepared_by=published.applied_by))
    assert "applications_decision_applied_by_another" in said


def test_an_erratum_is_written_once(published: Decision) -> None:
    row = erratum(published)
    for change in (
        lambda: Erratum.objects.filter(pk=row.pk).update(new="c"),
        lambda: Erratum.objects.filter(pk=row.pk).delete(),
        row.save,
    ):
        assert "append-only" in refusal_of(change)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"field": "authority"}, "known_field"),
        ({"reason": ""}, "has_a_reason"),
        ({"new": "a"}, "changes_something"),
    ],
)
def test_an_erratum_says_what_and_why(published: Decision, facts: dict[str, Any], name: str) -> None:
    assert f"applications_erratum_{name}" in refusal_of(lambda: erratum(published, **facts))


def test_a_published_decision_with_errata_cannot_be_deleted(published: Decision) -> None:
    erratum(published)
    with pytest.raises(ProtectedError):
        published.delete()
    assert Decision.objects.filter(pk=published.pk).exists()


def test_evidence_has_a_title_a_file_of_its_own_and_a_whole_removal(world: World) -> None:
    draft = filled(world)
    known = {
        "application": draft,
        "title": "产值证明",
        "stored_file": StoredFileFactory(owner=world.county),
        "added_by": world.filer.user,
    }
    row = Evidence.objects.create(**known)
    said = refusal_of(lambda: Evidence.objects.create(**known))
    assert "stored_file" in said
    other = {**known, "stored_file": StoredFileFactory(owner=world.county)}
    said = refusal_of(lambda: Evidence.objects.create(**{**other, "title": ""}))
    assert "applications_evidence_has_a_title" in said
    rows = Evidence.objects.filter(pk=row.pk)
    said = refusal_of(lambda: rows.update(removed_at=timezone.now()))
    assert "applications_evidence_removed_by_somebody" in said
