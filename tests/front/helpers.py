"""Reading markup as a person would: by role, by label, by address."""

from collections.abc import Iterator
from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def elements(markup: str, tag: str = "") -> Iterator[dict[str, str]]:
    """The attributes of every element, or of every element of one name."""
    reader = _Reader()
    reader.feed(markup)
    return (attributes for name, attributes in reader.elements if tag in ("", name))


def ids(markup: str) -> list[str]:
    return [each["id"] for each in elements(markup) if "id" in each]
