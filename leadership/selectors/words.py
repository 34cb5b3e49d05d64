"""Posts and days as people say them."""

from datetime import date

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Post

# As a document prints it, and as a screen should: brackets and commas of the other width.
WIDE = str.maketrans("(),;:", "（），；：")


def unit_words(organisation: Organisation) -> str:
    """市财政局, 太原市: how the unit stands in front of its posts; of a government only the place."""
    if organisation.kind == OrganisationKind.GOVERNMENT and organisation.division is not None:
        return organisation.division.name
    return organisation.short_name


def post_words(post: Post) -> str:
    """市财政局局长, 太原市副市长（工业）: read with the post's organisation and its division."""
    return f"{unit_words(post.organisation)}{post}"


def wide(text: str) -> str:
    """Punctuation in the width of Chinese print."""
    return text.translate(WIDE)


def day_words(day: date, *, with_year: bool) -> str:
    """3 月 12 日, or 2023 年 3 月 12 日."""
    words = f"{day.month} 月 {day.day} 日"
    return f"{day.year} 年 {words}" if with_year else words
