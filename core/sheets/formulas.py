"""Text that a spreadsheet would run as a formula, and how it travels through a file without types.

In a workbook a text is a text by its type. In .csv it gets one apostrophe in front, and whoever reads the file
back takes exactly that one away: `as_data(as_text(value)) == value` for every text.
"""

import re

# Blanks of every width, marks that nobody sees and apostrophes may stand in front; among them a tab or the end of a
# line is enough by itself.
_SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫\t\r\n"
_FRONT = "".join(map(chr, range(0x21))) + "'\x85\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_FRONT += "".join(map(chr, range(0x2000, 0x2010)))
_RUN = re.compile(f"[{re.escape(_FRONT)}]*[{re.escape(_SIGNS)}]")
# A text that begins with none of these is none.
RISKY = frozenset(_SIGNS + _FRONT)
APOSTROPHE = "'"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that guesses types might run it."""
    return _RUN.match(text) is not None


def as_text(text: str) -> str:
    """The text as a file without types carries it."""
    return APOSTROPHE + text if _RUN.match(text) else text


def as_data(text: str) -> str:
    """The text as it was before `as_text`."""
    return text[1:] if text.startswith(APOSTROPHE) and _RUN.match(text, 1) else text
