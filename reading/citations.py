"""Numbers of documents: 晋政办发〔2022〕80号, whichever brackets were typed, and the words before them cut off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reading import numerals

_YEAR: Final = r"[〔\[（(【﹝［„]\s*((?:19|20)\d{2})\s*[〕\]）)】﹞］‟]"
_NUMBER: Final = re.compile(rf"([一-鿿]{{1,20}})\s*{_YEAR}\s*第?\s*(\d{{1,5}})\s*号")
_ORDER: Final = re.compile(r"([一-鿿]{2,20}令)\s*(?:[(（]?第\s*)(\d{1,4})\s*号")
# What runs into a number from the sentence before it.
_BEFORE: Final = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|参照|印发|关于|文件|通知|以及|废止|参见|详见|^见|转发|修订|规定|办法|意见|方案"
    r"|(?<=.)[和与及按据由对的以见])"
)
_OWN: Final = re.compile(r"(?:发文字号|文\s*号)?\s*[:：]?\s*(.{4,40}?号)(?:\s+签发人.*)?")


@dataclass(frozen=True, slots=True)
class Cited:
    """A number where it stands in a text, in the usual brackets."""

    start: int
    number: str


def find(text: str) -> Iterator[Cited]:
    """Every number of a document in a text."""
    if "号" not in text:
        return
    plain = numerals.half_width(text)
    for match in _NUMBER.finditer(plain):
        prefix = _BEFORE.sub("", match[1])
        # 和政发 is a number of a county; behind another number 和 is a word.
        if match.start() and plain[match.start() - 1] in "号》）)" and prefix == match[1]:
            prefix = prefix.lstrip("和与及按据由对的以见")
        if prefix:
            yield Cited(match.start(), f"{prefix}〔{match[2]}〕{int(match[3])}号")
    for match in _ORDER.finditer(plain):
        prefix = _BEFORE.sub("", match[1])
        if len(prefix) > 1:
            yield Cited(match.start(), f"{prefix}第{int(match[2])}号")


def alone(text: str) -> str | None:
    """The number when the line holds nothing else: the document's own."""
    match = _OWN.fullmatch(text) if text[-1:] == "号" or "签发人" in text else None
    if match is None:
        return None
    found = list(find(match[1]))
    written = re.sub(r"\s", "", match[1])
    return found[0].number if len(found) == 1 and len(found[0].number) >= len(written) - 1 else None
