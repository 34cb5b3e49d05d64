"""Large files in pieces: begun, continued where the line broke, given up, and swept when nobody came back."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from core.errors import Conflict, Invalid
from files import incoming
from files.enums import EVIDENCE_KINDS, Kinds
from files.guard import demand_name_and_size
from files.limits import MB
from files.models import Upload
from files.rules import can_continue_upload, can_store_file
from files.services.taking import GONE

# Somebody may come back after a long weekend.
KEEP = timedelta(days=7)
# Rows are cheap, but not free: nobody begins more than this and finishes none.
MOST_UNFINISHED = 300
# Younger bytes may belong to a row that is not committed yet.
GRACE_SECONDS = 24 * 3600


class Moved(Conflict):
    """The piece belongs elsewhere: `received` is how much has come in."""

    def __init__(self, received: int) -> None:
        super().__init__("这一段已经收到过，请从已收到的位置继续。")
        self.received = received


@transaction.atomic
def begin_upload(
    *,
    actor: Actor,
    owner: Organisation,
    matter: str,
    name: str,
    size: int,
    mark: str = "",
    kinds: Kinds = EVIDENCE_KINDS,
) -> Upload:
    """An upload to send pieces to; the one that was begun for the same file goes on where it stopped.

    Invalid (field `file`) when name or size rule the file out; Conflict when the unit has too much unfinished.
    """
    can_store_file(actor, owner).demand()
    assert actor.user is not None
    cleaned = demand_name_and_size(name, size, kinds)
    # The unit first: two who begin at once do not both take the last room, nor begin the same file twice.
    list(Organisation.objects.filter(pk=owner.pk).order_by("pk").select_for_update(no_key=True))
    unfinished = Upload.objects.unfinished().filter(owner=owner)
    found = unfinished.filter(matter=matter, name=cleaned, size=size, mark=mark).order_by("pk").first()
    if found is not None:
        return found
    taken: int = unfinished.aggregate(total=Sum("size"))["total"] or 0
    if taken + size > settings.UPLOAD_UNFINISHED_MB * MB or unfinished.count() >= MOST_UNFINISHED:
        raise Conflict("本单位没有传完的文件太多，请先传完或取消一些，再上传新的。")
    return Upload.objects.create(
        owner=owner, user=actor.user, matter=matter, name=cleaned, size=size, mark=mark
    )


def append_chunk(*, actor: Actor, upload: Upload, offset: int, content: bytes) -> int:
    """Put a piece behind the `offset` bytes that have come in; returns how many there are now.

    Moved when the upload stands elsewhere (a piece twice, two tabs); nothing is written then. The database is not
    locked while the disk works.
    """
    can_continue_upload(actor, upload).demand()
    with incoming.held(upload.pk) as file:
        row = Upload.objects.filter(pk=upload.pk).first()
        if row is None:
            incoming.discard(upload.pk)
            raise Conflict(GONE)
        if row.received != offset:
            raise Moved(row.received)
        if not content or offset + len(content) > row.size:
            raise Invalid("收到的内容与文件大小不符，请重新选择文件。")
        incoming.write(file, offset, content)
        ours = Upload.objects.unfinished().filter(pk=row.pk, received=offset)
        ours.update(received=offset + len(content), touched_at=timezone.now())
    return offset + len(content)


def cancel_upload(*, actor: Actor, upload: Upload) -> None:
    """Give it up; what has become a version already stays one."""
    can_continue_upload(actor, upload).demand()
    Upload.objects.unfinished().filter(pk=upload.pk).delete()
    incoming.discard(upload.pk)


def sweep_uploads() -> int:
    """Take away uploads that nobody came back to for a week, and bytes without a row; returns how many uploads.

    Safe to run again and beside itself.
    """
    old = Upload.objects.filter(touched_at__lt=timezone.now() - KEEP)
    gone = list(old.order_by("pk").values_list("pk", flat=True))
    count, _ = old.filter(pk__in=gone).delete()
    for pk in gone:
        if not Upload.objects.filter(pk=pk).exists():
            incoming.discard(pk)
    left = list(incoming.left_behind(time.time() - GRACE_SECONDS))
    known = set(Upload.objects.unfinished().filter(pk__in=left).order_by("pk").values_list("pk", flat=True))
    for pk in left:
        if pk not in known:
            incoming.discard(pk)
    return count
