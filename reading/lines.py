"""Lines of a source: their numbers, blanks made plain, and what a page adds to them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

# Every blank of Unicode that pages pad with, the tab excepted: it parts the cells of a table.
_BLANKS: Final = (
    0x0B,
    0x0C,
    *range(0x1C, 0x20),
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),
    0x202F,
    0x205F,
    0x3000,
)
# Zero width, bidirectional marks, the soft hyphen, other controls: nobody sees them, and they part words.
_UNSEEN: Final = (
    *range(9),
    *range(0x0E, 0x1C),
    0x7F,
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    0x2060,
    0xFEFF,
)
_PLAIN: Final = dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_UNSEEN, "")
_SPECIAL: Final = re.compile("[" + re.escape("".join(map(chr, (*_BLANKS, *_UNSEEN)))) + "]")
_DASH: Final = r"[-—–―－─_~·•]"
_PAGE_FOOT: Final = re.compile(
    rf"{_DASH}{{1,3}}\s*\d{{1,4}}\s*{_DASH}{{1,3}}|第\s*\d{{1,4}}\s*页(?:\s*[,，/]?\s*共\s*\d{{1,4}}\s*页)?|\d{{1,4}}\s*/\s*\d{{1,4}}"
)
# A line of a table of contents: a heading, leaders, the page.
_CONTENTS_END: Final = frozenset("0123456789….．·")
_LEADERS: Final = re.compile(r"[.．…·‧・]{3,}\s*\d{1,4}$|[….．·]{6,}$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source by its number, blanks made plain; `indented` where its paragraph begins."""

    number: int
    text: str
    indented: bool = False


@dataclass(slots=True)
class Source:
    """The text of a file by its lines, and what the file says about itself (标题, 发布日期 …)."""

    lines: list[Line]
    said: Mapping[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """Text without what cannot be seen, every blank an ordinary one."""
    return text.translate(_PLAIN) if _SPECIAL.search(text) else text


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold something, numbered from 1 as editors do."""
    return numbered(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def numbered(lines: Sequence[str]) -> list[Line]:
    """The lines that hold something, with their numbers counted from 1."""
    found = []
    for number, raw in enumerate(plain("\n".join(lines)).split("\n"), 1):
        text = raw.strip()
        if text:
            found.append(Line(number, text, raw.startswith("  ")))
    return found


def is_page_foot(text: str) -> bool:
    """— 3 —, 第 3 页 共 8 页, 3/8."""
    return len(text) < 20 and _PAGE_FOOT.fullmatch(text) is not None


def is_contents_line(text: str) -> bool:
    """A line of a table of contents: leaders, then the page."""
    return text[-1] in _CONTENTS_END and _LEADERS.search(text) is not None


def is_han(text: str) -> bool:
    """Chinese characters and nothing else."""
    return bool(text) and all("一" <= mark <= "鿿" or mark in "〇㐀䶿" or _rare(mark) for mark in text)


def _rare(mark: str) -> bool:
    """A character outside the common block, as some names have."""
    return mark > "㐀" and unicodedata.category(mark) == "Lo"


def without_blanks(text: str) -> str:
    """Blanks are padding between Chinese characters; between Latin words they are not."""
    parts = text.split()
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        latin = joined[-1].isascii() and joined[-1].isalnum() and part[0].isascii() and part[0].isalnum()
        joined += f" {part}" if latin else part
    return joined
