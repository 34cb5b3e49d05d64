"""Text that a spreadsheet would run as a formula, and how it travels through a file without types.

In a workbook a text is a text by its type. In .csv it gets one apostrophe in front, and whoever reads the file
back takes exactly that one away: `as_data(as_text(value)) == value` for every text.
"""

import re

# Blanks of every width and marks that nobody sees may stand in front; a tab or a line break alone is enough.
_SIGN = r"[\s\u00a0\u200b\u3000\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]"
_RUN = re.compile(rf"'*(?:{_SIGN}|[\t\r\n])")
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
