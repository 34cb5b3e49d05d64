"""Who, besides the unit that owns a file, may download it: scans of decisions and papers, and evidence that was submitted."""

from django.db.models import Q

from accounts.actors import Actor
from applications.models import Application, Decision, Evidence
from applications.rules import reads_draft
from applications.selectors.evidence import submitted_versions
from files import doors
from files.models import FileVersion


def register() -> None:
    """Called from `AppConfig.ready`."""
    doors.register("applications.scan", scan_is_open)
    doors.register("applications.evidence", evidence_is_open)
    doors.register("applications.paper", paper_is_open)


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
    if application is None:
        return False
    # An office reads what it is putting together for a unit that filed on paper.
    is_writing = application.is_being_keyed_in and reads_draft(actor, application)
    return is_writing or version.pk in submitted_versions(application)


def paper_is_open(actor: Actor, version: FileVersion) -> bool:
    """Whoever sees an application reads the paper that it came on, and the stamped prints of its submissions."""
    of_paper = Q(paper__scan=version.stored_file_id)
    of_print = Q(fact_sheets__stamped_scan__stored_file=version.stored_file_id)
    return Application.objects.visible_to(actor).filter(of_paper | of_print).exists()
