"""Giving back and answering as people do it on the pages, with and without JavaScript."""

from playwright.sync_api import Locator, Page


def mark(reviewer: Page, what: str, text: str, reason: str = "其他", *, beside: str = "任意内容") -> None:
    """Put one thing down; `beside` is the criterion beside which it is marked."""
    place: Locator = reviewer.locator("details.mark").filter(
        has=reviewer.locator(f'summary[aria-label="标记要补正的内容：{beside}"]')
    )
    place.locator("summary").click()
    place.get_by_label("要补正的", exact=True).select_option(label=what)
    place.get_by_label(reason, exact=True).check()
    place.get_by_label("说明").fill(text)
    place.get_by_role("button", name="标记", exact=True).click()


def give_back(reviewer: Page, text: str) -> None:
    """The whole of it, with one reason."""
    mark(reviewer, "整个申报", text)
    reviewer.get_by_role("button", name="确认退回补正").click()


def answer_everything(clerk: Page, text: str = "已补正。") -> None:
    """Every item that has no answer yet, one after the other."""
    while (waiting := clerk.locator(".to-do li", has=clerk.locator(".tag.is-waiting"))).count():
        waiting.first.get_by_label("答复", exact=True).fill(text)
        with clerk.expect_navigation():
            waiting.first.get_by_role("button").click()
