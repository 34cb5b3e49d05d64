"""Pages of sites: the part that holds the sentences, its blocks as lines, and what the page says about itself."""

import re
from collections.abc import Iterator
from typing import Final

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import CData, PreformattedString

from reading import disclosure
from reading.errors import Unreadable
from reading.lines import Line, Source, numbered

_NEVER: Final = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "head",
        "select",
        "button",
        "textarea",
        "input",
        "form",
        "nav",
        "aside",
        "footer",
    )
)
_BLOCKS: Final = frozenset(
    ("address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
     "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption")
)  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCES: Final = re.compile("[。；，、：]")
# How much of the page's sentences a part must hold to be its body.
_MOST: Final = 0.8
_META: Final = {"articletitle": "标题", "pubdate": "发布日期", "contentsource": "发布机构"}
_SITES: Final = re.compile(r"\s*[-_—|–]+\s*[^-_—|]{2,30}$")
NO_TEXT: Final = "网页里没有正文，请打开原网页，把正文另存为文本或 Word。"


def read(content: bytes) -> Source:
    """The lines of the page's body, with the disclosure data that stand above it."""
    soup = BeautifulSoup(content, "lxml", from_encoding=_encoding(content))
    root = soup.body or soup
    if not isinstance(root, Tag) or not root.get_text(strip=True):
        raise Unreadable(NO_TEXT)
    said = _said(soup)
    body = _body(root)
    lines = numbered(_lines(body))
    if body is not root:
        above, _ = disclosure.take(numbered(_lines(root)))
        said = {**said, **above}
        lines = _with_title(lines, root, body)
    return Source(lines, said)


def _encoding(content: bytes) -> str | None:
    """GB 2312 means GB 18030; without a declaration the bytes decide."""
    match = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", content[:4096], re.IGNORECASE)
    named = match[1].decode("ascii", "replace").lower() if match else ""
    if named.startswith("gb"):
        return "gb18030"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _said(soup: BeautifulSoup) -> dict[str, str]:
    """What the head of the page declares."""
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        key = _META.get(str(tag.get("name", "")).lower())
        value = str(tag.get("content", "")).strip()
        if key and value:
            found[key] = value
    if "标题" not in found and soup.title and soup.title.string:
        found["标题"] = _SITES.sub("", soup.title.string.strip())
    return found


def _body(root: Tag) -> Tag:
    """The smallest part that still holds most of the page's sentences; those of links do not count."""
    weights: dict[int, int] = {}
    whole = _weigh(root, weights)
    part = root
    while True:
        children = [child for child in part.children if isinstance(child, Tag)]
        heaviest = max(children, key=lambda child: weights.get(id(child), 0), default=None)
        if (
            heaviest is None
            or weights.get(id(heaviest), 0) < max(_MOST * whole, 1)
            or heaviest.name in ("p", "span", "td")
        ):
            return part
        part = heaviest


def _weigh(tag: Tag, weights: dict[int, int]) -> int:
    """Stops of sentences outside links, for every tag below and for this one; without recursion, pages nest deep."""
    stack: list[tuple[Tag, bool]] = [(tag, False)]
    while stack:
        current, done = stack.pop()
        if done or _is_out(current) or current.name == "a":
            weights.setdefault(id(current), 0)
            if done:
                weights[id(current)] = sum(_weight(child, weights) for child in current.children)
            continue
        stack.append((current, True))
        stack.extend((child, False) for child in current.children if isinstance(child, Tag))
    return weights[id(tag)]


def _weight(child: object, weights: dict[int, int]) -> int:
    if isinstance(child, Tag):
        return weights.get(id(child), 0)
    return (
        len(_SENTENCES.findall(child)) if isinstance(child, NavigableString) and not _is_markup(child) else 0
    )


def _is_out(tag: Tag) -> bool:
    return (
        tag.name in _NEVER or tag.get("hidden") is not None or bool(_HIDDEN.search(str(tag.get("style", ""))))
    )


def _is_markup(text: NavigableString) -> bool:
    """Comments and declarations."""
    return isinstance(text, PreformattedString) and not isinstance(text, CData)


def _lines(root: Tag) -> list[str]:
    """The text block by block; rows of tables with a tab between their cells."""
    lines: list[str] = []
    current: list[str] = []
    for piece in _pieces(root):
        if piece == "\n":
            lines.append("".join(current))
            current = []
        else:
            current.append(piece)
    lines.append("".join(current))
    return lines


def _pieces(root: Tag) -> Iterator[str]:
    """Texts, a line break where a block begins or ends, a tab behind a cell."""
    stack: list[Tag | NavigableString | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if _is_out(node):
                continue
            stack.extend(_unfolded(node))
        elif isinstance(node, NavigableString):
            if not _is_markup(node):
                yield _flat(str(node))
        else:
            yield node


def _unfolded(tag: Tag) -> list[Tag | NavigableString | str]:
    """The children of a tag last first, with what stands around them."""
    if tag.name == "br":
        return ["\n"]
    children: list[Tag | NavigableString | str] = [
        child for child in reversed(list(tag.children)) if isinstance(child, Tag | NavigableString)
    ]
    if tag.name in ("td", "th"):
        return ["\t", *_inline(children)]
    if tag.name in _BLOCKS and not _is_in_cell(tag):
        return ["\n", *children, "\n"]
    return children


def _inline(children: list[Tag | NavigableString | str]) -> list[Tag | NavigableString | str]:
    return [child for child in children if not isinstance(child, NavigableString) or child.strip()]


def _is_in_cell(tag: Tag) -> bool:
    """A paragraph in a cell of a table of data stays on the row's line; tables that only lay out are none."""
    cell = tag.find_parent(["td", "th"])
    if cell is None:
        return False
    row = cell.find_parent("tr")
    return row is not None and len(row.find_all(["td", "th"], recursive=False)) > 1


def _flat(text: str) -> str:
    """Line breaks of the source are blanks, and between Chinese characters not even that."""
    return (
        re.sub(r"(?<=[^\x00-\x7f])[\r\n\t]+\s*(?=[^\x00-\x7f])|^[\r\n\t]+|[\r\n\t]+$", "", text)
        .replace("\n", " ")
        .replace("\t", " ")
    )


def _with_title(lines: list[Line], root: Tag, body: Tag) -> list[Line]:
    """The heading of the page in front of its body, where the body does not repeat it."""
    heading = next(
        (tag for tag in root.find_all(["h1", "h2"]) if not _is_out(tag) and body not in tag.parents), None
    )
    text = heading.get_text(strip=True) if heading else ""
    opening = "".join(line.text for line in lines[:12])
    if len(text) < 6 or text in opening.replace(" ", ""):
        return lines
    return [Line(0, text), *lines]
