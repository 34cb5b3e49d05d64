"""What kinds of files are taken in, through which doors, and what the virus scanner says of them."""

from django.db import models

OFFICE = "application/vnd.openxmlformats-officedocument"


class FileKind(models.TextChoices):
    """Every format that the guard knows; each way in names those that it takes (the sets below)."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPG"
    PNG = "png", "PNG"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    DOCX = "docx", "DOCX"
    TXT = "txt", "TXT"
    HTML = "html", "HTML"
    ZIP = "zip", "ZIP"

    @property
    def content_type(self) -> str:
        """As HTTP names it; a page is handed out as bytes, so that nothing shows it as one."""
        return CONTENT_TYPES[self]

    @property
    def extensions(self) -> tuple[str, ...]:
        """The ends of names that go with this kind, in small letters."""
        return EXTENSIONS.get(self, (f".{self.value}",))


EXTENSIONS = {FileKind.JPEG: (".jpg", ".jpeg"), FileKind.HTML: (".html", ".htm")}
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.DOCX: f"{OFFICE}.wordprocessingml.document",
    FileKind.TXT: "text/plain",
    FileKind.HTML: "application/octet-stream",
    FileKind.ZIP: "application/zip",
}

# In the order in which a page lists them.
Kinds = tuple[FileKind, ...]
EVIDENCE_KINDS: Kinds = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)
SHEET_KINDS: Kinds = (FileKind.XLSX, FileKind.CSV)
DOCUMENT_KINDS: Kinds = (FileKind.PDF, FileKind.DOCX, FileKind.HTML, FileKind.TXT)
ARCHIVE_KINDS: Kinds = (FileKind.ZIP,)
# What a browser may show inside a page.
SHOWN_KINDS: Kinds = EVIDENCE_KINDS


def kind_words(kinds: Kinds) -> str:
    """The formats as a sentence names them: PDF、JPG 或 PNG."""
    *others, last = [kind.label for kind in kinds]
    return f"{'、'.join(others)} 或 {last}" if others else str(last)


class ScanState(models.TextChoices):
    """What the virus scanner says of the bytes."""

    PENDING = "pending", "待检"
    CLEAN = "clean", "安全"
    QUARANTINED = "quarantined", "隔离"
    # No scanner is configured, or the bytes are from before there was one.
    UNSCANNED = "unscanned", "未查杀"
