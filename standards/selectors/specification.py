"""A version's rows read back as the specification, and the engine compiled from it."""

from functools import lru_cache
from typing import Any

from core.canonical import canonical_json, digest
from criteria.standard import CompiledStandard, CriterionSpec, RequirementSpec, StandardSpec, compile_standard
from standards.enums import VersionState
from standards.models import Criterion, Requirement, StandardVersion

# Versions in use at one time in one process; each takes a few kilobytes.
CACHE_SIZE = 64


def compiled(version: StandardVersion) -> CompiledStandard:
    """The version as checks, compiled once a process; a draft that has changed is compiled anew."""
    return _compiled(version.pk, version.digest)


@lru_cache(maxsize=CACHE_SIZE)
def _compiled(pk: int, expected: str) -> CompiledStandard:
    # `expected` is part of the key: the digest of a draft changes with its content.
    return compile_standard(specification(StandardVersion.objects.select_related("standard").get(pk=pk)))


def specification(version: StandardVersion) -> StandardSpec:
    """The version as its file says it; two queries."""
    criteria = version.criteria.prefetch_related("requirements").order_by("number")
    return StandardSpec(
        code=version.standard.code,
        title=version.standard.title,
        level=version.standard.level,
        document=version.standard.document,
        draft=version.state == VersionState.DRAFT,
        effective_from=version.effective_from,
        categories={each["key"]: each["name"] for each in version.categories},
        criteria=tuple(_criterion(row) for row in criteria),
        covers={each["key"]: tuple(each["covers"]) for each in version.categories if "covers" in each},
    )


def content(spec: StandardSpec) -> dict[str, Any]:
    """Everything that a version freezes, as plain data."""
    return {
        "code": spec.code,
        "title": spec.title,
        "level": spec.level,
        "document": spec.document,
        "effective_from": spec.effective_from.isoformat() if spec.effective_from else None,
        "categories": categories(spec),
        "criteria": [_plain_criterion(each) for each in spec.criteria],
    }


def content_digest(spec: StandardSpec) -> str:
    """SHA-256 of the frozen content; whether it is published already does not count."""
    return digest(canonical_json(content(spec)))


def categories(spec: StandardSpec) -> list[dict[str, Any]]:
    """[{"key": …, "name": …, "covers": […]}] in the order of the document; `covers` only where it says something."""
    rows: list[dict[str, Any]] = [{"key": key, "name": name} for key, name in spec.categories.items()]
    return [
        {**row, "covers": list(spec.covers[row["key"]])} if row["key"] in spec.covers else row for row in rows
    ]


def _criterion(row: Criterion) -> CriterionSpec:
    return CriterionSpec(
        number=row.number,
        title=row.title,
        clause=row.clause,
        requirements=tuple(_requirement(each) for each in row.requirements.all()),
    )


def _requirement(row: Requirement) -> RequirementSpec:
    return RequirementSpec(
        key=row.key,
        kind=row.kind,
        params=row.params,
        clause=row.clause,
        words=row.words,
        evidence=tuple(row.evidence),
        reading=row.reading,
    )


def _plain_criterion(spec: CriterionSpec) -> dict[str, Any]:
    return {
        "number": spec.number,
        "title": spec.title,
        "clause": spec.clause,
        "requirements": [_plain_requirement(each) for each in spec.requirements],
    }


def _plain_requirement(spec: RequirementSpec) -> dict[str, Any]:
    return {
        "key": spec.key,
        "kind": spec.kind,
        "params": dict(spec.params),
        "clause": spec.clause,
        "words": spec.words,
        "evidence": list(spec.evidence),
        "reading": spec.reading,
    }
