"""Who, besides the unit that owns a file, may download it: scans of decisions, and evidence that was submitted."""

from accounts.actors import Actor
from applications.models import Application, Decision, Evidence
from applications.selectors.evidence import submitted_versions
from files import doors
from files.models import FileVersion


def register() -> None:
    """Called from `AppConfig.ready`."""
    doors.register("applications.scan", scan_is_open)
    doors.register("applications.evidence", evidence_is_open)


def scan_is_open(actor: Actor, version: FileVersion) -> bool:
    """Everybody reads the newest scan of a published decision; the office and the authority read every version."""
    decision = Decision.objects.filter(scan=version.stored_file_id).first()
    if decision is None:
        return False
    if Decision.objects.visible_to(actor).filter(pk=decision.pk).exists():
        return True
    # What was replaced was not meant to be read: a wrong page, a draft.
    return decision.is_applied and not version.stored_file.versions.filter(number__gt=version.number).exists()


def evidence_is_open(actor: Actor, version: FileVersion) -> bool:
    """Whoever sees the application reads the versions that it was submitted with."""
    evidence = Evidence.objects.filter(stored_file=version.stored_file_id).first()
    if evidence is None:
        return False
    application = Application.objects.visible_to(actor).filter(pk=evidence.application_id).first()
    return application is not None and version.pk in submitted_versions(application)
