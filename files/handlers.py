"""Uploads on their way in."""

from django.core.files.uploadhandler import FileUploadHandler

from files.limits import limit_bytes


class LimitHandler(FileUploadHandler):
    """Lets no more than the limit and one chunk reach the disk, so that nobody fills it before a form is looked at.

    What is cut off is still larger than the limit, and the guard refuses it with its sentence.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk, or None once the limit is passed."""
        return None if start > limit_bytes() else raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind this one make the file."""
