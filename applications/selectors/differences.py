"""What an applicant changed from one submission to the next, told from the two sheets alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from applications.blocks import TEXTS
from applications.selectors.sheets import (
    LABELS,
    LISTS,
    UNKNOWN,
    Content,
    Vocabulary,
    answers_of,
    counted,
    figure_text,
    items_of,
)
from applications.selectors.uses import numbers_of, uses_in

# The topic of a change in the evidence; the others are keys of figures and of LABELS.
FILES = "files"
TOWN = {"name": "专业镇名称", "main_industry": "主导产业"}
# What stays the same between two changes of a text is cut down to this many characters on each side.
KEPT = 12
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: `kind` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that reads otherwise now: of a figure its year, of a file its criterion, of a text its stretches."""

    topic: str
    label: str
    old: str
    new: str
    year: int | None = None
    criterion: int | None = None
    note: str = ""
    parts: tuple[Part, ...] = ()


def differences(before: Content, after: Content, words: Vocabulary) -> list[Change]:
    """Every change from the earlier sheet's content to the later one's: the town, figures, answers, files."""
    return [
        *_of_town(before, after),
        *_of_figures(before, after, words),
        *_of_answers(before, after, words),
        *_of_files(before, after),
    ]


def _of_town(before: Content, after: Content) -> Iterator[Change]:
    for key, label in TOWN.items():
        old, new = before["town"].get(key, ""), after["town"].get(key, "")
        if old != new:
            yield Change(key, label, old or UNKNOWN, new or UNKNOWN)


def _of_figures(before: Content, after: Content, words: Vocabulary) -> Iterator[Change]:
    for key, (name, unit) in words.figures.items():
        years = {*before["history"].get(key, {}), *after["history"].get(key, {})}
        for year in sorted(map(int, years), reverse=True):
            old, new = figure_text(before, key, year), figure_text(after, key, year)
            if not _is_same(old, new):
                label = f"{year} 年{name}（{unit}）"
                yield Change(key, label, old or UNKNOWN, new or UNKNOWN, year=year)


def _is_same(old: str | None, new: str | None) -> bool:
    """10.40 is 10.4; unknown is no number."""
    return old == new or (old is not None and new is not None and Decimal(old) == Decimal(new))


def _of_answers(before: Content, after: Content, words: Vocabulary) -> Iterator[Change]:
    old, new = answers_of(before, words), answers_of(after, words)
    for topic, label in LABELS.items():
        if old[topic] == new[topic]:
            continue
        note = ""
        parts: tuple[Part, ...] = ()
        if topic in LISTS:
            note = _note(items_of(before, topic, words), items_of(after, topic, words))
        if topic in TEXTS and UNKNOWN not in {old[topic], new[topic]}:
            parts = stretches(old[topic], new[topic])
        yield Change(topic, label, old[topic], new[topic], note=note, parts=parts)


def _note(old: Counter[str] | None, new: Counter[str] | None) -> str:
    """增加 … ；减少 …, where both were answered."""
    if old is None or new is None:
        return ""
    said = (("增加", new - old), ("减少", old - new))
    return "；".join(f"{word}{counted(items)}" for word, items in said if items)


def _of_files(before: Content, after: Content) -> Iterator[Change]:
    old, new = _files(before), _files(after)
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key, []), new.get(key, [])
        if was != now:
            yield Change(FILES, f"佐证材料“{key[1]}”", _number(was), _replaced(was, now), criterion=key[0])
    yield from _of_validity(before, after)


def _of_validity(before: Content, after: Content) -> Iterator[Change]:
    """The same file, said to hold until another day; sheets of schema 1 said nothing of it."""
    old = {each["sha256"]: each.get("valid_until") for each in before["files"]}
    for each in after["files"]:
        was, now = old.get(each["sha256"]), each.get("valid_until")
        if each["sha256"] in old and was != now:
            label = f"“{each['title']}”有效期至"
            numbers = numbers_of(uses_in(each))
            yield Change(
                FILES, label, was or UNKNOWN, now or UNKNOWN, criterion=numbers[0] if numbers else None
            )


def _files(content: Content) -> dict[tuple[int | None, str], list[str]]:
    """The sums of the files under each criterion and title."""
    found: dict[tuple[int | None, str], list[str]] = {}
    for each in content["files"]:
        for number in numbers_of(uses_in(each)) or (None,):
            found.setdefault((number, each["title"]), []).append(each["sha256"])
    return found


def _number(sums: list[str]) -> str:
    return f"{len(sums)} 份" if sums else "没有"


def _replaced(was: list[str], now: list[str]) -> str:
    return "已换新版本" if now and len(was) == len(now) else _number(now)


def stretches(old: str, new: str) -> tuple[Part, ...]:
    """The later text with what went and what came; long stretches that stay are cut in the middle."""
    parts: list[Part] = []
    operations = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (operation, start, end, begin, finish) in enumerate(operations):
        if operation == "equal":
            is_last = place == len(operations) - 1
            parts.append(Part(SAME, _cut(old[start:end], is_first=place == 0, is_last=is_last)))
            continue
        if start < end:
            parts.append(Part(GONE, old[start:end]))
        if begin < finish:
            parts.append(Part(NEW, new[begin:finish]))
    return tuple(parts)


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    """What stands next to a change stays: of the beginning its end, of the end its beginning."""
    if len(text) <= 2 * KEPT + 2:
        return text
    head = "" if is_first else text[:KEPT]
    tail = "" if is_last else text[-KEPT:]
    return f"{head}……{tail}"


def by_topic(changes: Iterable[Change]) -> Mapping[tuple[str, int | None], Change]:
    """Changes of figures (with their year) and of everything else but files (without one)."""
    return {(each.topic, each.year): each for each in changes if each.topic != FILES}
