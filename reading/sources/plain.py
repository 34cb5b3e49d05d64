"""Plain text: UTF-8 first, then GB 18030, UTF-16 where it says so."""

from typing import Final

from reading.errors import Unreadable
from reading.lines import Source, lines_of

_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NOT_TEXT: Final = "文件内容不是文字，请用原来的程序打开后另存为文本、Word 或 PDF。"


def read(content: bytes) -> Source:
    """The lines of a text file."""
    return Source(lines_of(decoded(content)))


def decoded(content: bytes) -> str:
    """The text, whichever of the usual encodings it is in."""
    for encoding in (_MARKS.get(content[:2], "utf-8-sig"), "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(NOT_TEXT)
