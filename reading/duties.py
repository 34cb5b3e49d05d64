"""Who does what: the units at the end of a task, in brackets or on a line of their own (domain.md 7).

A牵头,B、C按职责分工负责 has leads; 责任单位:A、B and a bare list have none, so all of it is responsible.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_OPEN, _SHUT = "〔（([【［", "〕）)]】］"
_PAIRS: Final = re.compile(r"[〔（(\[【［〕）)\]】］]")
_KEYS: Final = re.compile(
    r"(?P<lead>牵头(?:责任)?(?:单位|部门|科室|领导)?|主办(?:单位|部门)|主责(?:单位|部门))\s*[:：]"
    r"|(?P<shared>(?:责任|配合|协办|参与|落实|实施|参加|协同|协助|承办|配合责任|责任落实)(?:单位|部门|科室|主体)(?:和(?:单位|部门))?)\s*[:：]"
)
_LEADS: Final = re.compile(r"(?:等)?(?:共同|联合)?牵头(?:负责|落实|组织实施|推进|组织)?(?=$|[,，;；。、\s])")
_ACTS: Final = re.compile(
    r"(?:等(?:市直|省直|县直)?(?:各)?(?:有关|相关|成员)?(?:部门|单位)?)?(?:共同|联合|分别|具体|各自)?"
    r"(?:(?:按|按照|依据|根据)(?:各自)?(?:职责|职能|职责任务|职能职责)(?:分工|权限)?|分工|分工协作)?"
    r"(?:共同|联合|分别|具体|分工)?(?:负责|配合|参与|参加|协助|落实|组织实施|实施|协同|推进)(?:落实|实施|推进|配合)?$"
)
_ETC: Final = re.compile(
    r"等(?:(?:市直|省直|县直|区直|州直)?(?:各)?(?:有关|相关|成员|责任|职能)?(?:各)?(?:部门|单位|机构|委办局))?$"
)
_SPLIT: Final = frozenset("、,，;；。\t\n")
_WITH: Final = re.compile(r"^(?:由|会同)")
_SEPARATORS: Final = re.compile("[" + "".join(_SPLIT) + "]")
_AND: Final = re.compile(r"以及|[和及与]")
# The last characters of a unit; 和 parts two units only behind one of them (市规划和自然资源局 stays whole).
_UNIT: Final = re.compile(
    r"(?:局|厅|委|办|部|院|中心|政府|公司|集团|会|行|署|社|所|处|室|站|队|台|馆|联|校|学院|大学|单位|部门|街道|乡镇|镇|县|区|市|企业|专班|法院|检察院|组|海关|关|盟|园|库|基地|机构|园区|分局|支队|总队)"
    r"(?:[(（〔〈][^()（）〔〕〈〉]{1,24}[)）〕〉])?$"
)
_NOT_UNIT: Final = re.compile(r"[。!！?？“”《》%％\d]|以上|以下|包括|不含|例如|[是为将]")
_LONGEST_UNIT: Final = 36
_LONGEST_PIECE: Final = 200
_LONGEST_LIST: Final = 4000


@dataclass(frozen=True, slots=True)
class Found:
    """Units in the order of the text, and where their text begins."""

    start: int
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    doubt: str = ""


def find(text: str) -> Iterator[Found]:
    """Every list of units in a paragraph."""
    if _KEYS.match(text):
        yield from _parsed(text, 0)
        return
    if (
        "牵头" not in text
        and "负责" not in text
        and "单位" not in text
        and "部门" not in text
        and text[-1:] not in _SHUT
    ):
        return
    for start, end in _groups(text):
        inside = text[start + 1 : end]
        if len(inside) > _LONGEST_LIST:
            continue
        last = not text[end + 1 :].strip(" 。；;.")
        stated = _KEYS.match(inside.strip()) or _LEADS.search(inside) or _ACTS.search(inside.rstrip("。；; "))
        if stated or (last and _is_bare_list(text, start, inside)):
            yield from _parsed(inside, start + 1)


def open_duty(text: str) -> int | None:
    """Where a list of units is opened and never shut: its end was lost."""
    opened, shut = sum(map(text.count, _OPEN)), sum(map(text.count, _SHUT))
    if opened <= shut:
        return None
    last = max(map(text.rfind, _OPEN))
    return last if any(word in text[last:] for word in ("牵头", "负责", "责任单位")) else None


def split_units(text: str) -> tuple[str, ...]:
    """The units of a list, as written, one each, without 等部门 and without what they are to do."""
    found: list[str] = []
    for piece in _pieces(text):
        for unit in _apart(_ETC.sub("", piece.strip(" .:：")).strip()):
            if unit and unit not in found:
                found.append(unit)
    return tuple(found)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Outermost brackets, whichever kinds were mixed."""
    stack: list[int] = []
    for match in _PAIRS.finditer(text):
        if match[0] in _OPEN:
            stack.append(match.start())
        elif stack:
            start = stack.pop()
            if not stack:
                yield start, match.start()


