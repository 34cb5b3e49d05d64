"""Paragraphs out of lines: what the width of a page broke is joined, what stands alone stays alone.

A source is either broken at the width of its page (every long line is full, wherever its sentence stands) or
keeps one paragraph on one line. Which of the two is seen from the lines themselves.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from reading.labels import Label, label_of
from reading.lines import Line, is_contents_line, is_page_foot

_WIDEST_PAGE: Final = 60  # characters of full width
_LONG: Final = 15
_NEAR: Final = 400
# How much of the page a line fills when its sentence goes on: an open end says so itself.
_OPEN_END: Final = 0.8
_FULL: Final = 0.95
_ENDINGS: Final = frozenset("。！？；：!?;:")
_CLOSERS: Final = "”’」』）)〕】]》"
_NUMBER: Final = r"[一-鿿]{2,16}\s?[〔\[【（(]\d{4}[〕\]】）)]\s?第?\d{1,5}\s?号$"
_DAY: Final = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$"
# What begins a line of its own however long the line before it is.
_BEGINS: Final = re.compile(
    rf"{_NUMBER}|{_DAY}|附\s*件|附\s*[:：]|抄\s*送|抄\s*报|主\s*送|[(（]此件|政策咨询|联\s*系"
    r"|(?:牵头|责任|配合|主办|协办|落实|实施)(?:单位|部门|科室)\s*[:：]"
    r"|(?:以上|本)(?:政策|办法|措施|规定|细则|方案|意见|通知|计划)[^,，。]{0,8}(?:自|由)"
)
# What nothing goes on behind.
_ENDS: Final = re.compile(rf"{_NUMBER}|{_DAY}|[(（]此件")
_TITLE: Final = re.compile(r"[^。；]{0,60}关于[^。；]{4,80}的(?:通知|公告|通告|意见|批复|函|决定|通报)")
_ADDRESSEES: Final = re.compile(r"各.{0,80}[:：]$")
_WIDE_ASCII: Final = ",;:()?!"


@dataclass(slots=True)
class Paragraph:
    """Text on one line; `breaks` are the offsets at which lines of the source begin, with their numbers."""

    text: str
    breaks: list[tuple[int, int]]
    label: Label | None = None
    cells: bool = field(init=False)

    def __post_init__(self) -> None:
        self.cells = "\t" in self.text

    @property
    def line(self) -> int:
        return self.breaks[0][1]

    def line_at(self, offset: int) -> int:
        """The number of the source line that holds this character."""
        return self.breaks[bisect_right(self.breaks, (offset, 1 << 60)) - 1][1]


def width(text: str) -> float:
    """Columns of full width: letters and digits take half of one; punctuation was printed full."""
    narrow = len(text.encode("ascii", "ignore"))
    if narrow:
        narrow -= sum(map(text.count, _WIDE_ASCII))
    return len(text) - narrow / 2


def joined(lines: Sequence[Line], apart: Container[int] = ()) -> list[Paragraph]:
    """The paragraphs; lines whose numbers are in `apart` (those of a roster) are left out."""
    kept = [line for line in lines if line.number not in apart]
    joiner = _Joiner(page_width(kept))
    for line in kept:
        joiner.take(line)
    return joiner.found


def without_pages(lines: Sequence[Line]) -> list[Line]:
    """The lines without page feet, contents and the running heads that stand beside page feet."""
    feet = {line.number for line in lines if is_page_foot(line.text)} | _bare_feet(lines)
    kept = [line for line in lines if line.number not in feet and not is_contents_line(line.text)]
    if len(feet) < 2:
        return kept
    beside = Counter(
        line.text
        for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False)
        if (before and before.number in feet) or (after and after.number in feet)
    )
    heads = {text for text, count in beside.items() if count >= 2 and len(text) <= 40 and not label_of(text)}
    return [line for line in kept if line.text not in heads]


def _bare_feet(lines: Sequence[Line]) -> set[int]:
    """Page numbers without dashes: bare numbers of which each is one more than the one before."""
    bare = [(int(line.text), line.number) for line in lines if len(line.text) <= 3 and line.text.isdecimal()]
    counts_on = len(bare) > 1 and all(after[0] == before[0] + 1 for before, after in pairwise(bare))
    return {number for _, number in bare} if counts_on else set()


def page_width(lines: Sequence[Line]) -> float | None:
    """How many columns the page had that broke the lines; None when they are paragraphs."""
    widths = sorted(width(line.text) for line in lines if len(line.text) >= _LONG)
    page = widths[int(len(widths) * 0.95)] if widths else 0
    broken = [width(line.text) for line, after in pairwise(lines) if _could_be_broken(line.text, after.text)]
    full = sum(each >= _OPEN_END * page for each in broken)
    if page > _WIDEST_PAGE or full < 2 or full < 0.5 * len(broken):
        return None
    return page


def _could_be_broken(text: str, after: str) -> bool:
    """A long line without an end, before one that begins nothing."""
    return (
        len(text) >= _LONG
        and text[-1] not in _ENDINGS
        and text[-1] not in _CLOSERS
        and not (label_of(after) or _ENDS.match(text) or _BEGINS.match(after) or "\t" in text)
    )


@dataclass(slots=True)
class _Joiner:
    """Line after line: the end of the paragraph before, or a paragraph of its own."""

    page: float | None
    found: list[Paragraph] = field(default_factory=list)
    series: dict[int, int] = field(default_factory=dict)
    before: str = "。"

    def take(self, line: Line) -> None:
        label = label_of(line.text)
        if self._goes_on(line, label):
            last = self.found[-1]
            last.breaks.append((len(last.text), line.number))
            last.text += _space(last.text, line.text) + line.text
        else:
            if label:
                self.series[label.rank] = label.number
            self.found.append(Paragraph(line.text, [(0, line.number)], label))
        self.before = line.text

    def _goes_on(self, line: Line, label: Label | None) -> bool:
        """Whether the sentence of the line before goes on in this one."""
        before = self.before
        open_end = before[-1] not in _ENDINGS and before.rstrip(_CLOSERS)[-1:] not in _ENDINGS
        open_end = open_end or (before[-1] in ":：" and bool(self.found) and _is_open(self.found[-1].text))
        if label and (not open_end or self._expected(label)):
            return False
        if not self.found or self._stands_alone(line.text, before):
            return False
        if self.page is None:
            return label is None and self._is_broken(before)
        if (line.indented and not open_end) or _ADDRESSEES.match(line.text):
            return False
        if label is None and (before[-1] in "、，," or (open_end and _is_open(self.found[-1].text))):
            return True
        # Digits may have been spread as wide as the rest, so that a line is measured by its characters.
        if not open_end:
            # A sentence may end where its line ends; a signature or a heading below it has no stop.
            goes_on = line.text[-1] in _ENDINGS or width(line.text) >= self.page * _OPEN_END
            return goes_on and len(before) >= self.page * _FULL
        return len(before) >= self.page * (_FULL if label else _OPEN_END)

    def _stands_alone(self, text: str, before: str) -> bool:
        """Rows of tables, titles, what its first words set apart."""
        last = self.found[-1]
        return bool(
            "\t" in text
            or last.cells
            or _BEGINS.match(text)
            or _ENDS.match(before)
            or _TITLE.fullmatch(last.text)
        )

    def _expected(self, label: Label) -> bool:
        """Whether the label begins its series or follows the one before: then no line began with it by chance."""
        return label.number in (1, self.series.get(label.rank, 0) + 1)

    def _is_broken(self, before: str) -> bool:
        """In a source of whole paragraphs: a line that ends with a comma, or in the middle of a bracket."""
        last = self.found[-1].text
        return before[-1] in "、，," or (len(last) > _LONG and _is_open(last))


def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation is opened and not shut in the last sentences."""
    text = text[-_NEAR:]
    return any(
        text.count(left) > text.count(right) for left, right in ("〔〕", "（）", "()", "《》", "“”", "【】")
    )


def _space(before: str, after: str) -> str:
    """Between Latin words a line break was a blank."""
    return (
        " "
        if before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
        else ""
    )
