"""佐证材料 are added, replaced by a newer version, described anew and taken out, while the applicant holds the pen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.models import Application, Evidence, EvidenceUse
from applications.rules import can_add_evidence, can_edit_application, can_edit_evidence
from applications.selectors.evidence import asked_materials, submitted_versions
from applications.selectors.uses import Use, numbers_of, use_words
from core.errors import Conflict, Invalid
from core.locks import locked
from files.models import FileVersion, Upload
from files.services import Taken, begin_upload, discard_file, store_file, take_in
from records.services import record

NO_SUCH_CRITERION = "本批次的标准没有这一条。"
NO_TITLE = "请填写材料名称。"
# An upload in pieces becomes one version; sent again for something else it is an old page.
USED_UP = "这次上传已经用在另一份材料里，请刷新页面后重新上传。"


@dataclass(frozen=True, slots=True)
class Added:
    """The piece of evidence; not `is_new` where the application had the same bytes already."""

    evidence: Evidence
    is_new: bool


def add_evidence(
    *,
    actor: Actor,
    application: Application,
    title: str,
    upload: File | Upload,
    uses: Collection[Use] = (),
    valid_until: date | None = None,
) -> Evidence:
    """One more file, as `add_evidences` has it."""
    added = add_evidences(
        actor=actor,
        application=application,
        uploads=[(title, upload)],
        uses=uses,
        valid_until=valid_until,
    )
    return added[0].evidence


def add_evidences(
    *,
    actor: Actor,
    application: Application,
    uploads: Collection[tuple[str, File | Upload]],
    uses: Collection[Use] = (),
    valid_until: date | None = None,
) -> list[Added]:
    """Titles with files, all or none, each for these uses of the round's standard, or as other material.

    Bytes that the application has already become no second row: the piece that has them serves the new uses too.
    Invalid when the guard refuses one, or a use or a title does not hold.
    """
    _demand_pen(actor, application)
    if not all(title.strip() for title, _ in uploads):
        raise Invalid(NO_TITLE, fields={"title": NO_TITLE})
    # Guard and disk first, with nobody waiting behind a lock.
    taken = [(title.strip(), take_in(upload)) for title, upload in uploads]
    with transaction.atomic():
        row = _held(application)
        _demand_uses(row, uses)
        _demand_open(actor, row, uses)
        added = [_add(actor, row, title=title, taken=each, valid_until=valid_until) for title, each in taken]
        for each in added:
            _serve(actor, each, uses)
        return added


def replace_evidence(*, actor: Actor, evidence: Evidence, upload: File | Upload) -> FileVersion:
    """A newer version of the same file; the earlier ones stay, and the same bytes once more change nothing."""
    _demand_pen(actor, evidence.application)
    taken = take_in(upload)
    with transaction.atomic():
        row = _held(evidence.application)
        standing = _standing(actor, row, evidence)
        before = standing.stored_file.versions.order_by("-number").first()
        version = store_file(
            actor=actor,
            owner=row.applicant,
            title=standing.title,
            upload=taken,
            stored_file=standing.stored_file,
        )
        if version.stored_file_id != standing.stored_file_id:
            raise Conflict(USED_UP)
        if before is None or before.pk != version.pk:
            _record(actor, "application.replace_evidence", standing, file=version.name)
    return version


@transaction.atomic
def describe_evidence(
    *, actor: Actor, evidence: Evidence, title: str, uses: Collection[Use], valid_until: date | None
) -> Evidence:
    """Another title, other uses, another end of validity; the file stays as it is."""
    row = _held(evidence.application)
    standing = _standing(actor, row, evidence)
    if not title.strip():
        raise Invalid(NO_TITLE, fields={"title": NO_TITLE})
    _demand_uses(row, uses)
    standing.title, standing.valid_until = title.strip(), valid_until
    standing.save(update_fields=["title", "valid_until"])
    kept = {Use.of(each): each.pk for each in standing.uses.order_by("pk")}
    _demand_open(actor, row, set(uses) ^ set(kept), or_none=bool(uses) != bool(kept))
    standing.uses.exclude(pk__in=[pk for use, pk in kept.items() if use in set(uses)]).delete()
    _add_uses(standing, uses)
    _record(
        actor,
        "application.describe_evidence",
        standing,
        uses=use_words(uses),
        valid_until=valid_until.isoformat() if valid_until else "",
    )
    return standing


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
        discard_file(actor=actor, stored_file=standing.stored_file)
    _record(actor, "application.remove_evidence", standing)


def begin_evidence_upload(
    *, actor: Actor, application: Application, name: str, size: int, mark: str = ""
) -> Upload:
    """A large file on its way into this application, piece by piece; the same file goes on where it stopped."""
    can_edit_application(actor, application).demand()
    # Whoever holds the pen sends it: the applicant, or the office that keys in its paper.
    assert actor.organisation is not None
    return begin_upload(
        actor=actor,
        owner=actor.organisation,
        matter=application.upload_matter,
        name=name,
        size=size,
        mark=mark,
    )


def _demand_pen(actor: Actor, application: Application) -> None:
    """Asked of the row as it is now, before the bytes are looked at; asked again under the lock."""
    row = Application.objects.select_related("applicant", "round", "holder").get(pk=application.pk)
    can_edit_application(actor, row).demand()


def _held(application: Application) -> Application:
    """The application locked: a submission freezes the evidence either before this change or after it."""
    return locked(Application.objects.select_related("applicant", "round"), application)


def _add(
    actor: Actor, application: Application, *, title: str, taken: Taken, valid_until: date | None
) -> Added:
    """The row of its own, or the one that has these bytes already."""
    assert actor.user is not None
    same = _with_same_bytes(application, taken)
    if same is not None:
        return Added(same, is_new=False)
    version = store_file(actor=actor, owner=application.applicant, title=title, upload=taken)
    if Evidence.objects.filter(stored_file=version.stored_file_id).exists():
        raise Conflict(USED_UP)
    evidence = Evidence.objects.create(
        application=application,
        title=title,
        stored_file=version.stored_file,
        valid_until=valid_until,
        added_by=actor.user,
    )
    _record(actor, "application.add_evidence", evidence, file=version.name)
    return Added(evidence, is_new=True)


def _serve(actor: Actor, added: Added, uses: Collection[Use]) -> None:
    """What it is for; that a piece which was there already serves more is on record of its own."""
    if _add_uses(added.evidence, uses) and not added.is_new:
        _record(actor, "application.describe_evidence", added.evidence, uses=use_words(uses))


def _with_same_bytes(application: Application, taken: Taken) -> Evidence | None:
    """What stands in the application already with the same bytes as its newest version."""
    versions = FileVersion.objects.filter(blob__sha256=taken.sha256).order_by("pk")
    found = application.evidence.standing().filter(stored_file__in=versions.values("stored_file"))
    for each in found.select_related("stored_file").order_by("pk"):
        newest = each.stored_file.versions.select_related("blob__scan").order_by("-number").first()
        is_same = newest is not None and newest.blob.sha256 == taken.sha256
        # What lies in quarantine serves nothing; storing it again says so.
        if newest is not None and is_same and not newest.is_quarantined:
            return each
    return None


def _add_uses(evidence: Evidence, uses: Collection[Use]) -> bool:
    """What the piece does not serve yet is added; whether there was any."""
    known = {Use.of(each) for each in evidence.uses.order_by("pk")}
    missing = [use for use in dict.fromkeys(uses) if use not in known]
    EvidenceUse.objects.bulk_create(EvidenceUse(evidence=evidence, **use._asdict()) for use in missing)
    return bool(missing)


def _demand_uses(application: Application, uses: Collection[Use]) -> None:
    """Criteria of the round's standard, and materials that their requirements ask for."""
    if not set(uses) <= set(asked_materials(application)):
        raise Invalid(NO_SUCH_CRITERION, fields={"uses": NO_SUCH_CRITERION})


def _demand_open(
    actor: Actor, application: Application, uses: Collection[Use], *, or_none: bool = True
) -> None:
    """Whether the person may add to all these criteria now; without any, where `or_none`, to other material."""
    numbers: list[int | None] = [*numbers_of(uses)]
    for number in numbers or ([None] if or_none else []):
        can_add_evidence(actor, application, number).demand()


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
