"""Titles that rank a town higher and never fail it (P 二(五), T 附2一(五))."""

from collections.abc import Mapping
from typing import Final

from criteria.facts import Facts, Title
from criteria.findings import Finding, Verdict
from criteria.registry import Check, Context, Params, kind
from criteria.schema import record, words
from criteria.words import LEVELS, TITLES, listed

_TITLE: Final = record(
    {"kind": {"type": "string", "enum": list(TITLES)}, "levels": words(LEVELS)}, optional=("levels",)
)
ANY_LEVEL: Final = (*LEVELS, None)
_WORDS: Final = {
    Title(key, level): f"{LEVELS[level] if level else ''}{said}"
    for key, said in TITLES.items()
    for level in (*reversed(LEVELS), None)
}
_ORDER: Final = {title: place for place, title in enumerate(_WORDS)}
SCHEMA: Final = record({"titles": {"type": "array", "title": "称号", "minItems": 1, "items": _TITLE}})


@kind("preference", words="优先评定", schema=SCHEMA, weighs=False)
def build(params: Params, context: Context) -> Check:
    """Preferred with any of the titles, at one of its levels where levels are named; otherwise none."""
    counted = {title["kind"]: frozenset(title.get("levels", ANY_LEVEL)) for title in params["titles"]}
    none = context.finding(Verdict.NONE, "没有可优先评定的称号，不影响认定结果。")
    unknown = context.finding(Verdict.NONE, "优先评定的称号尚未填写，不影响认定结果。")

    def check(facts: Facts) -> Finding:
        if facts.titles is None:
            return unknown
        found = [title for title in facts.titles if _counts(title, counted)]
        if not found:
            return none
        return context.finding(Verdict.PREFERRED, f"拥有{_named(found)}，可优先评定。")

    return check


def _counts(title: Title, counted: Mapping[str, frozenset[str | None]]) -> bool:
    return title.kind is not None and title.level in counted.get(title.kind, ())


def _named(found: list[Title]) -> str:
    """Each title once, in the order of the documents."""
    return listed([_WORDS[title] for title in sorted(set(found), key=_ORDER.__getitem__)])
