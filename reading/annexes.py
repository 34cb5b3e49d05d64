"""Annexes: the list of them behind the text, and the line at which one begins."""

import re
from dataclasses import dataclass
from typing import Final

from reading import numerals

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


def _plain(number: str | None) -> str:
    """附件二 and 附件2 are one: 附2."""
    if not number:
        return ""
    parts = re.split(r"\s*[-—]\s*", number)
    return "-".join(str(numerals.whole(part) or part) for part in parts)
