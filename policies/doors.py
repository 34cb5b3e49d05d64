"""Who, besides the office that keeps a document, may download its files."""

from accounts.actors import Actor
from files import doors
from files.models import FileVersion
from policies.models import PolicyAttachment, PolicyVersion


def register() -> None:
    """Called from `AppConfig.ready`."""
    doors.register("policies.source", source_is_open)
    doors.register("policies.attachment", attachment_is_open)


def source_is_open(actor: Actor, version: FileVersion) -> bool:
    """Whoever sees a text reads the file that it was read from."""
    return PolicyVersion.objects.visible_to(actor).filter(source=version).exists()


def attachment_is_open(actor: Actor, version: FileVersion) -> bool:
    """Everybody, once a text of the document is open."""
    opened = PolicyVersion.objects.published().values("policy")
    return PolicyAttachment.objects.filter(file=version, policy__in=opened).exists()
