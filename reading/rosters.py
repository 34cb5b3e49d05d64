"""The members of a leading group: role, name and post of each, wherever the lines were broken (domain.md 4).

A roster begins with a line that names a leading role. Below it every line is a member, the end of the post
before it, or the end of the roster. Nothing is guessed in silence: what could be read another way is a doubt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reading.labels import Rank, label_of
from reading.lines import Line, is_page_foot, lines_of, without_blanks
from reading.names import (
    begins_with_a_surname,
    could_be_a_name,
    has_open_bracket,
    is_double_surname,
    is_whole_post,
)

HEAD, DEPUTY, MEMBER = "组长", "副组长", "成员"
# How other documents call the same three places.
_ROLES: Final = {
    "组长": HEAD, "第一组长": HEAD, "总召集人": HEAD, "召集人": HEAD, "总指挥": HEAD, "指挥长": HEAD, "总指挥长": HEAD,
    "副组长": DEPUTY, "常务副组长": DEPUTY, "执行副组长": DEPUTY, "副召集人": DEPUTY, "副总指挥": DEPUTY, "副指挥长": DEPUTY,
    "成员": MEMBER, "组员": MEMBER, "委员": MEMBER,
}  # fmt: skip
_ROLE: Final = re.compile(
    "("
    + "|".join(r"\s*".join(role) for role in sorted(_ROLES, key=len, reverse=True))
    + r")\s*(?:[:：]|\s|$)\s*"
)
_BEGINNINGS: Final = frozenset(role[0] for role in _ROLES)
_IN_BRACKETS: Final = re.compile(r"([^\s(（]{2,6}|\S\s+\S)\s*[(（](.+)[)）]\s*")
_COMMA: Final = re.compile(r"([^\s,，、;；:：]{2,4})\s*[,，:：]\s*(.+)")
_PLACES: Final = "省市县区州镇乡国中人"
_SENTENCE: Final = 30  # characters; no post is as long and holds a full stop


@dataclass(frozen=True, slots=True)
class Seat:
    """One member: the role in the three words of every group and as printed, the post whole, the source lines."""

    role: str
    printed_role: str
    name: str
    post: str
    lines: tuple[int, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A line inside a roster that nobody could make out, and why."""

    line: int
    text: str
    reason: str


@dataclass(slots=True)
class Roster:
    """Everybody in the order of the document; `lines` are the numbers of all lines that were used."""

    seats: list[Seat] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def read(text: str) -> Roster:
    """The roster in pasted text or in a whole document; empty when there is none."""
    return read_lines(lines_of(text))


