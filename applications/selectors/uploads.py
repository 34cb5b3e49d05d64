"""Large files on their way into an application."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actors import Actor
from applications.models import Application
from files.models import Upload


def uploads_of(actor: Actor, application: Application) -> QuerySet[Upload]:
    """Those that were begun for this application, finished ones too: a form that is sent twice finds its own."""
    return Upload.objects.visible_to(actor).filter(matter=application.upload_matter).select_related("owner")


def unfinished_uploads(actor: Actor, application: Application) -> QuerySet[Upload]:
    """What somebody of the unit began to send and did not finish, the latest first."""
    return uploads_of(actor, application).unfinished().select_related("user").order_by("-touched_at", "-pk")
