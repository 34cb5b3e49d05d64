"""What the reader made of a file, in the form in which a version is written: every clause with its lines and doubts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Model

from policies.models import Clause, PolicyVersion
from reading.document import Document
from reading.lines import Source

PREAMBLE: Final = "前言"
CLOSING: Final = "结尾"
# One label of a path: 附2, 通知, 第三条, 二, (四), 1, 1), ①, and what tells two of one name apart.
_STEP: Final = re.compile(
    r"附[表录图]?[\d-]*|通知|第[^编章节条]{1,8}[编章节条](?:之.)?|[一二三四五六七八九十百零〇]+|\([^)]*\)|\d+\)?|[①-⑳]|前言|结尾"
)
_TELEPHONE: Final = re.compile(
    r"(?:咨询|联系|服务|政策)电话\s*[:：]?\s*((?:[(（]?\d[\d\-—()（） ]{5,}\d[、，,；; ]*){1,4})"
)
# Reading name, name of the version's field.
_HEAD: Final = {
    "number": "document_number",
    "issuer": "issuer",
    "index_number": "index_number",
    "topic": "topic",
    "disclosure": "disclosure",
    "explained_by": "explained_by",
    "contact": "contact",
}
_MOST_YUAN: Final = 10**17


def text_of(source: Source) -> str:
    """The lines as the reader counted them, so that line 7 of the text is its line 7."""
    lines = [""] * max((line.number for line in source.lines), default=0)
    for line in source.lines:
        if line.number:
            lines[line.number - 1] = line.text
    return "\n".join(lines)


def arranged(document: Document, text: str) -> dict[str, Any]:
    """The reading for `read_in`; opening and closing sentences become clauses of their own, rosters their text."""
    lines = text.split("\n")
    plain = document.as_dict()
    clauses = _with_sentences(document, lines, [dict(each) for each in plain["clauses"]])
    _number_lines(clauses, lines)
    _write_rosters(clauses, document)
    named = _distinct(clauses)
    reading = plain | {
        "clauses": clauses,
        "disclosure": document.disclosure.get("公开方式", ""),
        "index_number": document.disclosure.get("索引号", ""),
        "topic": document.disclosure.get("主题分类", ""),
        "explained_by": document.interpreted_by or "",
        "contact": _contact(document, lines),
    }
    for name in ("duties", "amounts", "percentages"):
        reading[name] = [_placed(each, named, clauses) for each in plain[name]]
    reading["amounts"] = [_payable(each) for each in reading["amounts"]]
    reading["warnings"] = _sorted_doubts(clauses, plain["warnings"])
    _shorten(reading)
    return reading


def _with_sentences(
    document: Document, lines: Sequence[str], clauses: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Clauses with what stands before the first and behind the last of them."""
    first = clauses[0]["line"] if clauses else len(lines) + 1
    if document.preamble:
        at = _found(document.preamble, lines, 1, first) or max(first - 1, 1)
        clauses.insert(0, _sentences(PREAMBLE, document.preamble, at))
    if document.closing:
        at = _found(document.closing, lines, first, len(lines) + 1) or len(lines)
        place = bisect_left([each["line"] for each in clauses], at)
        clauses.insert(place, _sentences(CLOSING, document.closing, at))
    return clauses


def _sentences(path: str, text: str, line: int) -> dict[str, Any]:
    return {"path": path, "label": "", "heading": "", "text": text, "line": line}


def _found(text: str, lines: Sequence[str], begin: int, end: int) -> int:
    """The line between `begin` and `end` (exclusive) at which a text begins; 0 when none does."""
    wanted = re.sub(r"\s", "", text)
    for number in range(begin, min(end, len(lines) + 1)):
        line = re.sub(r"\s", "", lines[number - 1])
        if len(line) > 3 and (wanted.startswith(line[:20]) or line.startswith(wanted[:20])):
            return number
    return 0


