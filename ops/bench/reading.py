"""B9: documents into clauses, against one regular expression over the text, bare unzip + expat, and python-docx."""

import gc
import importlib
import importlib.util
import io
import re
import time
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.parsers import expat

from ops.bench.papers import broken, paper, word_file
from ops.bench.windows import Series, interleaved
from ops.console import say
from reading import policy, sources
from reading.document import Document
from reading.lines import Source, numbered

WINDOWS = 40
PAPERS = 6
READ, REGEX = "读成条款", "一个正则表达式"
LINES, FLOOR, PEER = "读出 Word 的文字", "解压和 expat", "python-docx"
# What the reader looks for, in one expression: labels, sums, shares, numbers of documents, days, lists of units.
TOKENS = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．、])|\d+(?:\.\d+)?[万亿]?元|\d+(?:\.\d+)?%"
    r"|[一-鿿]{2,9}〔\d{4}〕\d+号|\d{4}年\d{1,2}月\d{1,2}日|[（〔(][^（〔(）〕)]*(?:[（(][^（）()]*[)）][^（〔(）〕)]*)*(?:负责|责任单位)[^）〕)]*[）〕)]",
    re.MULTILINE,
)

Contestants = dict[str, Callable[[int], Any]]


class Course:
    """Texts and files of the same papers; what the contestants found is compared outside the measured time."""

    def __init__(self) -> None:
        papers = [paper(seed) for seed in range(PAPERS)]
        self.texts = [broken(lines) for lines in papers]
        self.encoded = [text.encode() for text in self.texts]
        self.files = [word_file(lines) for lines in papers]
        self.clauses = [essence(policy.read(Source(numbered(lines)))) for lines in papers]
        self.different = 0

    def text(self) -> Contestants:
        return {
            READ: lambda place: essence(policy.read_file("a.txt", self.encoded[place])),
            REGEX: lambda place: sum(1 for _ in TOKENS.finditer(self.texts[place])),
        }

    def word(self) -> Contestants:
        found: Contestants = {
            LINES: lambda place: [line.text for line in sources.read("a.docx", self.files[place]).lines],
            FLOOR: lambda place: bare(self.files[place]),
        }
        if importlib.util.find_spec("docx"):
            found[PEER] = lambda place: by_peer(self.files[place])
        return found

    def whole(self) -> Contestants:
        found: Contestants = {READ: lambda place: essence(policy.read_file("a.docx", self.files[place]))}
        found[FLOOR] = lambda place: bare(self.files[place])
        if importlib.util.find_spec("docx"):
            found[PEER] = lambda place: by_peer(self.files[place])
        return found

    def window(self, work: Callable[[int], Any], number: int) -> float:
        """One paper; microbenchmarks count processor time, not the clock."""
        place = number % PAPERS
        gc.collect()
        gc.disable()
        begin = time.process_time()
        result = work(place)
        cost = time.process_time() - begin
        gc.enable()
        if isinstance(result, tuple):
            self.different += result != self.clauses[place]
        return cost

    def run(self, contestants: Contestants) -> Series:
        return interleaved({name: partial(self.window, work) for name, work in contestants.items()}, WINDOWS)


def run() -> bool:
    """Print the part on documents; False when a form gave other clauses, units or sums than the paragraphs."""
    course = Course()
    text, word, whole = course.run(course.text()), course.run(course.word()), course.run(course.whole())
    say(
        f"读政策文件：{PAPERS} 份演示文件，每份约 {len(course.texts[0]) // 1000} 千字，各 {WINDOWS} 个窗口，轮流进行"
    )
    say(f"  文本读成条款：每份 {text.cost(READ) * 1e3:.2f} 毫秒，是{REGEX}的 {text.ratio(READ, REGEX)}")
    say(f"  {LINES}：是{FLOOR}的 {word.ratio(LINES, FLOOR)}")
    say(
        f"  Word 文件读成条款：每份 {whole.cost(READ) * 1e3:.2f} 毫秒，是{FLOOR}的 {whole.ratio(READ, FLOOR)}"
    )
    if PEER in word.costs:
        say(
            f"  {PEER} 只读文字，用时是{LINES}的 {word.ratio(PEER, LINES)}，是读成条款的 {whole.ratio(PEER, READ)}"
        )
    else:
        say(f"  {PEER}：未运行，没有安装")
    say(
        f"  条款、责任单位、金额：{'各种形式逐条相同' if not course.different else f'有 {course.different} 份不同，以上数字无效'}"
    )
    return not course.different


def essence(found: Document) -> tuple[object, ...]:
    """What must be the same in every form."""
    return (
        found.number,
        [(each.path, each.heading, each.text) for each in found.clauses],
        [(each.path, each.lead, each.responsible) for each in found.duties],
        [(each.path, each.yuan) for each in found.amounts],
    )


def bare(content: bytes) -> list[str]:
    """The least that anybody can do: unzip, parse, keep the text."""
    pieces: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parser = expat.ParserCreate()
        parser.CharacterDataHandler = pieces.append
        parser.Parse(package.read("word/document.xml"), True)
    return pieces


def by_peer(content: bytes) -> list[str]:
    """The texts of the paragraphs as python-docx gives them."""
    docx = importlib.import_module("docx")
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
