"""The name of an upload, fit to be stored, shown and saved under."""

import unicodedata

from files.models import LONGEST_NAME

# Control, format (bidirectional marks, zero width) and surrogate characters, line and paragraph separators.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
NAMELESS = "文件"


def cleaned_name(raw: str) -> str:
    """NFC without path parts and unseen characters, at most 120 characters with the extension kept."""
    last = raw.replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in last if unicodedata.category(char) not in UNSEEN)
    # Windows drops dots and spaces at the end, and with them what the extension was.
    name = unicodedata.normalize("NFC", seen).strip().rstrip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > LONGEST_NAME // 2:
        return name[:LONGEST_NAME] or NAMELESS
    ending = f".{extension}"
    return f"{(stem.lstrip('. ') or NAMELESS)[: LONGEST_NAME - len(ending)]}{ending}"


def extension_of(name: str) -> str:
    """The extension with its dot, in small letters; nothing when there is none."""
    _, dot, extension = name.rpartition(".")
    return f"{dot}{extension}".lower() if dot else ""
