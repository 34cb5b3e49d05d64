"""How large an upload may be: one setting, for the check, the words on the page and the upload itself."""

from django.conf import settings

from files.enums import EVIDENCE_KINDS, Kinds, kind_words


def limit_bytes() -> int:
    """The largest size of one file, in bytes."""
    megabytes: int = settings.UPLOAD_LIMIT_MB
    return megabytes * 1024 * 1024


def limit_words(kinds: Kinds = EVIDENCE_KINDS) -> str:
    """What may be uploaded, as the form says it."""
    return f"{kind_words(kinds)}，每个不超过 {settings.UPLOAD_LIMIT_MB} MB。"
