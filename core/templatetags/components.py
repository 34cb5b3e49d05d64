"""The pieces of a page, each said once. The gallery shows every one in every state."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.hexmap import Cell, HexMap, lay_out
from core.paging import KeysetPage
from criteria.findings import Verdict
from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SIGNS = {
    Verdict.MET: "✓",
    Verdict.UNMET: "✕",
    Verdict.RELAXED: "◐",
    Verdict.RELAXABLE: "◐",
    Verdict.JUDGE: "?",
    Verdict.MISSING: "–",
    Verdict.PREFERRED: "★",
    Verdict.NONE: "–",
}


@register.simple_tag
def verdict(key: str, count: int | None = None) -> SafeString:
    """A verdict as sign, word and colour; with `count` how many there are of it."""
    value = Verdict(key)
    words = value.words if count is None else f"{count} {value.words}"
    return format_html(
        '<span class="verdict is-{}"><span aria-hidden="true">{}</span> {}</span>', value.value, SIGNS[value], words
    )


@register.simple_tag
def verdict_counts(findings: Iterable[Any]) -> list[tuple[str, int]]:
    """How often each verdict occurs, in the order of the signs; preferences that do not apply are not counted."""
    keys = [finding.verdict for finding in findings]
    return [(key.value, keys.count(key)) for key in SIGNS if key in keys and key != Verdict.NONE]


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
    """What is wrong in a form, each line a link to its field; nothing when nothing is wrong."""
    fields = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return {"fields": fields, "general": form.non_field_errors() if form.is_bound else []}


@register.inclusion_tag("components/empty.html")
def empty(title: str, advice: str = "") -> dict[str, Any]:
    """A list with nothing in it says what to do."""
    return {"title": title, "advice": advice}


@register.inclusion_tag("components/pager.html")
def pager(page: KeysetPage) -> dict[str, Any]:
    """Links to the next page and back to the first."""
    return {"page": page}


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
