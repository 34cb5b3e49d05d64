"""Verdicts on the page: sign, word and colour, the same six everywhere."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from criteria.findings import Eligibility, Verdict

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
# The whole in the colours of the verdict that decides it.
OUTCOMES = {
    Eligibility.YES: Verdict.MET,
    Eligibility.JUDGE: Verdict.JUDGE,
    Eligibility.INCOMPLETE: Verdict.MISSING,
    Eligibility.NO: Verdict.UNMET,
}


@register.simple_tag
def verdict(key: str, count: int | None = None) -> SafeString:
    """A verdict as sign, word and colour; with `count` how many there are of it."""
    value = Verdict(key)
    words = value.words if count is None else f"{count} {value.words}"
    return format_html(
        '<span class="verdict is-{}"><span aria-hidden="true">{}</span> {}</span>',
        value.value,
        SIGNS[value],
        words,
    )


@register.simple_tag
def verdict_counts(findings: Iterable[Any]) -> list[tuple[str, int]]:
    """How often each verdict occurs, in the order of the signs; preferences that do not apply are not counted."""
    keys = [finding.verdict for finding in findings]
    return [(key.value, keys.count(key)) for key in SIGNS if key in keys and key != Verdict.NONE]


@register.simple_tag
def outcome(key: str) -> SafeString:
    """The advice on the whole as sign, words and colour."""
    value = Eligibility(key)
    like = OUTCOMES[value]
    return format_html(
        '<span class="verdict is-{}"><span aria-hidden="true">{}</span> {}</span>',
        like.value,
        SIGNS[like],
        value.words,
    )
