"""The versions of a piece of evidence, as far as a person may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.actors import Actor
from applications.models import Evidence
from applications.selectors.evidence import submitted_versions
from applications.selectors.uses import Use, uses_in
from files.models import FileVersion


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """`same_as` is the number of an earlier version with the same bytes, 0 where there is none."""

    version: FileVersion
    was_submitted: bool
    same_as: int


@dataclass(frozen=True, slots=True)
class Description:
    """What a piece is called, what it is for, and until when it holds."""

    title: str
    uses: tuple[Use, ...]
    valid_until: date | None


def description_of(actor: Actor, evidence: Evidence) -> Description | None:
    """As it stands now to the applicant, as it was submitted last to everybody else; None where it never was."""
    if actor.acts_for(evidence.application.applicant):
        uses = tuple(Use.of(each) for each in evidence.uses.order_by("criterion", "pk"))
        return Description(evidence.title, uses, evidence.valid_until)
    own = set(evidence.stored_file.versions.order_by("pk").values_list("pk", flat=True))
    for sheet in evidence.application.fact_sheets.order_by("-number"):
        for each in sheet.data["files"]:
            if each["version"] in own:
                until = each.get("valid_until")
                return Description(
                    each["title"], tuple(uses_in(each)), date.fromisoformat(until) if until else None
                )
    return None


def readable_versions(actor: Actor, evidence: Evidence) -> list[ShownVersion]:
    """The newest first: all to the applicant, to everybody else what was submitted; two queries."""
    application = evidence.application
    submitted = submitted_versions(application)
    versions = list(evidence.stored_file.versions.with_names().order_by("number"))
    first: dict[int, int] = {}
    for each in versions:
        first.setdefault(each.blob_id, each.number)
    is_own = actor.acts_for(application.applicant)
    return [
        ShownVersion(
            each, each.pk in submitted, first[each.blob_id] if first[each.blob_id] < each.number else 0
        )
        for each in reversed(versions)
        if is_own or each.pk in submitted
    ]
