"""How large an upload may be: one setting, for the check, the words on the page and the upload itself."""

from django.conf import settings


def limit_bytes() -> int:
    """The largest size of one file, in bytes."""
    megabytes: int = settings.UPLOAD_LIMIT_MB
    return megabytes * 1024 * 1024


def limit_words() -> str:
    """What may be uploaded, as the form says it."""
    return f"PDF、JPG 或 PNG，每个不超过 {settings.UPLOAD_LIMIT_MB} MB。"
