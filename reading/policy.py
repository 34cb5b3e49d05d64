"""Lines in, a document out: the one way from text to clauses, duties, sums, rosters and days of force."""

import re
from collections.abc import Sequence
from typing import Final

from reading import basis, chrome, citations, dates, disclosure, evidence, force, front, rosters, sources
from reading.annexes import annexes_in
from reading.body import Body, Ending
from reading.document import Document, Warned
from reading.errors import NoPolicy
from reading.labels import Rank
from reading.lines import Source, without_blanks
from reading.paragraphs import Paragraph, joined, without_pages

_ORG_IN_TITLE: Final = re.compile(r"(.{4,60}?)关于")


def read_file(name: str, content: bytes) -> Document:
    """The document in a file, by its extension; raises Unreadable, or NoPolicy when it holds another text."""
    return read(sources.read(name, content))


def read(source: Source) -> Document:
    """The document in these lines; raises NoPolicy when there is none."""
    said, lines = disclosure.take(chrome.without_menus(source.lines))
    lines = chrome.without_tail(without_pages(chrome.without_contents(lines)))
    roster = rosters.read_lines(lines)
    paragraphs = joined(lines, roster.lines)
    if not paragraphs:
        raise NoPolicy("文件里没有文字，请核对是否选错了文件。")
    document = Document(disclosure={**source.said, **said}, roster=roster.seats)
    begin = _walk(document, paragraphs)
    document.based_on = basis.find(_grounds(document, begin), document.number)
    document.annexes = [clause.heading for clause in document.clauses if clause.label.startswith("附")]
    _warn(document, roster)
    evidence.demand(
        document, "\n".join(each.text for each in paragraphs), titled=front.is_title(document.title)
    )
    return document


def _walk(document: Document, paragraphs: Sequence[Paragraph]) -> front.Front:
    """Front, body and end; returns the front, for what else stands in it."""
    annexes, listed = annexes_in(paragraphs)
    opening = _opening(paragraphs, set(annexes))
    begin = front.read([each for place, each in enumerate(paragraphs[:opening]) if place not in listed])
    said = without_blanks(document.disclosure.get("标题", ""))
    document.title = begin.title() or front.issued_by(said) or said
    body = Body(document)
    _read_front(document, body, begin)
    below = {place - opening: annex for place, annex in annexes.items()}
    ending = body.walk(paragraphs[opening:], below, {place - opening for place in listed})
    _settle(document, begin, ending)
    return begin


def _opening(paragraphs: Sequence[Paragraph], annexes: set[int]) -> int:
    """How many paragraphs stand before the first clause or annex."""
    for place, paragraph in enumerate(paragraphs):
        if place in annexes or (paragraph.label and not (place and _is_list_item(paragraphs, place))):
            return place
    return len(paragraphs)


def _is_list_item(paragraphs: Sequence[Paragraph], place: int) -> bool:
    """2. in the list of annexes of a notice."""
    label = paragraphs[place].label
    return label is not None and label.rank is Rank.ITEM and paragraphs[place - 1].text.startswith("附件")


def _read_front(document: Document, body: Body, begin: front.Front) -> None:
    """The sentences before the first clause: kept, and read for sums and days."""
    preamble = begin.preamble()
    document.preamble = "\n".join(paragraph.text for paragraph in preamble)
    document.addressees = begin.addressees
    said = without_blanks(document.disclosure.get("标题", ""))
    notice = begin.notice_title or (said if front.issued_by(said) else None)
    document.notice_title = notice if notice != document.title else None
    for paragraph in preamble:
        body.read_inside(paragraph, "")


def _settle(document: Document, begin: front.Front, ending: Ending) -> None:
    """Number, issuer and days, from where each is surest."""
    said = document.disclosure
    document.number = begin.number or _number_said(said.get("发文字号", ""))
    signed = begin.signed_on or ending.signed_on
    document.signed_on = signed or dates.read(said.get("成文日期", "")) or begin.adopted_on
    document.published_on = dates.read(said.get("发布日期", ""))
    document.issuer = _issuer(document, begin, ending)
    titles = (document.title, document.notice_title or "", said.get("标题", ""))
    document.draft = begin.draft or any(front.is_draft(title) for title in titles)
    # A draft is not in force from the day on which comments were asked for.
    days = (None, None) if document.draft else (document.signed_on, document.published_on)
    since, until = force.settle(ending.in_force, *days)
    document.effective_from = since or dates.read(said.get("实施日期", ""))
    document.effective_to = until or dates.read(said.get("失效日期", ""))
    if ending.in_force.relative and since is None:
        document.warnings.append(
            Warned(0, "", f"自{ending.in_force.relative}之日起施行，这一天还不知道，请填写。")
        )


def _issuer(document: Document, begin: front.Front, ending: Ending) -> str | None:
    """Who signed; else who stands before 关于 in the title, on the red head, in the disclosure data."""
    signed = begin.signers or ending.signers
    if signed:
        return "、".join(dict.fromkeys(signed))
    for title in (document.notice_title, document.title, document.disclosure.get("标题")):
        match = _ORG_IN_TITLE.match(title or "")
        if match and front.is_signature(match[1]):
            return match[1]
    said = (begin.red_head, document.disclosure.get("发文机关"), document.disclosure.get("发布机构"))
    return next((name for name in said if name and front.is_signature(name)), None)


def _number_said(text: str) -> str | None:
    found = list(citations.find(text))
    return found[0].number if found else None


def _grounds(document: Document, begin: front.Front) -> list[str]:
    """Where a document names its basis: everything before the first clause, and the first article or clause."""
    texts = [paragraph.text for _, paragraph in begin.sentences]
    first = next((clause for clause in document.clauses if clause.text), None)
    return [*texts, first.text] if first and not first.path.startswith("附") else texts


def _warn(document: Document, roster: rosters.Roster) -> None:
    """What is missing or doubtful, in the order of the lines."""
    found = document.warnings
    for word, there in (
        ("标题", document.title),
        ("发文机关", document.issuer),
        ("成文日期", document.signed_on),
    ):
        if not there:
            found.append(Warned(0, "", f"没有找到{word}，请填写。"))
    if not document.number and not document.draft:
        found.append(Warned(0, "", "没有找到文号，原文没有的可以不填。"))
    found.extend(
        Warned(seat.lines[0], f"{seat.name} {seat.post}", doubt)
        for seat in roster.seats
        for doubt in seat.doubts
    )
    found.extend(Warned(each.line, each.text[:60], each.reason) for each in roster.unread)
    signed, said = document.signed_on, dates.read(document.disclosure.get("成文日期", ""))
    if signed and said and signed != said:
        found.append(Warned(0, "", f"落款日期 {signed} 与公开信息的成文日期 {said} 不同，请核对。"))
    found.sort(key=lambda warned: warned.line)
