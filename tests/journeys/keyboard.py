"""Somebody who has no mouse: Tab, space, arrows and Enter, and what the browser shows of where they are."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# More stops than any page has; whoever has not arrived by then is caught in a trap.
FARTHEST = 400

WHERE = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    tag: element.tagName,
    type: element.type || "",
    name: element.name || "",
    id: element.id,
    value: element.value || "",
    words: (element.innerText || "").trim(),
    block: element.closest("form[data-block]")?.dataset.block || "",
    marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the keyboard stands: the element, the part of the form it belongs to, and whether a person can tell."""

    tag: str
    type: str
    name: str
    id: str
    value: str
    words: str
    block: str
    marked: bool
    inSight: bool  # noqa: N815 - as the browser hands it over

    @property
    def is_somewhere(self) -> bool:
        """Not between two rounds through the page."""
        return self.tag != "BODY"


class Keyboard:
    """`page` through its keys alone; each stop on the way has to be visible and marked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def here(self) -> Stop:
        found: dict[str, Any] = self.page.evaluate(WHERE)
        return Stop(**found)

    def next(self) -> Stop:
        """One Tab further."""
        self.press("Tab")
        stop = self.here()
        if stop.is_somewhere:
            assert stop.marked, f"no mark at {stop}"
            assert stop.inSight, f"out of sight: {stop}"
        return stop

    def go_to(self, *, name: str = "", words: str = "") -> Stop:
        """Tab until the control of that name, or the link or button with exactly those words."""
        for _ in range(FARTHEST):
            stop = self.next()
            if (name and stop.name == name) or (words and stop.words == words):
                return stop
        raise AssertionError(f"the keyboard does not reach {name or words}")

    def open(self, words: str) -> None:
        """Follow the link, or press the button, and wait for the page behind it."""
        self.go_to(words=words)
        with self.page.expect_navigation():
            self.press("Enter")