def read_lines(lines: Iterable[Line]) -> Roster:
    """The same from lines that have their numbers; several groups in one document follow each other."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reader.roster.seats = _doubt_repetitions([_doubt_posts(seat) for seat in reader.roster.seats])
    return reader.roster


@dataclass(slots=True)
class _Reader:
    roster: Roster = field(default_factory=Roster)
    role: str | None = None
    printed: str = ""

    def take(self, line: Line) -> None:
        """One line: a role, a member, the rest of a post, or the end."""
        match = _ROLE.match(line.text) if line.text[:1] in _BEGINNINGS else None
        if match:
            self._begin(line, match)
            return
        text = _without_number(line.text)
        if self.role is None or is_page_foot(text) or "姓名" in text.split("\t"):
            return
        if _ends_a_roster(text):
            self.role = None
        else:
            self._member(line, text)

    def _begin(self, line: Line, match: re.Match[str]) -> None:
        self.printed = without_blanks(match[1]).replace(" ", "")
        self.role = _ROLES[self.printed]
        self.roster.lines.add(line.number)
        rest = line.text[match.end() :].strip()
        if rest:
            self._member(line, rest)

    def _member(self, line: Line, text: str) -> None:
        self.roster.lines.add(line.number)
        before = self.roster.seats[-1] if self.roster.seats else None
        unfinished = before is not None and (not is_whole_post(before.post) or has_open_bracket(before.post))
        seat = self._seat(line, text, unfinished=unfinished)
        if seat:
            self.roster.seats.append(seat)
        elif before and before.role == self.role and before.post:
            self.roster.seats[-1] = _continued(before, line, text, unfinished=unfinished)
        else:
            self.roster.unread.append(Unread(line.number, text, "认不出姓名和职务，请对照原文填写。"))

    def _seat(self, line: Line, text: str, *, unfinished: bool) -> Seat | None:
        """The member in this line; None when it holds no name."""
        for split in (_cells, _padded, _bracketed, _with_comma, _name_last, _run_together):
            found = split(text)
            if found is None:
                continue
            name, post, doubts = found
            known = begins_with_a_surname(name)
            if unfinished and not known:
                return None
            doubts = doubts if known else [*doubts, f"“{name}”不像姓名，请核对。"]
            return Seat(self.role or MEMBER, self.printed, name, post, (line.number,), tuple(doubts))
        return None


Found = tuple[str, str, list[str]]


def _cells(text: str) -> Found | None:
    """Cells of a table: a running number, the name, then unit and post."""
    cells = [cell.strip() for cell in text.split("\t") if cell.strip()]
    if len(cells) < 2:
        return None
    if cells[0].isdigit():
        cells = cells[1:]
    name = without_blanks(cells[0])
    return (
        (name, without_blanks("".join(cells[1:])), []) if could_be_a_name(name) and len(cells) > 1 else None
    )


def _padded(text: str) -> Found | None:
    """李 颖 市教育局局长, 欧阳 明 …, 王国栋 …: blanks inside the name, then blanks, then the post."""
    parts = text.split()
    for count in (1, 2, 3):
        name = "".join(parts[:count])
        if len(parts) <= count or not could_be_a_name(name):
            continue
        spread = all(len(part) == 1 for part in parts[:count]) or (count == 2 and is_double_surname(parts[0]))
        if count == 1 or spread:
            if count == 1 and is_double_surname(name) and len(parts[1]) == 1 and len(parts) > 2:
                continue
            return name, without_blanks(" ".join(parts[count:])), []
    return None


def _bracketed(text: str) -> Found | None:
    """张三(市委副书记、市长)."""
    match = _IN_BRACKETS.fullmatch(text)
    name = without_blanks(match[1]) if match else ""
    return (name, without_blanks(match[2]), []) if match and could_be_a_name(name) else None


def _with_comma(text: str) -> Found | None:
    """张三，市财政局局长."""
    match = _COMMA.fullmatch(text)
    if match is None or not could_be_a_name(match[1]) or not begins_with_a_surname(match[1]):
        return None
    return match[1], without_blanks(match[2]), []


def _name_last(text: str) -> Found | None:
    """市财政局局长 李四."""
    parts = text.split()
    if len(parts) < 2 or not is_whole_post(parts[0]) or len(parts[0]) < 4:
        return None
    name = "".join(parts[1:])
    return (name, parts[0], ["姓名写在职务之后，请核对。"]) if could_be_a_name(name) else None


def _run_together(text: str) -> Found | None:
    """张三市财政局局长: name and post without anything between them."""
    if " " in text or not begins_with_a_surname(text) or not is_whole_post(text):
        return None
    for length in (3, 2):
        name, post = text[:length], text[length:]
        if len(post) >= 4 and post[0] in _PLACES and could_be_a_name(name):
            return name, post, ["姓名与职务之间没有空格，请核对从哪里分开。"]
    return None


def _doubt_posts(seat: Seat) -> Seat:
    """Now that every post is whole: one that does not end like a post is a doubt."""
    if is_whole_post(seat.post):
        return seat
    said = "职务不像写完了，请核对。" if seat.post else "没有写职务。"
    return replace(seat, doubts=(*seat.doubts, said))


def _continued(seat: Seat, line: Line, text: str, *, unfinished: bool) -> Seat:
    """The seat with the rest of its post; a doubt when the post looked complete before."""
    doubts = seat.doubts
    if not unfinished and text[0] not in "、,，;；(（":
        doubts = (*doubts, f"第 {line.number} 行接在上一行职务之后，请核对是否同一个人。")
    return replace(
        seat, post=without_blanks(seat.post + text), lines=(*seat.lines, line.number), doubts=doubts
    )


def _ends_a_roster(text: str) -> bool:
    """A new heading, an annex, the office's own paragraph, whatever is a sentence."""
    if label_of(text):
        return True
    if text.startswith(
        ("附件", "附:", "附：", "抄送", "领导小组", "办公室", "专班", "联系人", "注:", "注：", "备注")
    ):
        return True
    return (
        text.endswith(("。", ":", "："))
        or len(text) > _SENTENCE * 2
        or (len(text) > _SENTENCE and "。" in text)
    )


def _without_number(text: str) -> str:
    """A member who is numbered, 3.李四 市财政局局长, without the number."""
    label = label_of(text)
    if label is None or label.rank is not Rank.ITEM:
        return text
    rest = text[label.length :]
    return rest if _cells(rest) or _padded(rest) or _bracketed(rest) else text


def _doubt_repetitions(seats: Sequence[Seat]) -> list[Seat]:
    """The same name twice is a doubt at the later place: two people, or one who was written twice."""
    met: dict[str, int] = {}
    found = []
    for seat in seats:
        first = met.setdefault(seat.name, seat.lines[0])
        again = first != seat.lines[0]
        said = f"“{seat.name}”在第 {first} 行已有一位，请核对是否同一个人。"
        found.append(replace(seat, doubts=(*seat.doubts, said)) if again else seat)
    return found
