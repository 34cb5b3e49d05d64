"""Words of recognition in templates."""

from django import template

from applications.selectors.words import past_words
from records.models import Act

register = template.Library()


@register.filter
def act_words(act: Act) -> str:
    """What was done, in one word."""
    return past_words(act)
