"""The tree of clauses: where a label stands, which path it has, and what looks wrong about it.

A path joins the labels from the top. Labels of one kind are siblings; articles that run on across chapters keep
their chapter. Inside an annex every path begins with 附 and the annex number.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from reading.labels import Label, Rank
from reading.lines import without_blanks

_HEADING_END: Final = re.compile(r"[。：:](?!\S{0,2}$)|。$")
_LONGEST_HEADING: Final = 32
_LONGEST_ARTICLE_HEADING: Final = 10
_IN_BRACKETS: Final = re.compile(r"[【〔（(]([^】〕）)]{2,20})[】〕）)]\s*")


@dataclass(slots=True)
class Outline:
    """The labels from the top down to where the reader is."""

    prefix: str = ""
    stack: list[Label] = field(default_factory=list)
    last: dict[Rank, Label] = field(default_factory=dict)
    parents: dict[Rank, str] = field(default_factory=dict)
    articles_first: bool | None = None

    def enter_annex(self, prefix: str) -> None:
        """Numbers begin anew."""
        self.prefix = prefix
        self.stack, self.last, self.parents, self.articles_first = [], {}, {}, None

    @property
    def path(self) -> str:
        return self.prefix + "".join(label.path for label in self.stack)

    def place(self, label: Label) -> str:
        """Go to a label; returns what a person should look at, or nothing."""
        if self.articles_first is None and label.rank in (Rank.PART, Rank.ARTICLE):
            self.articles_first = label.rank is Rank.ARTICLE
        while self.stack and self._depth(self.stack[-1].rank) >= self._depth(label.rank):
            self.stack.pop()
        parent = self.path
        doubt = self._doubt(label, parent)
        self.stack.append(label)
        self.last[label.rank] = label
        self.parents[label.rank] = parent
        return doubt

    def expects(self, label: Label) -> bool:
        """Whether the label follows the one before it in its series."""
        before = self.last.get(label.rank)
        return before is not None and label.number == before.number + 1

    def _depth(self, rank: Rank) -> float:
        """一、 below 第一条 where articles come first."""
        return Rank.ARTICLE + 0.5 if rank is Rank.PART and self.articles_first else rank

    def _doubt(self, label: Label, parent: str) -> str:
        before = self.last.get(label.rank)
        if label.number == 1 or self.expects(label):
            return ""
        if before is None:
            return f"编号从“{label.written}”开始，前面可能缺了内容。"
        if self.parents.get(label.rank) != parent and label.number > before.number + 1:
            return f"上一处编号是“{before.written}”，这里是“{label.written}”，请核对是否缺条。"
        if label.number <= before.number:
            return f"编号“{label.written}”在“{before.written}”之后，请核对顺序。"
        return f"“{before.written}”之后是“{label.written}”，中间可能缺条。"


def split_heading(label: Label, rest: str) -> tuple[str, str]:
    """Heading and text of what follows a label: 产业集聚度高 and the sentences behind it."""
    rest = rest.strip()
    if label.rank is Rank.ARTICLE:
        match = _IN_BRACKETS.match(rest)
        if match:
            return match[1], rest[match.end() :].strip()
    longest = _LONGEST_ARTICLE_HEADING if label.rank is Rank.ARTICLE else _LONGEST_HEADING
    match = _HEADING_END.search(rest)
    if match is None:
        return _alone(label, rest)
    first, behind = rest[: match.start()], rest[match.end() :].strip()
    if len(first) > longest or not behind or _counts_commas(first) > 2:
        return "", rest
    return first, behind


def _alone(label: Label, rest: str) -> tuple[str, str]:
    """A line without a full stop: a heading, unless it opens a list or is one of its members."""
    opens = rest.endswith((":", "："))
    if (
        len(rest) > 60
        or rest[-1:] in "；;，,、"
        or (opens and (label.rank is Rank.ARTICLE or len(rest) > 20))
    ):
        return "", rest
    return without_blanks(rest.rstrip(":：")), ""


def _counts_commas(text: str) -> int:
    return text.count("，") + text.count(",") + text.count("；")
