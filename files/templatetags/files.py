"""A stored file on a page."""

from typing import Any

from django import template

from files.models import FileVersion

register = template.Library()

KB = 1024


@register.filter
def file_size(size: int) -> str:
    """Bytes as people read them: 36 KB, 1.2 MB; never 0 KB."""
    if size < KB * KB:
        return f"{min(max(round(size / KB), 1), KB - 1)} KB"
    return f"{size / KB / KB:.1f} MB"


@register.inclusion_tag("files/_file.html")
def file_link(version: FileVersion) -> dict[str, Any]:
    """The way to a version: name, kind, size, number, by whom and when. Read it with `with_names()`."""
    return {"version": version}


@register.inclusion_tag("files/_scan.html")
def scan_tag(version: FileVersion) -> dict[str, Any]:
    """What the virus scanner says, as a small tag; nothing where no scanner is in use. Read it with `with_names()`."""
    return {"state": version.scan_state}
