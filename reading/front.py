"""What stands before the first clause: number, title over several lines, addressees, signature, preamble."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from reading import citations, dates
from reading.lines import without_blanks
from reading.paragraphs import Paragraph

_GENRES: Final = (
    "通知|意见|办法|方案|规划|计划|措施|政策|规定|细则|决定|决议|公告|通告|公报|通报|批复|复函|函|请示|报告|纪要|命令|令|纲要|要点|指南|条例"
    "|制度|规范|标准|程序|规程|清单|预案|安排|若干条|条|举措|目录|导则|指引|章程|守则|规则|名单|分工|任务书|倡议书|承诺|征求意见稿|草案|讨论稿|送审稿"
)
_BEHIND: Final = r"(?:\s*[(（【〔](?:[^()（）【】〔〕]{1,30})[)）】〕])*"
_GENRE: Final = re.compile(rf"(?:{_GENRES}){_BEHIND}$")
_NOTICE: Final = re.compile(rf"关于.+(?:通知|公告|通告|函|批复|通报|启事|说明){_BEHIND}$")
_ISSUED: Final = re.compile(
    r"关于(?:公开征求对?|征求对?|再次公开征求对?)?(?:印发|发布|下发|转发|公布|颁布|实施|修订印发|重新印发|批转)?\s*[《〈]?(?P<name>.+?)[》〉]?"
    r"(?:[(（](?:征求意见稿|草案)[^)）]*[)）])?(?:公开)?(?:征求)?(?:意见建议|意见|建议)?的(?:通知|公告|通告|函|启事)"
)
_ISSUES: Final = re.compile(
    r"关于(?:修订)?(?:印发|发布|下发|转发|公布|颁布|批转|公开征求|征求|再次公开征求|重新印发)"
)
_NAMED: Final = re.compile(
    r"(?:^|[。将]\s*)[《〈]([^《》]{4,80}(?:《[^《》]*》[^《》]*)?)[》〉][^。]{0,60}(?:同意|印发|发布|公布|通过|下发|转发|执行|公开征求)"
)
_ORG_END: Final = r"(?:人民政府|办公厅|办公室|委员会|管委会|指挥部|领导小组|[厅局委部院署会]|中心|银行|分行|支行|公司|集团|党组|协会|总队|支队|法院|检察院|税务局|海关|大学|学院|工委|政府|专班)"
_ORG: Final = re.compile(rf"[一-鿿()（）、·\s]{{2,60}}{_ORG_END}(?:[(（][一-鿿]{{2,16}}[)）])?")
_HEAD: Final = re.compile(r"(.{4,60}?)文件")
_PLACE: Final = re.compile(
    r"^(?:中共|中国|全国|国务院|国家)|^.{1,9}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|厅|局|委|部|院|公司|集团|新区|开发区)"
)
_DRAFT: Final = re.compile(
    r"征求意见稿|公开征求.{0,60}意见|征求.{0,60}意见的|[(（]草案|讨论稿|送审稿|意见征求稿|修订草案"
)
_NOTE: Final = re.compile(
    r"[(（【]\s*(?:此件|本件|联系人|联系电话|公开属性|主动公开|依申请公开|信息公开).{0,80}[)）】]|(?:主动公开|此件公开发布|依申请公开)"
)
_ADDRESSEES: Final = re.compile(
    r"(?=.*[各市县区委局厅办院司处校企单位人民政府公司社会公众])[^。；]{2,400}[:：]"
)
_NEEDS_SUBJECT: Final = re.compile(rf"(?:通知|公告|通告|函|批复){_BEHIND}$")
# (2022年11月8日演示市人民代表大会常务委员会通过), below the title.
_ADOPTED: Final = re.compile(rf"[(（]\s*({dates.DAY}).*(?:通过|批准|修订|修正|公布|施行).*[)）]")
_BRACKETED: Final = re.compile(r"[(（【〔][^()（）【】〔〕]{2,30}[)）】〕]")
_CITED: Final = r"[一-鿿]{2,16}[〔\[（(]\d{4}[〕\]）)]\d{1,5}号"
_TITLE_WITH_NUMBER: Final = re.compile(
    rf"(?:(?P<before>{_CITED})\s*)?《(?P<quoted>.*关于.*(?:通知|公告|意见|批复|函|决定))》|(?P<bare>.*(?:通知|公告|意见|批复|函|决定))\s*[(（](?P<behind>{_CITED})[)）]"
)
_STOPS: Final = frozenset("。；;!！?？,，:：…|｜>»›")
_LONGEST_TITLE: Final = 120


@dataclass(slots=True)
class Front:
    """What the front says; `body` counts the paragraphs that are front."""

    titles: list[tuple[int, str]] = field(default_factory=list)
    number: str | None = None
    red_head: str | None = None
    addressees: str | None = None
    signers: list[str] = field(default_factory=list)
    signed_on: date | None = None
    signed_at: int = -1
    adopted_on: date | None = None
    named: str | None = None
    sentences: list[tuple[int, Paragraph]] = field(default_factory=list)
    draft: bool = False
    formulas: int = 0

    @property
    def notice_title(self) -> str | None:
        """The title of the notice that brings the document: 关于印发…的通知."""
        return next((title for _, title in self.titles if _NOTICE.search(title)), None)

    @property
    def own_title(self) -> str | None:
        """The title above the clauses, where it differs from the notice's."""
        return next((title for _, title in reversed(self.titles) if not _NOTICE.search(title)), None)

    def title(self) -> str:
        """The document's own name: above its clauses, else as the notice calls it, else the notice's title."""
        notice = self.notice_title or ""
        return self.own_title or issued_by(notice) or (self.named if not notice else None) or notice

    def preamble(self) -> list[Paragraph]:
        """The sentences behind the last title: what the document says before its first clause."""
        last = max((place for place, _ in self.titles), default=-1)
        last = max(last, self.signed_at)
        return [paragraph for place, paragraph in self.sentences if place > last]


