"""The world and the browsers that these tests share."""

from tests.harness.pages import browser_of, world

__all__ = ["browser_of", "world"]
