"""How places are written on pages."""

from django import template

from accounts.models import Organisation
from accounts.selectors import with_tier as name_with_tier

register = template.Library()


@register.filter
def with_tier(organisation: Organisation) -> str:
    """{{ organisation|with_tier }}: the authority's full name with its tier; wants the division selected."""
    return name_with_tier(organisation)
