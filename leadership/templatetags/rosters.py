"""Titles, posts and changes of rosters as they are shown."""

from django import template

from accounts.models import Post
from leadership.selectors import words
from leadership.selectors.history import Difference, difference_words

register = template.Library()


@register.filter
def wide(text: str) -> str:
    """Punctuation in the width of Chinese print."""
    return words.wide(text)


@register.filter
def post_words(post: Post) -> str:
    """市财政局局长."""
    return words.post_words(post)


@register.simple_tag
def event(difference: Difference, with_year: bool) -> str:
    """3 月 12 日：市财政局局长由甲换为乙."""
    return difference_words([difference], with_year=with_year)[0]
