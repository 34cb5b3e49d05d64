"""How large an upload may be: one setting, for the check, the words on the page, the upload itself and the proxy."""

from django.conf import settings

from files.enums import EVIDENCE_KINDS, Kinds, kind_words

MB = 1024 * 1024
# What a form sends around its files, and its other fields.
ENVELOPE_MB = 1
# Larger files come in pieces that can be resumed; a piece is a request of its own.
WHOLE_MB = 20
PIECE_BYTES = 4 * MB


def limit_bytes() -> int:
    """The largest size of one file, in bytes."""
    megabytes: int = settings.UPLOAD_LIMIT_MB
    return megabytes * MB


def whole_bytes() -> int:
    """The largest size that a browser with scripts sends in one piece, in bytes."""
    return min(WHOLE_MB * MB, limit_bytes())


def request_limit_mb() -> int:
    """The largest request that the portal takes, in megabytes: a file of the limit from a browser without scripts."""
    megabytes: int = settings.UPLOAD_LIMIT_MB
    return megabytes + ENVELOPE_MB


def limit_words(kinds: Kinds = EVIDENCE_KINDS) -> str:
    """What may be uploaded, as the form says it."""
    return f"{kind_words(kinds)}，每个不超过 {settings.UPLOAD_LIMIT_MB} MB。"


def several_words(kinds: Kinds = EVIDENCE_KINDS) -> str:
    """The same where several may be chosen."""
    return f"{limit_words(kinds)}可以一次选多个，也可以把文件拖到这里。"


def too_large_words() -> str:
    """The refusal of a file above the limit."""
    return f"文件超过 {settings.UPLOAD_LIMIT_MB} MB，请压缩或拆分后再上传。"


def too_much_words() -> str:
    """The refusal of a form whose files are too large together."""
    return f"几个文件合计超过 {settings.UPLOAD_LIMIT_MB} MB，请分几次上传。"
