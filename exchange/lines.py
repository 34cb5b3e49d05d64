"""How lines and problems stand in the pages of an import."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.resources import Line, Problem

PER_PAGE = 50
# The pages that a person looks through end here; the count says how many there are.
MOST_PROBLEMS = 20_000

Packed = list[Any]


def pack(line: Line) -> Packed:
    """A line as a page holds it."""
    return [line.number, line.name, line.pk, line.mark, line.old, line.new]


def unpack(packed: Packed) -> Line:
    """The line again."""
    number, name, pk, mark, old, new = packed
    return Line(number, name, new, pk, mark, old)


def pack_problem(problem: Problem, letters: Mapping[str, str], titles: Mapping[str, str]) -> Packed:
    """A problem as a page holds it, with the letter and the title of its column."""
    name = problem.attribute
    return [problem.number, letters.get(name, ""), titles.get(name, ""), problem.given, problem.sentence]


def paged(lines: Sequence[Packed]) -> Iterator[tuple[int, list[Packed]]]:
    """(number, lines) of every page, from one on."""
    for place, start in enumerate(range(0, len(lines), PER_PAGE), start=1):
        yield place, list(lines[start : start + PER_PAGE])


def digest_of(texts: Iterable[str]) -> str:
    """SHA-256 over what will be written, page by page."""
    total = hashlib.sha256()
    for each in texts:
        total.update(each.encode())
    return total.hexdigest()


def as_text(lines: Sequence[Packed]) -> str:
    """The lines of a page as JSON, always the same for the same lines."""
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as [first, how many] of every run without a gap."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == sum(found[-1]):
            found[-1][1] += 1
        else:
            found.append([number, 1])
    return found


def unrun(found: Iterable[Sequence[int]]) -> Iterator[int]:
    """The numbers again."""
    for first, count in found:
        yield from range(first, first + count)
