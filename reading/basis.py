"""Which documents a document rests on: numbers behind 根据, 按照, 依据 … in its opening, not every number it cites."""

import re
from collections.abc import Iterable
from typing import Final

from reading import citations

_SENTENCE_END: Final = re.compile(r"(?<=[。；！\n])")
_STEP: Final = re.compile(r"[,，](?![^(（〔《]*[)）〕》])")
_GROUND: Final = re.compile(
    r"根据|按照|依据|依照|遵照|遵循|依\s*《|落实|贯彻|执行|按\s*《|按(?=[一-鿿]{2,8}〔)"
)
_GOES_ON: Final = re.compile(r"\s*(?:和|以及|及|与|并|、)?\s*《")
_NOT: Final = re.compile(r"废止|停止执行|失效|不再执行|予以修改|修订了")


def find(paragraphs: Iterable[str], own: str | None) -> list[str]:
    """The numbers, in the order of the text, each once; the document's own is none of them."""
    found: dict[str, None] = {}
    for paragraph in paragraphs:
        if "号" in paragraph:
            for sentence in _SENTENCE_END.split(paragraph):
                found.update(dict.fromkeys(_in_sentence(sentence)))
    found.pop(own or "", None)
    return list(found)


def _in_sentence(sentence: str) -> Iterable[str]:
    """Step by step between commas: a ground holds for its own step and for titles that follow it at once."""
    grounded = False
    for step in _STEP.split(sentence):
        ground = _GROUND.search(step)
        grounded = ground is not None or (grounded and _GOES_ON.match(step) is not None)
        if not grounded or _NOT.search(step):
            continue
        start = ground.start() if ground else 0
        yield from (cited.number for cited in citations.find(step) if cited.start + len(cited.number) > start)
