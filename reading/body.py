"""From the first clause to the end: every paragraph put where it belongs, in one pass."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final

from reading import dates, duties, figures, force, front
from reading.annexes import Annex
from reading.document import Amount, Clause, Document, Duty, Percentage, Warned
from reading.labels import Label
from reading.lines import without_blanks
from reading.outline import Outline, split_heading
from reading.paragraphs import Paragraph
from reading.tables import DutyTable

_CLOSING: Final = re.compile(
    r"(?:以上|上述|本|该)(?:实施|若干|暂行|管理)?(?:政策|办法|措施|规定|细则|方案|意见|通知|计划|条例|标准|指南|制度|文件)[^。]{0,40}(?:自|由|从|有效|解释|施行|废止)"
    r"|(?:政策)?(?:咨询|联系|监督|举报|服务|受理)(?:电话|人|方式|单位|部门|邮箱)|(?:特此|专此)[^。]{0,8}。?$"
)
_COPIED: Final = re.compile(
    r"(?:抄\s*送|抄\s*报|分\s*送|主\s*送)\s*[:：]|.{2,40}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发$|[(（]?共印\s*\d+\s*份"
)
_INTERPRETED: Final = re.compile(
    r"由\s*([^,，。；由]{2,40}?)(?:会同[^,，。；]{2,40})?(?:负责|承担)(?:具体)?(?:的)?解释|解释(?:工作)?由\s*([^,，。；]{2,40}?)(?:负责|承担)"
)
_LONGEST_TITLE: Final = 60
_LONGEST_HEADING: Final = 16


class Place(Enum):
    """Where the reader is."""

    CLAUSES = 1
    ANNEX_TITLE = 2
    CLOSING = 3
    BEHIND = 4  # behind the signature: nothing of the document until an annex begins


@dataclass(slots=True)
class Ending:
    """What the end says about the document."""

    signers: list[str] = field(default_factory=list)
    signed_on: date | None = None
    in_force: force.Force = field(default_factory=force.Force)


@dataclass(slots=True)
class Body:
    """The walk over the paragraphs; fills the document's clauses and everything inside them."""

    document: Document
    outline: Outline = field(default_factory=Outline)
    place: Place = Place.CLAUSES
    ending: Ending = field(default_factory=Ending)
    lines: dict[str, int] = field(default_factory=dict)
    pending: list[Paragraph] = field(default_factory=list)
    table: DutyTable = field(default_factory=DutyTable)

    def walk(self, paragraphs: Sequence[Paragraph], annexes: dict[int, Annex], listed: set[int]) -> Ending:
        """Take every paragraph that is no list of annexes."""
        for index, paragraph in enumerate(paragraphs):
            if index in listed:
                continue
            if index in annexes:
                self._enter(paragraph, annexes[index])
            elif paragraph.label:
                self._labelled(paragraph, paragraph.label)
            else:
                self._plain(paragraph)
        self._flush()
        return self.ending

    def read_inside(self, paragraph: Paragraph, path: str, start: int = 0) -> None:
        """Figures, units and days of force in a paragraph of this path."""
        text = paragraph.text
        for figure in figures.find(text[start:]):
            line = paragraph.line_at(start + figure.start)
            if figure.yuan is None:
                self.document.percentages.append(Percentage(path, figure.text, line))
            else:
                self.document.amounts.append(Amount(path, figure.text, figure.yuan, line))
        for found in duties.find(text[start:]):
            self._duty(paragraph, path, found, start)
        lost = duties.open_duty(text)
        if lost is not None:
            self.warn(paragraph.line_at(lost), text[lost:], "责任单位的括号没有合上，请核对后面是否缺字。")
        self.read_ending(text)

    def read_ending(self, text: str) -> None:
        """Days of force and who explains, where a paragraph speaks of the document itself."""
        if force.speaks_of_force(text):
            found = force.find(text)
            if found.said:
                self.ending.in_force = found
        if "解释" in text and (match := _INTERPRETED.search(text)):
            self.document.interpreted_by = without_blanks(match[1] or match[2])

    def warn(self, line: int, text: str, message: str) -> None:
        self.document.warnings.append(Warned(line, text[:60], message))

    def _enter(self, paragraph: Paragraph, annex: Annex) -> None:
        """An annex begins: numbers begin anew below it."""
        self._flush()
        self.outline.enter_annex(annex.path)
        label = (
            paragraph.text.removesuffix(annex.title).rstrip(" :：\t")
            if annex.title
            else paragraph.text.rstrip(" :：")
        )
        self._add(Clause(annex.path, without_blanks(label), annex.title, "", paragraph.line))
        self.place = Place.ANNEX_TITLE

    def _labelled(self, paragraph: Paragraph, label: Label) -> None:
        """A clause begins."""
        self._flush()
        doubt = self.outline.place(label)
        path = self.outline.path
        heading, text = split_heading(label, paragraph.text[label.length :])
        if doubt:
            self.warn(paragraph.line, paragraph.text, doubt)
        self._add(Clause(path, label.written, heading, text, paragraph.line))
        self.read_inside(paragraph, path, label.length)
        self.place = Place.CLAUSES

    def _plain(self, paragraph: Paragraph) -> None:
        """A paragraph without a label: of the clause before it, of the end, or behind it."""
        text = paragraph.text
        if self.place is Place.BEHIND:
            self._behind(paragraph)
        elif self._signs(paragraph) or _COPIED.match(text) or front.is_note(text):
            self.place = self.place if front.is_note(text) else Place.BEHIND
        elif self.place is Place.ANNEX_TITLE and self._names_the_annex(text):
            self._last().heading += without_blanks(text)
        elif front.is_signature(text) and not self._last().text.endswith(("、", "，", ",")):
            self.pending.append(paragraph)
        else:
            self._flush()
            self._append(paragraph)

    def _signs(self, paragraph: Paragraph) -> bool:
        """A day, alone or behind the offices that sign."""
        text = paragraph.text
        day, found = dates.alone(text), dates.at_the_end(text)
        if day is None and (found is None or not front.is_signature(found[0])):
            return False
        before = [found[0]] if found and found[0] else []
        names = [
            name for each in [*(line.text for line in self.pending), *before] for name in front.signers(each)
        ]
        if not names and not self.outline.stack:
            return False
        self.pending = []
        if not self.outline.prefix or self.ending.signed_on is None:
            self.ending.signers, self.ending.signed_on = names, day or (found[1] if found else None)
        return True

    def _behind(self, paragraph: Paragraph) -> None:
        """Behind the signature a title begins the document that the clauses so far only brought."""
        if front.is_title(paragraph.text) and not self.outline.prefix and front.is_complete(paragraph.text):
            self._clauses_were_the_notice()
            self.document.title = without_blanks(paragraph.text)
            self.outline.enter_annex("")
            self.place = Place.CLOSING

    def _clauses_were_the_notice(self) -> None:
        document = self.document
        for clause in document.clauses:
            clause.path = f"通知{clause.path}"
        document.duties = [replace(each, path=f"通知{each.path}") for each in document.duties]
        document.amounts = [replace(each, path=f"通知{each.path}") for each in document.amounts]
        document.percentages = [replace(each, path=f"通知{each.path}") for each in document.percentages]
        self.lines = {f"通知{path}": line for path, line in self.lines.items()}

    def _names_the_annex(self, text: str) -> bool:
        return len(text) <= _LONGEST_TITLE and not set("。；;，,：:\t") & set(text)

    def _close(self, paragraph: Paragraph) -> None:
        """The last sentences: force, explanation, telephone."""
        self.place = Place.CLOSING
        self.document.closing += ("\n" if self.document.closing else "") + paragraph.text
        self.read_inside(paragraph, "")

    def _append(self, paragraph: Paragraph) -> None:
        """More text of the clause that is open, or of the closing sentences."""
        if self.place is Place.CLOSING or _CLOSING.match(paragraph.text):
            self._close(paragraph)
            return
        if self.place is Place.ANNEX_TITLE:
            self.place = Place.CLAUSES
        clause = self._last()
        _raise_heading(clause)
        if paragraph.cells:
            row = self.table.take(paragraph, clause.path)
            if row:
                self.document.duties.append(row)
        clause.text += ("\n" if clause.text else "") + paragraph.text.replace("\t", " ")
        self.read_inside(paragraph, clause.path)

    def _flush(self) -> None:
        """Lines that could have been a signature were none."""
        held, self.pending = self.pending, []
        for paragraph in held:
            self._append(paragraph)

    def _duty(self, paragraph: Paragraph, path: str, found: duties.Found, start: int) -> None:
        line = paragraph.line_at(start + found.start)
        if found.doubt:
            self.warn(line, paragraph.text[start + found.start :], found.doubt)
        before = self.document.duties[-1] if self.document.duties else None
        on_its_own = found.start == 0 and start == 0
        if before and on_its_own and before.path == path and (not before.responsible or not before.lead):
            lead, shared = (*before.lead, *found.lead), (*before.responsible, *found.responsible)
            self.document.duties[-1] = replace(before, lead=lead, responsible=shared)
        else:
            self.document.duties.append(Duty(path, found.lead, found.responsible, line))

    def _last(self) -> Clause:
        return self.document.clauses[-1]

    def _add(self, clause: Clause) -> None:
        if clause.path in self.lines:
            self.warn(
                clause.line, clause.label, f"编号“{clause.path}”与第 {self.lines[clause.path]} 行重复。"
            )
        self.lines.setdefault(clause.path, clause.line)
        self.document.clauses.append(clause)


def _raise_heading(clause: Clause) -> None:
    """(一)指导思想。 alone on its line is a heading, now that text follows it."""
    alone = clause.text.removesuffix("。")
    if not clause.heading and 2 <= len(alone) <= _LONGEST_HEADING and not set("，,；;：:。\n") & set(alone):
        clause.heading, clause.text = alone, ""
