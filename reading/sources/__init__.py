"""Files into lines: one module a format, chosen by the extension and held against the content."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from reading.errors import Unreadable
from reading.lines import Source
from reading.sources import docx, html, pdf, plain

LARGEST: Final = 50 * 1024 * 1024
MOST_CHARACTERS: Final = 1_000_000
_READERS: Final[dict[str, Callable[[bytes], Source]]] = {
    ".txt": plain.read,
    ".html": html.read,
    ".htm": html.read,
    ".docx": docx.read,
    ".pdf": pdf.read,
}


def read(name: str, content: bytes) -> Source:
    """The lines of a file; Unreadable with one sentence when it is of another kind, broken, locked or too large."""
    extension = PurePath(name).suffix.lower()
    reader = _READERS.get(extension)
    if reader is None:
        raise Unreadable("只能读取 .txt、.html、.docx、.pdf 文件，请另存为其中一种。")
    if len(content) >= LARGEST:
        raise Unreadable("文件不能达到或超过 50 MB，请压缩或拆分。")
    if not content.strip():
        raise Unreadable("这个文件是空的，请打开核对后重新选择。")
    source = reader(content)
    if sum(len(line.text) for line in source.lines) > MOST_CHARACTERS:
        raise Unreadable("文字超过 100 万字，不像一份政策文件，请只保留正文和附件。")
    return source
