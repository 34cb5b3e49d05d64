"""The pieces of a page, each said once. The gallery shows every one in every state."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.hexmap import Cell, HexMap, lay_out
from core.paging import KeysetPage

register = template.Library()


@register.simple_tag
def state(key: str, words: str) -> SafeString:
    """The state of an application; the colour never stands alone."""
    return format_html('<span class="tag state-{}">{}</span>', key, words)


@register.simple_tag
def level(designation: Any) -> SafeString:
    """The level of a designation; the province has a colour of its own."""
    kind = "is-province" if designation.level == "province" else ""
    return format_html('<span class="tag {}">{}</span>', kind, designation.get_level_display())


@register.inclusion_tag("components/steps.html")
def steps(stops: Sequence[Any]) -> dict[str, Any]:
    """A row of stops with `name`, `unit`, `note` and `status` (done, now, next, stopped)."""
    return {"stops": stops}


@register.inclusion_tag("components/errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong in a form, each line a link to its field; nothing when nothing is wrong.

    The only place for errors of the whole form and of fields that nobody sees.
    """
    seen = [form[name] for name in form.errors if name in form.fields and not form[name].is_hidden]
    unseen = [error for field in form.hidden_fields() for error in field.errors]
    return {
        "fields": [(field, field.errors) for field in seen],
        "general": [*form.non_field_errors(), *unseen],
    }


@register.inclusion_tag("components/empty.html")
def empty(title: str, advice: str = "", words: str = "", url: str = "") -> dict[str, Any]:
    """A list with nothing in it says what to do, and may lead to where it is explained."""
    return {"title": title, "advice": advice, "words": words, "url": url}


@register.inclusion_tag("components/pager.html")
def pager(page: KeysetPage) -> dict[str, Any]:
    """Links to the next page and back to the first."""
    return {"page": page}


@register.inclusion_tag("components/export.html")
def export(url: str, query: str = "", *, is_small: bool = False) -> dict[str, Any]:
    """The way to a list as a file, with what its page is narrowed to; `query` as in the address.

    Which page of the list one is on says nothing about the file (`exchange.selectors.exports.NO_FILTER`).
    """
    return {"url": url, "query": query.removeprefix("?"), "is_small": is_small}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Where one is: pairs of words and address, the last word without one."""
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return {"pairs": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("components/hexmap.html")
def hex_map(cells: Sequence[Cell]) -> dict[str, Any]:
    """The province as hexagons, one a county; a schematic, no map."""
    drawn: HexMap = lay_out(cells)
    return {"map": drawn}
