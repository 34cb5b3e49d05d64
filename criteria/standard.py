"""A recognition standard as data, and the same standard compiled into checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Self

from criteria import strict_json
from criteria.errors import FactsError, StandardError
from criteria.facts import Facts
from criteria.findings import Finding
from criteria.reading import shown
from criteria.registry import Check, Context, kind_named
from criteria.schema import KEY, TEXT, Schema, join, record, validate
from criteria.words import listed

_CODE: Final[Schema] = {
    "type": "string",
    "pattern": r"[a-z][a-z0-9-]{1,62}",
    "description": "应由小写字母、数字和连字符组成",
    "title": "标准代码",
}
_DATE: Final[Schema] = {
    "type": "string",
    "pattern": r"\d{4}-\d{2}-\d{2}",
    "description": "日期应写作 2024-05-20",
    "title": "施行日期",
}
_REQUIREMENT: Final = record(
    {
        "key": {**KEY, "title": "要求代码"},
        "kind": {**TEXT, "title": "要求种类"},
        "params": {"type": "object", "additionalProperties": {}, "title": "参数"},
        "clause": TEXT,
        "words": {**TEXT, "title": "给申报单位的说明"},
        "evidence": {"type": "array", "items": TEXT, "title": "佐证材料"},
        "reading": TEXT,
    },
    optional=("clause", "reading"),
)
_CRITERION: Final = record(
    {
        "number": {"type": "integer", "minimum": 1, "maximum": 999, "title": "序号"},
        "title": {**TEXT, "title": "名称"},
        "clause": {**TEXT, "title": "条款"},
        "requirements": {"type": "array", "items": _REQUIREMENT, "minItems": 1, "title": "要求"},
    }
)
_CATEGORY: Final = record(
    {
        "key": {**KEY, "title": "类别代码"},
        "name": {**TEXT, "title": "类别名称"},
        # Categories of the registry that this standard counts under this one.
        "covers": {"type": "array", "items": {**KEY, "title": "归入的类别"}, "title": "归入的类别"},
    },
    optional=("covers",),
)
SCHEMA: Final = record(
    {
        "code": _CODE,
        "title": {**TEXT, "title": "标准名称"},
        "level": {"type": "string", "enum": ["county", "city", "province"], "title": "认定级别"},
        "document": {**TEXT, "title": "所在文件"},
        "draft": {"type": "boolean", "title": "是否征求意见稿"},
        "effective_from": _DATE,
        "categories": {"type": "array", "items": _CATEGORY, "minItems": 1, "title": "类别"},
        "criteria": {"type": "array", "items": _CRITERION, "minItems": 1, "title": "条件"},
    },
    optional=("effective_from",),
)


@dataclass(frozen=True, slots=True)
class RequirementSpec:
    """One checkable demand; `words` speak to the applicant, `reading` is what we read into the text."""

    key: str
    kind: str
    params: Mapping[str, Any]
    clause: str
    words: str
    evidence: tuple[str, ...]
    reading: str = ""


@dataclass(frozen=True, slots=True)
class CriterionSpec:
    """One numbered criterion of the published document."""

    number: int
    title: str
    clause: str
    requirements: tuple[RequirementSpec, ...]


@dataclass(frozen=True, slots=True)
class StandardSpec:
    """A standard as its file says it; `document` is its 文号, or a key of ours where there is none."""

    code: str
    title: str
    level: str
    document: str
    draft: bool
    effective_from: date | None
    categories: Mapping[str, str]
    criteria: tuple[CriterionSpec, ...]
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Read a standard; raises StandardError with the path of what is wrong."""
        validate(data, SCHEMA, "")
        return cls(
            code=data["code"],
            title=data["title"],
            level=data["level"],
            document=data["document"],
            draft=data["draft"],
            effective_from=_date(data.get("effective_from")),
            categories=_categories(data["categories"]),
            criteria=_criteria(data["criteria"]),
            covers=_covers(data["categories"]),
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a standard's file; raises StandardError, or JsonError when the text is no JSON."""
        return cls.from_dict(strict_json.loads(text))


@dataclass(frozen=True, slots=True)
class CompiledStandard:
    """A standard ready to be held against any number of facts."""

    spec: StandardSpec
    checks: tuple[Check, ...]

    def check(self, facts: Facts) -> list[Finding]:
        """Return one finding for each requirement, in the order of the document.

        Raises FactsError, with the categories that exist, for one that the standard does not have.
        """
        if facts.category is not None and facts.category not in self.spec.categories:
            choices = listed([f"{key}（{name}）" for key, name in self.spec.categories.items()])
            raise FactsError("category", f"本标准没有产业类别{shown(facts.category)}，可选：{choices}。")
        return [check(facts) for check in self.checks]


def compile_standard(spec: StandardSpec) -> CompiledStandard:
    """Turn every requirement into its check; raises StandardError with the path of a broken parameter."""
    checks = [
        _check(spec, criterion, requirement, f"criteria[{row}].requirements[{column}]")
        for row, criterion in enumerate(spec.criteria)
        for column, requirement in enumerate(criterion.requirements)
    ]
    return CompiledStandard(spec, tuple(checks))


def _check(spec: StandardSpec, criterion: CriterionSpec, requirement: RequirementSpec, path: str) -> Check:
    context = Context(
        criterion=criterion.number,
        title=criterion.title,
        requirement=requirement.key,
        clause=requirement.clause,
        categories=spec.categories,
        path=join(path, "params"),
    )
    return kind_named(requirement.kind, join(path, "kind")).compile(requirement.params, context)


def _date(value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError as error:
        raise StandardError("effective_from", f"没有“{value}”这一天。") from error


def _categories(rows: list[dict[str, str]]) -> Mapping[str, str]:
    _no_key_twice([row["key"] for row in rows], "categories", "key")
    return MappingProxyType({row["key"]: row["name"] for row in rows})


def _covers(rows: list[dict[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """Which further categories of the registry are counted under each category; one at most once."""
    keys = [row["key"] for row in rows]
    _no_key_twice(keys + [key for row in rows for key in row.get("covers", ())], "categories", "covers")
    return MappingProxyType({row["key"]: tuple(row["covers"]) for row in rows if row.get("covers")})


def _criteria(rows: list[dict[str, Any]]) -> tuple[CriterionSpec, ...]:
    _no_key_twice([row["number"] for row in rows], "criteria", "number")
    return tuple(_criterion(row, join("criteria", index)) for index, row in enumerate(rows))


def _criterion(row: dict[str, Any], path: str) -> CriterionSpec:
    demands = row["requirements"]
    _no_key_twice([demand["key"] for demand in demands], join(path, "requirements"), "key")
    requirements = tuple(_requirement(demand, row["clause"]) for demand in demands)
    return CriterionSpec(row["number"], row["title"], row["clause"], requirements)


def _requirement(row: dict[str, Any], clause: str) -> RequirementSpec:
    return RequirementSpec(
        key=row["key"],
        kind=row["kind"],
        params=MappingProxyType(row["params"]),
        clause=row.get("clause", clause),
        words=row["words"],
        evidence=tuple(row["evidence"]),
        reading=row.get("reading", ""),
    )


def _no_key_twice(keys: list[Any], path: str, member: str) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise StandardError(join(join(path, index), member), f"“{key}”重复了。")
