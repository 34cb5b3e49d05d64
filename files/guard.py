"""In front of storing and of every parser: what may come in, first by its name and beginning, then by a close look."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File

from core.errors import Invalid
from files.enums import EVIDENCE_KINDS, FileKind, Kinds, kind_words
from files.inspection.faults import Fault
from files.inspector import inspect
from files.limits import limit_bytes
from files.names import cleaned_name, extension_of

PACKED = b"PK\x03\x04"
STARTS = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    **dict.fromkeys((FileKind.XLSX, FileKind.DOCX, FileKind.ZIP), PACKED),
}
# What Office wraps a file with a password in, and what it wrote twenty years ago.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 16

EMPTY = "这个文件是空的，请打开核对后重新选择。"
IS_OLD_OFFICE = "文件加了密码，或者是旧格式改的扩展名，请取消密码并另存为“{extension}”格式后再上传。"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the guard found out: the name as it may be stored, and the kind of the bytes."""

    name: str
    kind: FileKind


def admit(upload: File, *, kinds: Kinds = EVIDENCE_KINDS) -> Admitted:
    """Judge an upload of one of these kinds; Invalid (field `file`) with a sentence: what is wrong and what to do.

    Asked again for the same upload, in the form and then in the service, it answers without looking again.
    """
    known: dict[Kinds, Admitted] = upload.__dict__.setdefault("admitted_as", {})
    if kinds not in known:
        known[kinds] = _judge(upload, kinds)
    return known[kinds]


def _judge(upload: File, kinds: Kinds) -> Admitted:
    name = cleaned_name(upload.name or "")
    kind = _kind_of(name, kinds)
    _demand_size(upload.size)
    upload.seek(0)
    head = upload.read(HEAD)
    if not head.startswith(STARTS.get(kind, b"")):
        raise _refusal(IS_OLD_OFFICE if head.startswith(OLD_OFFICE) else Fault.OTHER_CONTENT.sentence, name)
    fault = inspect(upload, kind).fault
    if fault is not None:
        raise _refusal(fault.sentence, name)
    return Admitted(name, kind)


def _kind_of(name: str, kinds: Kinds) -> FileKind:
    extension = extension_of(name)
    for kind in kinds:
        if extension in kind.extensions:
            return kind
    raise _refusal(f"只能上传 {kind_words(kinds)} 文件，请转换格式后再上传。")


def _demand_size(size: int) -> None:
    if not size:
        raise _refusal(EMPTY)
    if size > limit_bytes():
        raise _refusal(f"文件超过 {settings.UPLOAD_LIMIT_MB} MB，请压缩或拆分后再上传。")


def _refusal(sentence: str, name: str = "") -> Invalid:
    said = sentence.replace("{extension}", extension_of(name))
    return Invalid(said, fields={"file": said})
