"""Words cut into the pieces that an index can hold: every character and every pair of neighbours. Pure functions.

Neither PostgreSQL nor SQLite knows where a Chinese word ends. A text that holds a word holds all its pairs; whether
it really holds the word is asked of the text itself afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

# One character for one character, so that a hit is marked at its place in the original.
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE: Final = str.maketrans(
    {
        **{chr(code): chr(to) for code, to in _WIDE.items()},
        "〔": "(",
        "\uff3b": "(",
        "【": "(",
        "[": "(",
        "〕": ")",
        "\uff3d": ")",
        "】": ")",
        "]": ")",
        "　": " ",
        "“": '"',
        "”": '"',
        "—": "-",
        "–": "-",
        "－": "-",
        "．": ".",
    }
)
LONGEST_WORD: Final = 40
MOST_WORDS: Final = 8


def folded(text: str) -> str:
    """Small letters, half-width signs, one kind of bracket; as many characters as before."""
    changed = text.translate(_ALIKE)
    return "".join(low if len(low := char.lower()) == 1 else char for char in changed)


def words_of(query: str) -> list[str]:
    """What was typed as words to be found together, folded; repeated and surplus ones are left out."""
    words = (word[:LONGEST_WORD] for word in folded(query.replace("\0", " ")).split())
    return list(dict.fromkeys(words))[:MOST_WORDS]


def pieces(text: str) -> list[str]:
    """Every character and every pair of a folded text, each once; pairs do not reach over a blank."""
    found: dict[str, None] = {}
    for stretch in text.split():
        found.update(dict.fromkeys(stretch))
        found.update(dict.fromkeys(_pairs(stretch)))
    return list(found)


def needed(word: str) -> list[str]:
    """The pieces that a text with this word has to hold: its pairs, or the one character that it is."""
    return list(dict.fromkeys(_pairs(word))) or [word]


def _pairs(stretch: str) -> Iterator[str]:
    return (stretch[at : at + 2] for at in range(len(stretch) - 1))


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """The text in stretches, and which of them are hits; overlapping hits become one."""
    low = folded(text)
    hit = bytearray(len(text))
    for word in words:
        at = low.find(word)
        while word and at >= 0:
            hit[at : at + len(word)] = b"\1" * len(word)
            at = low.find(word, at + 1)
    found: list[tuple[str, bool]] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or hit[at] != hit[begin]:
            found.append((text[begin:at], bool(hit[begin])))
            begin = at
    return found


def excerpt(text: str, words: list[str], *, around: int = 60) -> str:
    """The stretch of the text around its first hit, with … where it was cut."""
    low = folded(text)
    places = [at for word in words if (at := low.find(word)) >= 0]
    first = min(places, default=0)
    begin = max(first - around // 2, 0)
    end = min(begin + 3 * around, len(text))
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
