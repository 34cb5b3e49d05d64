"""填写检查: the office's own engine held to a draft, as it would be frozen now; nothing is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.urls import reverse

from applications.blocks import Block
from applications.blocks import block_of as block_asking
from applications.models import Application
from applications.selectors.evidence import HeldEvidence, held_evidence, warning_for
from applications.selectors.facts import sheet_content
from applications.selectors.topics import topics_of
from applications.selectors.uses import Use
from criteria.errors import FactsError
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.standard import CriterionSpec, RequirementSpec
from standards.models import StandardVersion
from standards.selectors import compiled
from standards.selectors.demands import requirement_name
from standards.selectors.facts_read import facts_read

# From the worst to the best: the worst requirement decides how its criterion stands. A preference never weighs.
WORST_FIRST = (
    Verdict.UNMET,
    Verdict.MISSING,
    Verdict.RELAXABLE,
    Verdict.JUDGE,
    Verdict.RELAXED,
    Verdict.MET,
    Verdict.PREFERRED,
    Verdict.NONE,
)
# As they are told, the good news first.
TOLD = (Verdict.PREFERRED, *reversed(WORST_FIRST[:-2]))
# Facts of the form in the words of its fields.
_FIELD_PREFIXES = {"indicators.": "", "market_share.": "market_share_"}


@dataclass(frozen=True, slots=True)
class Way:
    """Where something is put right: words and address."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: what the engine finds, and where in the form it is filled in."""

    name: str
    finding: Finding
    way: Way | None


@dataclass(frozen=True, slots=True)
class CheckedCriterion:
    """One criterion: the worst of its requirements decides; `evidence` leads to it, `files` says how many are there.

    `lacks_evidence` is true where the standard names some and nothing was uploaded; `missing` are the materials asked
    for by name that no file is marked as, `expiring` what is to be said of certificates.
    """

    number: int
    title: str
    verdict: Verdict
    lines: tuple[Line, ...]
    evidence: Way
    files: int
    lacks_evidence: bool
    missing: tuple[str, ...] = ()
    expiring: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Precheck:
    """The criteria of the round's standard, or what cannot be read and where; `version` is that standard."""

    version: StandardVersion
    criteria: tuple[CheckedCriterion, ...] = ()
    error: str = ""
    error_way: Way | None = None

    @property
    def counts(self) -> list[tuple[Verdict, int]]:
        """How many criteria stand how, in the order in which it is told."""
        found = Counter(each.verdict for each in self.criteria)
        return [(verdict, found[verdict]) for verdict in TOLD if found[verdict]]


def precheck(application: Application) -> Precheck:
    """What the check would find if the draft were submitted now; the caller holds the rule who may ask."""
    version = application.round.standard_version
    facts: Mapping[str, Any] = sheet_content(application)["facts"]
    try:
        findings = compiled(version).check(Facts.from_dict(facts))
    except FactsError as error:
        return Precheck(version, error=error.message, error_way=_way_to(application, _topic_of(error.field)))
    return Precheck(version, criteria=tuple(_criteria(application, facts, findings)))


def block_of(
    criterion: CriterionSpec, requirement: RequirementSpec, *, has_category: bool = True
) -> Block | None:
    """The block of the form that a requirement speaks of; None where the form does not ask for it.

    Without a category no threshold is known, so that comes first.
    """
    topics = topics_of(replace(criterion, requirements=(requirement,)))
    blocks = (block_asking(topic) for topic in topics if topic != "category" or not has_category)
    return next((block for block in blocks if block), None)


def _criteria(
    application: Application, facts: Mapping[str, Any], findings: Sequence[Finding]
) -> list[CheckedCriterion]:
    specs = {each.number: each for each in compiled(application.round.standard_version).spec.criteria}
    held = held_evidence(application)
    return [
        _criterion(application, facts, specs[number], list(found), held)
        for number, found in groupby(findings, key=lambda finding: finding.criterion)
    ]


def _criterion(
    application: Application,
    facts: Mapping[str, Any],
    spec: CriterionSpec,
    findings: Sequence[Finding],
    held: Sequence[HeldEvidence],
) -> CheckedCriterion:
    own = [each for each in held if spec.number in each.numbers]
    files = len(own)
    requirements = {each.key: each for each in spec.requirements}
    lines = tuple(_line(application, facts, spec, requirements[each.requirement], each) for each in findings)
    return CheckedCriterion(
        number=spec.number,
        title=spec.title,
        verdict=min((each.verdict for each in findings), key=WORST_FIRST.index),
        lines=lines,
        evidence=Way(
            f"已上传 {files} 份材料" if files else "上传佐证材料",
            f"{reverse('applications:evidence_list', args=[application.pk])}#criterion-{spec.number}",
        ),
        files=files,
        lacks_evidence=not files and any(each.evidence for each in spec.requirements),
        missing=_missing(spec, own),
        expiring=tuple(_expiring(application, own)),
    )


def _missing(spec: CriterionSpec, held: Sequence[HeldEvidence]) -> tuple[str, ...]:
    """The words of what is asked for and marked nowhere, each once."""
    there = {use for each in held for use in each.uses}
    asked = [(each.key, words) for each in spec.requirements for words in each.evidence]
    return tuple(dict.fromkeys(words for key, words in asked if Use(spec.number, key, words) not in there))


def _expiring(application: Application, held: Sequence[HeldEvidence]) -> Iterator[str]:
    """“食品生产许可证”已于 2026年3月1日 到期."""
    for each in held:
        expiry = warning_for(application, each.row.valid_until)
        if expiry:
            yield f"“{each.row.title}”{expiry.words}"


def _line(
    application: Application,
    facts: Mapping[str, Any],
    criterion: CriterionSpec,
    requirement: RequirementSpec,
    finding: Finding,
) -> Line:
    name = requirement_name(requirement.key, requirement.params, criterion.title)
    if finding.verdict == Verdict.RELAXABLE:
        return Line(name, finding, _way_to(application, "relaxation_reason"))
    block = block_of(criterion, requirement, has_category=facts["category"] is not None)
    if block:
        return Line(name, finding, _way_into(application, block))
    return Line(
        name, finding, _way_to(application, next(facts_read(requirement.kind, requirement.params), ""))
    )


def _way_to(application: Application, name: str) -> Way | None:
    """Where a fact is filled in: a block of the form, or the town's own page for what only the registry knows."""
    block = block_asking(name)
    if block:
        return _way_into(application, block)
    if name == "counties":
        return Way("修改专业镇资料", reverse("towns:town_edit", args=[application.town_id]))
    return None


def _way_into(application: Application, block: Block) -> Way:
    form = reverse("applications:application_edit", args=[application.pk])
    return Way(f"去“{block.title}”", f"{form}#block-{block.key}")


def _topic_of(fact: str) -> str:
    """A fact as the form calls it: market_share.city is market_share_city, titles[0].kind is titles."""
    for prefix, own in _FIELD_PREFIXES.items():
        if fact.startswith(prefix):
            return own + fact.removeprefix(prefix)
    return fact.partition(".")[0].partition("[")[0]
