"""Pieces of evidence on a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications.selectors.uses import Use, numbers_of
from applications.selectors.validity import Expiry
from core.templatetags.formats import day
from files.enums import SHOWN_KINDS, FileKind
from files.models import FileVersion

register = template.Library()


@register.simple_tag
def expiry_tag(expiry: Expiry | None, valid_until: date | None) -> SafeString | str:
    """Until when it holds; what is to be said of that stands out, in words and not by colour alone."""
    if expiry is not None:
        return format_html(
            '<span class="tag {}">{}</span>', "is-over" if expiry.is_over else "is-soon", expiry.words
        )
    return format_html('<small class="dim">有效期至 {}</small>', day(valid_until)) if valid_until else ""


@register.simple_tag
def other_criteria(uses: Iterable[Use], criterion: int | None) -> SafeString | str:
    """The other criteria that it serves too."""
    numbers = [number for number in numbers_of(list(uses)) if number != criterion]
    if not numbers:
        return ""
    return format_html('<small class="dim">也用于第 {} 条</small>', "、".join(map(str, numbers)))


@register.inclusion_tag("applications/_preview_link.html")
def preview_link(version: FileVersion, title: str) -> dict[str, Any]:
    """Opens the file beside what it proves; a link of its own without scripts. Read the version with `with_names()`."""
    can_show = FileKind(version.blob.kind) in SHOWN_KINDS and not version.is_quarantined
    is_picture = version.blob.kind != FileKind.PDF
    return {"version": version, "title": title, "can_show": can_show, "is_picture": is_picture}
