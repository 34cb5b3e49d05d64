"""The answer of a self-check: what the engine finds, grouped as the standard's page is, with advice in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from criteria.facts import Facts
from criteria.findings import Eligibility, Finding, Verdict, eligibility
from criteria.standard import StandardSpec
from standards.models import StandardVersion
from standards.selectors.demands import requirement_name
from standards.selectors.specification import compiled

_TO_PEOPLE = frozenset({Verdict.JUDGE, Verdict.RELAXABLE, Verdict.RELAXED})


@dataclass(frozen=True, slots=True)
class NamedFinding:
    """A finding with the name that its requirement bears on the standard's page."""

    name: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one criterion."""

    number: int
    title: str
    findings: tuple[NamedFinding, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Advice on the whole and the findings, criterion by criterion; it is advice, nobody is refused by it."""

    eligibility: Eligibility
    advice: str
    findings: Sequence[Finding]
    groups: Sequence[Group]


def answer(version: StandardVersion, facts: Facts) -> Answer:
    """Hold facts against a version and keep nothing; raises FactsError for a category that it does not have."""
    standard = compiled(version)
    findings = standard.check(facts)
    whole = eligibility(findings)
    return Answer(whole, _advice(whole, findings), findings, _groups(standard.spec, findings))


def _groups(spec: StandardSpec, findings: Sequence[Finding]) -> list[Group]:
    titles = {criterion.number: criterion.title for criterion in spec.criteria}
    params = {
        (criterion.number, each.key): each.params
        for criterion in spec.criteria
        for each in criterion.requirements
    }
    return [
        Group(
            number,
            titles[number],
            tuple(
                NamedFinding(
                    requirement_name(each.requirement, params[number, each.requirement], titles[number]), each
                )
                for each in found
            ),
        )
        for number, found in groupby(findings, key=lambda finding: finding.criterion)
    ]


def _advice(whole: Eligibility, findings: Sequence[Finding]) -> str:
    if whole is Eligibility.NO:
        unmet = _number(findings, frozenset({Verdict.UNMET}))
        return f"按所填数据，有 {unmet} 项未满足，差距写在各项下面。"
    if whole is Eligibility.INCOMPLETE:
        missing = _number(findings, frozenset({Verdict.MISSING}))
        return f"没有未满足的要求，还缺 {missing} 项数据，补齐后可再对照一次。"
    if whole is Eligibility.JUDGE:
        judged = _number(findings, _TO_PEOPLE)
        return f"没有未满足的要求，其中 {judged} 项要由工作人员对照材料研判或确认。"
    return "按所填数据，各项要求都已满足。"


def _number(findings: Sequence[Finding], verdicts: frozenset[Verdict]) -> int:
    return sum(finding.verdict in verdicts for finding in findings)
