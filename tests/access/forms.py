"""Reads the forms of a page the way a browser would: where they go, and what they carry."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FoundForm:
    """One form: `fields` are the names with what stands in them when the page is opened."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[FoundForm] = []
        self._open: FoundForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = FoundForm(names.get("method", "get").lower(), names.get("action") or self.page)
            self.forms.append(self._open)
        elif self._open is not None:
            self._note(tag, names)

    def _note(self, tag: str, names: dict[str, str]) -> None:
        assert self._open is not None
        if tag == "option" and self._select:
            if "selected" in names or not self._open.fields[self._select]:
                self._open.fields[self._select] = names.get("value", "")
        elif tag in {"input", "select", "textarea", "button"} and names.get("name"):
            self._open.fields.setdefault(names["name"], names.get("value", ""))
            self._select = names["name"] if tag == "select" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str, html: str) -> list[FoundForm]:
    """Every form of a page; one without an action goes to the page itself."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms
