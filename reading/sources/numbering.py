"""Labels that Word counts by itself: what (一) a paragraph shows when nobody typed it."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from reading import numerals

_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEAVENLY: Final = "甲乙丙丁戊己庚辛壬癸"
_HAN: Final = frozenset(
    ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "koreanCounting", "koreanDigital2", "japaneseDigitalTenThousand", "taiwaneseDigital")
)  # fmt: skip
_PLACE: Final = re.compile(r"%([1-9])")
_DEEPEST: Final = 9


@dataclass(slots=True)
class Level:
    """One level of a list: how its numbers look, what stands around them, where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


Levels = dict[int, Level]


@dataclass(slots=True)
class Style:
    """What a paragraph style says about lists, and the style that it rests on."""

    based_on: str = ""
    list_id: str | None = None
    level: str | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    abstract: dict[str, Levels] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    restarted: set[tuple[str, int]] = field(default_factory=set)

    def label(self, style: str, list_id: str | None, level: str | None) -> str:
        """The label that stands in front of this paragraph, counted on; nothing outside lists."""
        if list_id is None and style in self.styles:
            list_id, inherited = self._of_style(style)
            level = level or inherited
        if list_id is None or list_id not in self.lists:
            return ""
        depth = int(level) if level and level.isdigit() else 0
        levels = self.abstract.get(self.lists[list_id], {})
        if depth not in levels:
            return ""
        counted = self._count(list_id, depth, levels)
        return self._written(levels, depth, counted)

    def _of_style(self, style: str) -> tuple[str | None, str | None]:
        """List and level of a style, its own or of the styles below it."""
        level = None
        for _ in range(_DEEPEST):
            found = self.styles.get(style)
            if found is None:
                break
            level = level or found.level
            if found.list_id is not None:
                return found.list_id, level
            style = found.based_on
        return None, level

    def _count(self, list_id: str, depth: int, levels: Levels) -> dict[int, int]:
        """One more at this level; the levels below begin anew."""
        counters = self.counters.setdefault(self.lists[list_id], {})
        start = self.overrides.get(list_id, {}).get(depth)
        if start is not None and (list_id, depth) not in self.restarted:
            self.restarted.add((list_id, depth))
            counters[depth] = start
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else levels[depth].start
        for below in [each for each in counters if each > depth]:
            del counters[below]
        return counters

    def _written(self, levels: Levels, depth: int, counted: dict[int, int]) -> str:
        level = levels[depth]

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            own = levels.get(place, level)
            return _number("decimal" if level.legal else own.form, counted.get(place, own.start))

        return "" if level.form in ("bullet", "none") else _PLACE.sub(number, level.text)


def _number(form: str, value: int) -> str:
    """A number in one of Word's forms."""
    if form in _HAN:
        return numerals.han(value) if 0 < value < 1000 else str(value)
    if form.startswith("decimalEnclosedCircle"):
        return _CIRCLES[value - 1] if 1 <= value <= len(_CIRCLES) else str(value)
    if form == "ideographTraditional":
        return _HEAVENLY[value - 1] if 1 <= value <= len(_HEAVENLY) else str(value)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + value - 1)
    return str(value)


def numbering_of(xml: bytes, styles: dict[str, Style]) -> Numbering:
    """The lists that word/numbering.xml defines; none when it is empty."""
    found = Numbering(styles=styles)
    if xml:
        _parse(xml, _Definitions(found).start)
    return found


def styles_of(xml: bytes) -> dict[str, Style]:
    """The paragraph styles of word/styles.xml that lead to a list."""
    found: dict[str, Style] = {}
    current = [Style()]

    def start(name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            current[0] = found.setdefault(attributes.get("w:styleId", ""), Style())
        elif name == "w:basedOn":
            current[0].based_on = value
        elif name == "w:numId":
            current[0].list_id = value
        elif name == "w:ilvl":
            current[0].level = value

    if xml:
        _parse(xml, start)
    return found


@dataclass(slots=True)
class _Definitions:
    """Reads the definitions element by element."""

    found: Numbering
    levels: Levels = field(default_factory=dict)
    level: Level = field(default_factory=Level)
    list_id: str = ""
    depth: int = 0
    in_list: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self.in_list = False
            self.levels = self.found.abstract.setdefault(attributes.get("w:abstractNumId", ""), {})
        elif name == "w:num":
            self.in_list, self.list_id = True, attributes.get("w:numId", "")
        elif name == "w:abstractNumId" and self.in_list:
            self.found.lists[self.list_id] = value
        elif name in ("w:lvl", "w:lvlOverride"):
            self._level(name, attributes)
        elif name == "w:startOverride" and value.isdigit():
            self.found.overrides.setdefault(self.list_id, {})[self.depth] = int(value)
        elif not self.in_list:
            self._describe(name, value)

    def _level(self, name: str, attributes: dict[str, str]) -> None:
        depth = attributes.get("w:ilvl", "")
        self.depth = int(depth) if depth.isdigit() else 0
        if name == "w:lvl" and not self.in_list and self.depth < _DEEPEST:
            self.level = self.levels.setdefault(self.depth, Level())

    def _describe(self, name: str, value: str) -> None:
        if name == "w:numFmt":
            self.level.form = value
        elif name == "w:lvlText":
            self.level.text = value
        elif name == "w:start" and value.isdigit():
            self.level.start = int(value)
        elif name == "w:isLgl":
            self.level.legal = True


def _parse(xml: bytes, start: "expat._StartElementHandler") -> None:  # type: ignore[name-defined]
    reader = expat.ParserCreate()
    reader.StartElementHandler = start
    reader.Parse(xml, True)