def _number_lines(clauses: list[dict[str, Any]], lines: Sequence[str]) -> None:
    """First and last line of each; the last is the one before the next clause, blank lines left out."""
    for place, each in enumerate(clauses):
        first = min(max(each["line"], 1), max(len(lines), 1))
        behind = clauses[place + 1]["line"] if place + 1 < len(clauses) else len(lines) + 1
        last = max(behind - 1, first)
        while last > first and not lines[last - 1]:
            last -= 1
        each["lines"] = [first, last]
        each["depth"] = max(len(_STEP.findall(each["path"])) - 1, 0)
        each["doubts"] = []


def _write_rosters(clauses: list[dict[str, Any]], document: Document) -> None:
    """Members of a group stand under the clause in which they are listed."""
    for seat in document.roster:
        clause = _at(clauses, seat.lines[0])
        if clause is not None:
            said = f"{seat.printed_role}：{seat.name}　{seat.post}"
            clause["text"] += ("\n" if clause["text"] else "") + said


def _at(clauses: Sequence[dict[str, Any]], line: int) -> dict[str, Any] | None:
    """The clause in whose lines a line stands."""
    return next((each for each in clauses if each["lines"][0] <= line <= each["lines"][1]), None)


def _distinct(clauses: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Clauses by the path that the reader gave them; the second of one path gets a path of its own."""
    longest = _longest(Clause, "path")
    named: dict[str, list[dict[str, Any]]] = {}
    taken: set[str] = set()
    for each in clauses:
        given = each["path"]
        named.setdefault(given, []).append(each)
        path, number = given[:longest], 1
        while path in taken:
            number += 1
            path = f"{given[: longest - 5]}·{number}"
        taken.add(path)
        each["path"] = path
    return named


def _placed(
    each: Mapping[str, Any], named: Mapping[str, list[dict[str, Any]]], clauses: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """A duty or a figure at the clause in which its line stands: two clauses may have been given one path."""
    same = [clause for clause in named.get(each["path"], ()) if clause["lines"][0] <= each["line"]]
    here = same[-1] if same else (None if each["path"] else _at(clauses, each["line"]))
    return {**each, "path": here["path"] if here else each["path"]}


def _payable(amount: Mapping[str, Any]) -> dict[str, Any]:
    """A sum that no budget has is kept as it is written, without a number."""
    yuan = amount["yuan"]
    return {**amount, "yuan": yuan if yuan and abs(float(yuan)) < _MOST_YUAN else ""}


def _sorted_doubts(
    clauses: list[dict[str, Any]], warnings: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Each doubt goes to the clause in which its line stands; what is left concerns the whole."""
    whole: list[dict[str, Any]] = []
    for warning in warnings:
        doubt = {"text": warning["message"], "line": warning["line"]}
        clause = _at(clauses, warning["line"]) if warning["line"] else None
        (clause["doubts"] if clause else whole).append(doubt)
    return whole


def _contact(document: Document, lines: Sequence[str]) -> str:
    """The telephone number for questions: it stands at the end, before the annexes or behind them."""
    for text in (document.closing, "\n".join(lines)):
        match = _TELEPHONE.search(text)
        if match:
            return match[1].strip(" 、，,；;")
    return ""


def _shorten(reading: dict[str, Any]) -> None:
    """What is longer than its column: a heading goes down into the text, a fact of the head says that it was cut."""
    for clause in reading["clauses"]:
        if len(clause["heading"]) > _longest(Clause, "heading"):
            clause["text"] = "\n".join(part for part in (clause["heading"], clause["text"]) if part)
            clause["heading"] = ""
        clause["label"] = clause["label"][: _longest(Clause, "label")]
    for name, column in _HEAD.items():
        said, longest = reading.get(name) or "", _longest(PolicyVersion, column)
        if len(said) > longest:
            reading[name] = said[:longest]
            title = getattr(PolicyVersion._meta.get_field(column), "verbose_name", "")
            words = f"{title}超过 {longest} 个字，只留了前面的部分，请核对。"
            reading["warnings"].append({"text": words, "line": 0})


def _longest(model: type[Model], name: str) -> int:
    """How many characters a column holds."""
    return getattr(model._meta.get_field(name), "max_length", None) or 0
