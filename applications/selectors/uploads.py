"""Large files on their way into an application."""

from __future__ import annotations

from accounts.actors import Actor
from applications.models import Application
from files.models import Upload, UploadQuerySet


def uploads_of(actor: Actor, application: Application) -> UploadQuerySet:
    """Those that were begun for this application, finished ones too: a form that is sent twice finds its own."""
    rows: UploadQuerySet = Upload.objects.visible_to(actor).filter(matter=application.upload_matter)
    return rows.select_related("owner")


def unfinished_uploads(actor: Actor, application: Application) -> UploadQuerySet:
    """What somebody of the unit began to send and did not finish, the latest first."""
    rows: UploadQuerySet = uploads_of(actor, application).unfinished()
    return rows.select_related("user").order_by("-touched_at", "-pk")