def _is_bare_list(text: str, start: int, inside: str) -> bool:
    """A bracket that closes a paragraph behind a full stop and holds units and nothing else."""
    if start and text[start - 1] not in "。；;！ \t” ":
        return False
    units = split_units(inside)
    return (
        bool(units)
        and all(_looks_like_unit(unit) for unit in units)
        and (len(units) > 1 or text[start] == "〔")
    )


def _parsed(inside: str, start: int) -> Iterator[Found]:
    keyed = list(_KEYS.finditer(inside))
    lead, shared = _by_keys(inside, keyed) if keyed else _by_words(inside)
    if lead or shared:
        odd = [unit for unit in (*lead, *shared) if not _looks_like_unit(unit)]
        doubt = f"“{'、'.join(odd)[:40]}”不像单位名称，请核对。" if odd else ""
        yield Found(start, lead, tuple(unit for unit in shared if unit not in lead), doubt)


def _by_keys(inside: str, keyed: list[re.Match[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """牵头单位:A;责任单位:B、C."""
    lead: list[str] = []
    shared: list[str] = []
    ends = [*(match.start() for match in keyed[1:]), len(inside)]
    for match, end in zip(keyed, ends, strict=True):
        first, rest = _by_words(inside[match.end() : end])
        lead.extend(first)
        (lead if match["lead"] else shared).extend(rest)
    return tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(shared))


def _by_words(inside: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A、B牵头,C、D按职责分工负责; without 牵头 all are responsible."""
    leads = _LEADS.search(inside)
    if leads is None:
        return (), split_units(_without_acts(inside))
    first = re.sub(r"^由", "", inside[: leads.start()].strip())
    rest = inside[leads.end() :].strip(" ,，;；、。")
    return split_units(first), split_units(_without_acts(rest))


def _without_acts(text: str) -> str:
    """Without the words that say what the units do, behind every part of the list."""
    parts = [re.sub(r"^(?:由|会同|会)", "", part.strip()) for part in re.split(r"[;；。]", text)]
    return "、".join(_ACTS.sub("", part) for part in parts if part)


def _pieces(text: str) -> Iterator[str]:
    """Parted at 、 and commas, but not inside brackets: 各县(市、区)人民政府 is one."""
    if not _PAIRS.search(text) and " " not in text:
        yield from _SEPARATORS.split(text)
        return
    depth, begin = 0, 0
    for index, mark in enumerate(text):
        depth += (mark in _OPEN) - (mark in _SHUT)
        if (mark in _SPLIT and depth <= 0) or (
            mark == " " and depth <= 0 and _UNIT.search(text[begin:index])
        ):
            yield text[begin:index]
            begin = index + 1
    yield text[begin:]


def _apart(piece: str) -> Iterator[str]:
    """A和B, where A is a unit already; 市文化和旅游局 is one."""
    if len(piece) > _LONGEST_PIECE or not _AND.search(piece):
        yield _WITH.sub("", piece)
        return
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        left = _ETC.sub("", left)
        if len(left) > 1 and _UNIT.search(left) and _balanced(left) and _UNIT.search(right):
            yield left
            yield from _apart(right)
            return
    yield _WITH.sub("", piece)


def _balanced(text: str) -> bool:
    return sum(mark in _OPEN for mark in text) == sum(mark in _SHUT for mark in text)


@lru_cache(4096)
def _looks_like_unit(unit: str) -> bool:
    return 2 <= len(unit) <= _LONGEST_UNIT and _UNIT.search(unit) is not None and not _NOT_UNIT.search(unit)