def issued_by(notice: str) -> str | None:
    """What a notice brings: 演示办法 for 关于印发《演示办法》的通知; None for an ordinary notice."""
    match = _ISSUED.search(notice) if _ISSUES.search(notice) else None
    return match["name"].strip("《》〈〉 ") if match and len(match["name"]) >= 4 else None


def read(paragraphs: Sequence[Paragraph]) -> Front:
    """Sort the paragraphs before the first clause by what they are."""
    front = Front()
    group: list[tuple[int, str]] = []
    for place, paragraph in enumerate(paragraphs):
        text = _take_number(front, paragraph.text)
        if _is_title_line(text) and not citations.alone(text):
            group.append((place, text))
            continue
        _close(front, group, signed=_day_of(text))
        group.clear()
        _sort(front, place, paragraph)
    _close(front, group, signed=None)
    front.draft = any(_DRAFT.search(title) for _, title in front.titles)
    return front


def is_signature(text: str) -> bool:
    """The name of an office and nothing else."""
    return len(text) <= 64 and _ORG.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """(此件公开发布) and its like."""
    return len(text) < 90 and _NOTE.fullmatch(text) is not None


def is_draft(title: str) -> bool:
    return _DRAFT.search(title) is not None


def is_title(text: str) -> bool:
    """A line that ends as titles of documents end."""
    return len(text) <= _LONGEST_TITLE and _GENRE.search(text) is not None


def signers(text: str) -> list[str]:
    """The offices in a line of a signature; several stand apart by blanks."""
    parts = [part for part in re.split(r"\s{2,}|\t|(?<=[府厅局委室会部])\s+", text) if part]
    return [without_blanks(part).replace(" ", "") for part in parts]


def _take_number(front: Front, text: str) -> str:
    """A title in 《》, or with its number before or behind it, as the bare title."""
    match = (
        _TITLE_WITH_NUMBER.fullmatch(text) if len(text) <= _LONGEST_TITLE and text[-1] in "》)）" else None
    )
    if match is None:
        return text
    written = match["before"] or match["behind"]
    front.number = front.number or (citations.alone(written) if written else None)
    return (match["quoted"] or match["bare"]).strip()


