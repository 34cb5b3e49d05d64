"""佐证材料 are added, replaced by a newer version and taken out, while the applicant holds the pen."""

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.models import Application, Evidence
from applications.rules import can_add_evidence, can_edit_application, can_edit_evidence
from applications.selectors.evidence import criterion_numbers, submitted_versions
from core.errors import Conflict, Invalid
from core.locks import locked
from files.models import FileVersion
from files.services import store_file
from records.services import record


@transaction.atomic
def add_evidence(
    *, actor: Actor, application: Application, criterion: int | None, title: str, upload: File
) -> Evidence:
    """One more file for a criterion of the round's standard, or for none; Invalid when the guard refuses it."""
    row = _held(application)
    can_add_evidence(actor, row, criterion).demand()
    assert actor.user is not None
    if criterion is not None and criterion not in criterion_numbers(row):
        raise Invalid("本批次的标准没有这一条。", fields={"criterion": "本批次的标准没有这一条。"})
    if not title.strip():
        raise Invalid("请填写材料名称。", fields={"title": "请填写材料名称。"})
    version = store_file(actor=actor, owner=row.applicant, title=title.strip(), upload=upload)
    evidence = Evidence.objects.create(
        application=row,
        criterion=criterion,
        title=title.strip(),
        stored_file=version.stored_file,
        added_by=actor.user,
    )
    _record(actor, "application.add_evidence", evidence, file=version.name)
    return evidence


@transaction.atomic
def replace_evidence(*, actor: Actor, evidence: Evidence, upload: File) -> FileVersion:
    """A newer version of the same file; the earlier ones stay, and the same bytes once more change nothing."""
    row = _held(evidence.application)
    standing = _standing(actor, row, evidence)
    before = standing.stored_file.versions.order_by("-number").first()
    version = store_file(
        actor=actor,
        owner=row.applicant,
        title=standing.title,
        upload=upload,
        stored_file=standing.stored_file,
    )
    if before is None or before.pk != version.pk:
        _record(actor, "application.replace_evidence", standing, file=version.name)
    return version


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: Evidence) -> None:
    """Out of the next submission; what a submission has named already stays on record."""
    row = _held(evidence.application)
    standing = _standing(actor, row, evidence)
    versions = standing.stored_file.versions.order_by("number").values_list("pk", flat=True)
    if submitted_versions(row) & set(versions):
        standing.removed_at, standing.removed_by = timezone.now(), actor.user
        standing.save(update_fields=["removed_at", "removed_by"])
    else:
        standing.delete()
    _record(actor, "application.remove_evidence", standing)


def _held(application: Application) -> Application:
    """The application locked: a submission freezes the evidence either before this change or after it."""
    return locked(Application.objects.select_related("applicant", "round"), application)


def _standing(actor: Actor, application: Application, evidence: Evidence) -> Evidence:
    """The row as it is now; NotAllowed when a return has locked it, Conflict when a colleague took it out."""
    can_edit_application(actor, application).demand()
    row = locked(Evidence.objects.select_related("stored_file"), evidence)
    row.application = application
    if row.removed_at is not None:
        raise Conflict("这份材料已经移除，请刷新后查看。")
    can_edit_evidence(actor, row).demand()
    return row


def _record(actor: Actor, verb: str, evidence: Evidence, **facts: str) -> None:
    # About the application: whoever put its evidence together does not examine it later.
    details = {"evidence": evidence.title, **facts}
    record(actor=actor, verb=verb, target=evidence.application, details=details)
