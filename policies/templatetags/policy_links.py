"""Ways from other pages to a clause or a document of the library."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from policies.selectors.library import Held

register = template.Library()


@register.simple_tag
def clause_link(held: Held, document: str, path: str) -> str | SafeString:
    """The clause as a link where the library holds it, else as it is written."""
    if path not in held.get(document, ()):
        return path
    url = reverse("policies:policy_by_key", args=[document])
    return format_html('<a href="{}?{}">{}</a>', url, urlencode({"clause": path}), path)


@register.simple_tag
def document_link(held: Held, document: str, title: str) -> str | SafeString:
    """The title of a document as a link where the library holds it."""
    if document not in held:
        return title
    return format_html('<a href="{}">{}</a>', reverse("policies:policy_by_key", args=[document]), title)