def _sort(front: Front, place: int, paragraph: Paragraph) -> None:
    """One paragraph that is no line of a title."""
    text = paragraph.text
    number = citations.alone(text)
    if number:
        front.number = front.number or number
    elif _day_of(text):
        front.signed_on, front.signed_at = _day_of(text), place
        before = dates.at_the_end(text)
        if before and is_signature(before[0]):
            front.signers = signers(before[0])
    elif adopted := _ADOPTED.fullmatch(text):
        front.adopted_on = front.adopted_on or dates.read(adopted[1])
    elif is_note(text):
        return
    elif not front.addressees and len(text) < 400 and _ADDRESSEES.fullmatch(text):
        front.addressees = text.rstrip(":：")
    elif not paragraph.cells:
        named = _NAMED.search(text)
        front.named = front.named or (named[1] if named else None)
        front.sentences.append((place, paragraph))


def _day_of(text: str) -> date | None:
    """A day alone, or behind the name of an office."""
    if len(text) > 80 or text[-1] not in "日)）0123456789":
        return None
    found = dates.at_the_end(text)
    alone = dates.alone(text)
    return alone or (found[1] if found and is_signature(found[0]) else None)


def _is_title_line(text: str) -> bool:
    """Short, Chinese, without the stops of a sentence; commas between 《》 of a cited title are none."""
    bare = re.sub(r"《[^《》]*》|[(（][^()（）]*[)）]|“[^”]*”", "", text)
    return (
        2 <= len(text) <= _LONGEST_TITLE
        and not _STOPS & set(bare)
        and not _day_of(text)
        and not is_note(text)
        and not _ADOPTED.fullmatch(text)
    )


def _close(front: Front, group: Sequence[tuple[int, str]], signed: date | None) -> None:
    """A run of lines without stops is a title over its last lines, a signature before a day, or furniture."""
    if not group:
        return
    if signed:
        names = [name for _, text in group if is_signature(text) for name in signers(text)]
        front.signers = names or front.signers
    texts = [text for _, text in group]
    end = len(texts)
    while end:
        # (征求意见稿) and (2025—2027年) stand on a line of their own below a title.
        last = end - 1 - (end > 1 and _BRACKETED.fullmatch(texts[end - 1]) is not None)
        if _GENRE.search(texts[last]):
            begin = _first_line(texts, last)
            title = "".join(without_blanks(text) for text in texts[begin:end])
            front.titles.append((group[end - 1][0], title))
            end = begin
        else:
            head = _HEAD.fullmatch(without_blanks(texts[end - 1]).replace(" ", ""))
            front.red_head = front.red_head or (head[1] if head else None)
            end -= 1
    front.titles.sort()


def _first_line(texts: Sequence[str], last: int) -> int:
    """Where a title begins whose last line is known: upwards until it names a place or an office."""
    begin = last
    while begin and last - begin < 5:
        so_far = "".join(without_blanks(text) for text in texts[begin : last + 1])
        if not _wants(so_far, without_blanks(texts[begin - 1])):
            break
        begin -= 1
    return begin


def _wants(so_far: str, above: str) -> bool:
    """Whether the line above belongs to a title of which the rest is known."""
    if any(so_far.count(shut) > so_far.count(opened) for opened, shut in ("《》", "〈〉", "（）", "()")):
        return True
    if above.endswith("文件") or _GENRE.search(above) or len(above) < 4:
        return False
    begins_late = so_far.startswith(("关于", "《")) or so_far[0].isdigit()
    return not is_complete(so_far) or (begins_late and _ORG.fullmatch(above) is not None)


def is_complete(title: str) -> bool:
    """A title that names its place or office, or says what it is about."""
    said = "关于" in title or not _NEEDS_SUBJECT.search(title)
    return said and len(title) >= 8 and _PLACE.search(title) is not None
