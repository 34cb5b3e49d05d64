"""Uploads on their way in."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from core.errors import Invalid, NoRoom
from files.disk import FULL, NO_SPACE, logger
from files.limits import MB, limit_bytes, request_limit_mb, too_much_words

# What a request remembers of files that were not kept on their way in.
TOO_MUCH, NO_ROOM = "uploads_too_much", "uploads_no_room"


class LimitHandler(FileUploadHandler):
    """Lets no more than the limit and one chunk reach the disk, so that nobody fills it before a form is looked at.

    What is cut off is still larger than the limit, and the guard refuses it with its sentence. Where several are too
    much together the later ones are left out, and `demand_received` says so.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.earlier = self.received = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        """What came before counts."""
        super().new_file(*args, **options)
        self.earlier = self.received

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk, or None once the limit is passed."""
        if start > limit_bytes():
            return None
        self.received += len(raw_data)
        if self.earlier and self.received > request_limit_mb() * MB:
            vars(self.request)[TOO_MUCH] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one make the file."""


class SparingHandler(TemporaryFileUploadHandler):
    """A disk that is full while an upload comes in is told in words (`demand_received`)."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Onto the disk, as long as there is room."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno not in NO_SPACE:
                raise
            logger.exception("disk_is_full")
            vars(self.request)[NO_ROOM] = True
            raise SkipFile from error


def demand_received(request: Any) -> None:
    """Ask before a form with files is read: NoRoom or Invalid (field `file`) when they were not kept on their way in."""
    # Reading the form is what brings the files in.
    request.FILES  # noqa: B018
    if getattr(request, NO_ROOM, False):
        raise NoRoom(FULL)
    if getattr(request, TOO_MUCH, False):
        raise Invalid(too_much_words(), fields={"file": too_much_words()})
