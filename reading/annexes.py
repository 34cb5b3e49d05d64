"""Annexes: the list of them behind the text, and the line at which one begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reading import dates, front, numerals
from reading.labels import Rank
from reading.paragraphs import Paragraph

_NUMBER: Final = r"(?P<number>\d{1,2}(?:\s*[-—]\s*\d{1,2})?|[一二三四五六七八九十]{1,3})?"
_BEGINS: Final = re.compile(rf"附\s*(?P<kind>件|表|录|图)?\s*{_NUMBER}\s*(?P<colon>[:：])?\s*(?P<title>.*)")
_LIST: Final = re.compile(r"(?:\d{1,2}\s*[.．、]|《)")


@dataclass(frozen=True, slots=True)
class Annex:
    """A line that names an annex: its place in a path (附2), and a title on the same line."""

    path: str
    title: str
    listed: bool


def annex_of(text: str) -> Annex | None:
    """The annex that a line names; `listed` where it can only be the list behind the text."""
    if text[0] != "附" or len(text) > 200:
        return None
    match = _BEGINS.fullmatch(text)
    if match is None:
        return None
    title, number, colon = match["title"].strip(), match["number"], match["colon"]
    if title and not colon and not (match["kind"] and text[match.start("title") - 1] in " \t"):
        return None
    if not match["kind"] and not number and (title or not colon) and not colon:
        return None
    kind = "" if match["kind"] in (None, "件") else match["kind"]
    return Annex(
        f"附{kind}{_plain(number)}", title, bool(title) and not number and _LIST.match(title) is not None
    )


def annexes_in(paragraphs: Sequence[Paragraph]) -> tuple[dict[int, Annex], set[int]]:
    """Where annexes begin, and which paragraphs are only the list of them."""
    named = {index: annex for index, each in enumerate(paragraphs) if (annex := annex_of(each.text))}
    last = {annex.path: index for index, annex in named.items()}
    listed = {index for index in named if _is_listed(index, named, last, paragraphs)}
    for index in sorted(listed):
        _take_list(index, paragraphs, listed)
    return {index: annex for index, annex in named.items() if index not in listed}, listed


def _is_listed(
    index: int, named: dict[int, Annex], last: dict[str, int], paragraphs: Sequence[Paragraph]
) -> bool:
    """Named and not begun: it comes again below, a signature follows, or nothing follows at all."""
    annex = named[index]
    if annex.listed:
        return True
    follower = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    if not annex.title:
        counted = follower is not None and follower.label is not None and follower.label.rank is Rank.ITEM
        numbered = counted and any(path != "附" and place > index for path, place in last.items())
        return annex.path == "附" and numbered
    if last[annex.path] > index or follower is None or index + 1 in named:
        return True
    return any(
        dates.alone(each.text) or (each.label is None and front.is_signature(each.text))
        for each in paragraphs[index + 1 : index + 3]
    )


def _take_list(index: int, paragraphs: Sequence[Paragraph], listed: set[int]) -> None:
    """2. and 3. below 附件：1. belong to the list."""
    number = 1 if annex_of(paragraphs[index].text) and "1" in paragraphs[index].text[:8] else 0
    for place in range(index + 1, len(paragraphs)):
        label = paragraphs[place].label
        if (
            label is None
            or label.rank is not Rank.ITEM
            or label.number != number + 1
            or "。" in paragraphs[place].text
        ):
            return
        number = label.number
        listed.add(place)


def _plain(number: str | None) -> str:
    """附件二 and 附件2 are one: 附2."""
    if not number:
        return ""
    parts = re.split(r"\s*[-—]\s*", number)
    return "-".join(str(numerals.whole(part) or part) for part in parts)
