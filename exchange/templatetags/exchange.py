"""The ways in and out of a list, on the list's own page."""

from django import template

register = template.Library()


@register.inclusion_tag("exchange/_import_ways.html")
def import_ways(key: str, place: int = 0) -> dict[str, object]:
    """Buttons for the template and the upload of a resource; whether they are shown, the page decides."""
    return {"key": key, "place": place}
