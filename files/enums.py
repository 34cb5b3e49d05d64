"""What kinds of files are taken in."""

from django.db import models


class FileKind(models.TextChoices):
    """The three formats of the house; nothing else is stored."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPG"
    PNG = "png", "PNG"

    @property
    def content_type(self) -> str:
        """As HTTP names it."""
        return "application/pdf" if self is FileKind.PDF else f"image/{self.value}"

    @property
    def extensions(self) -> tuple[str, ...]:
        """The ends of names that go with this kind, in small letters."""
        return (".jpg", ".jpeg") if self is FileKind.JPEG else (f".{self.value}",)
