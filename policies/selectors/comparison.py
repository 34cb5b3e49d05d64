"""Two texts of one document, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from policies.models import Clause, PolicyVersion
from policies.selectors.library import clauses_of

# Two clauses that share at least so much of their words are one clause that moved.
ALIKE = 0.6


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"

    @property
    def words(self) -> str:
        return {"same": "未变", "changed": "有改动", "new": "新增", "gone": "删去"}[self.value]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `mark` is "", old or new."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A clause before and after; one of the two may be missing."""

    old: Clause | None
    new: Clause | None
    change: Change
    pieces: tuple[Piece, ...] = ()


def compare_versions(old: PolicyVersion, new: PolicyVersion) -> list[ComparedClause]:
    """In the order of the new text, what is gone at its old place; clauses meet by path, then by their words."""
    before, after = clauses_of(old), clauses_of(new)
    partner = _partners(before, after)
    taken = {id(each) for each in partner.values()}
    gone = [each for each in before if id(each) not in taken]
    rows: list[ComparedClause] = []
    for clause in after:
        rows += [ComparedClause(each, None, Change.GONE) for each in _up_to(gone, clause.position)]
        rows.append(_compared(partner.get(clause.pk), clause))
    return rows + [ComparedClause(each, None, Change.GONE) for each in gone]


def _partners(before: list[Clause], after: list[Clause]) -> dict[int, Clause]:
    """By primary key of the new clause, the old one that it came from."""
    by_path = {clause.path: clause for clause in before}
    found = {
        clause.pk: by_path[clause.path]
        for clause in after
        if clause.path in by_path and _is_kin(by_path[clause.path], clause)
    }
    free = [each for each in before if each not in found.values()]
    for clause in after:
        if clause.pk in found or not free:
            continue
        best = max(free, key=lambda each: _likeness(each, clause))
        if _likeness(best, clause) >= ALIKE:
            found[clause.pk] = best
            free.remove(best)
    return found


def _up_to(gone: list[Clause], position: int) -> list[Clause]:
    """Those that stood up to that position, taken off the list."""
    found = [each for each in gone if each.position <= position]
    gone[:] = gone[len(found) :]
    return found


def _is_kin(old: Clause, new: Clause) -> bool:
    """The same path with other words altogether is another clause."""
    return old.heading == new.heading or _likeness(old, new) >= ALIKE / 2


def _likeness(old: Clause, new: Clause) -> float:
    return SequenceMatcher(None, _words(old), _words(new), autojunk=False).quick_ratio()


def _compared(old: Clause | None, new: Clause) -> ComparedClause:
    if old is None:
        return ComparedClause(None, new, Change.NEW)
    if (old.path, _words(old)) == (new.path, _words(new)):
        return ComparedClause(old, new, Change.SAME)
    return ComparedClause(old, new, Change.CHANGED, tuple(_pieces(_words(old), _words(new))))


def _words(clause: Clause) -> str:
    return "\n".join(part for part in (clause.heading, clause.text) if part)


def _pieces(old: str, new: str) -> list[Piece]:
    """The new text with what went and what came."""
    found: list[Piece] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            found.append(Piece(old[a:b]))
            continue
        if b > a:
            found.append(Piece(old[a:b], "old"))
        if d > c:
            found.append(Piece(new[c:d], "new"))
    return found
