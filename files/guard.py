"""In front of storing: what may come in, judged by the bytes alone. No parser is run on what a stranger sent."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File

from core.errors import Invalid
from files.enums import EVIDENCE_KINDS, FileKind, Kinds, kind_words
from files.images import MOST_PIXELS, pixels
from files.limits import limit_bytes
from files.names import cleaned_name, extension_of

PACKED = b"PK\x03\x04"
STARTS = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    **dict.fromkeys((FileKind.XLSX, FileKind.DOCX, FileKind.ZIP), PACKED),
}
ENDS = {FileKind.PDF: b"%%EOF", FileKind.JPEG: b"\xff\xd9", FileKind.PNG: b"\x00\x00\x00\x00IEND\xaeB`\x82"}
# Programs and cameras write a little behind the end.
TAIL = 1024
# Longer than any name below with every letter escaped, and what decides behind it.
OVERLAP = 256

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# A name ends at white space or a delimiter. /JS is so short that compressed bytes hold it by chance: it counts
# only before what its value may be, a string, a reference, or a comment in front of one of them.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)(?=[\x00\t\n\f\r ()<>\[\]{}/%])"
    rb"|/JS(?:[(<%]|[\x00\t\n\f\r ]{1,8}[(<%\d]|[\x00\t\n\f\r ]{9})"
)

EMPTY = "这个文件是空的，请打开核对后重新选择。"
CUT_OFF = "文件不完整，可能没有下载或复制完，请重新获取后再上传。"
IS_ACTIVE = "这个 PDF 含有脚本、附件或动态表单，请用“打印”另存为普通 PDF 后再上传。"
UNREADABLE = "图片无法识别，请用看图程序另存为 JPG 或 PNG 后再上传。"
TOO_MANY_PIXELS = "图片的像素超过 1 亿，请缩小后再上传。"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the guard found out: the name as it may be stored, and the kind of the bytes."""

    name: str
    kind: FileKind


def admit(upload: File, *, kinds: Kinds = EVIDENCE_KINDS) -> Admitted:
    """Judge an upload of one of these kinds; Invalid (field `file`) with a sentence: what is wrong and what to do."""
    name = cleaned_name(upload.name or "")
    kind = _kind_of(name, kinds)
    _demand_size(upload.size)
    if not _read(upload, 0, TAIL).startswith(STARTS.get(kind, b"")):
        raise _refusal(f"文件内容与扩展名“{extension_of(name)}”不符，请用原来的程序另存后再上传。")
    if ENDS.get(kind, b"") not in _read(upload, max(upload.size - TAIL, 0), TAIL):
        raise _refusal(CUT_OFF)
    if kind is FileKind.PDF:
        _demand_passive(upload)
    elif kind in {FileKind.JPEG, FileKind.PNG}:
        _demand_sane_picture(upload, kind)
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


def _demand_passive(upload: File) -> None:
    """No script, program, embedded file or dynamic form named in the bytes, however the name is spelled."""
    if any(ACTIVE.search(ESCAPED.sub(_unescape, window)) for window in _windows(upload)):
        raise _refusal(IS_ACTIVE)


def _demand_sane_picture(upload: File, kind: FileKind) -> None:
    """Width and height as the header says them, so that nobody's viewer unpacks a flood."""
    count = pixels(upload, kind)
    if not count:
        raise _refusal(UNREADABLE)
    if count > MOST_PIXELS:
        raise _refusal(TOO_MANY_PIXELS)


def _windows(upload: File) -> Iterator[bytes]:
    """The bytes piece by piece, each with the end of the one before it."""
    before = b""
    for chunk in upload.chunks():
        window = before + chunk
        yield window
        before = window[-OVERLAP:]


def _unescape(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _read(upload: File, start: int, count: int) -> bytes:
    upload.seek(start, io.SEEK_SET)
    found: bytes = upload.read(count)
    return found


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})
