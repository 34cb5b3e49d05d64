"""The sections of the review page: what was submitted dealt out to the criteria that speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.blocks import FIGURE_KEYS
from applications.models import CheckFinding, Judgement
from applications.selectors.differences import FILES, Change
from applications.selectors.evidence import ShownFile
from applications.selectors.judgements import TO_PEOPLE, Question
from applications.selectors.provenance import Origin
from applications.selectors.sheets import LABELS, figure_text
from applications.selectors.topics import topics_of
from criteria.findings import Verdict
from criteria.standard import CriterionSpec, RequirementSpec, StandardSpec
from records.models import Act
from standards.selectors.demands import requirement_name

REST = "标准没有问到的其他内容"


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One year of a figure: None is unknown; `before` is what stood there in the last submission, if that differs."""

    year: int
    text: str | None
    before: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure over the years, newest first, and where it comes from."""

    name: str
    unit: str
    cells: tuple[FigureCell, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What was answered, in words, and how that differs from the last submission."""

    label: str
    words: str
    change: Change | None


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement with the post of whoever made it, as it was that day."""

    judgement: Judgement
    post: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding and what people have to say of it; `barred` is why a relaxation cannot be granted."""

    finding: CheckFinding
    name: str
    question: Question | None
    said: tuple[Said, ...]
    barred: str

    @property
    def is_for_others(self) -> bool:
        """Whether people answer it, and not those who read this."""
        return self.question is None and self.finding.verdict in TO_PEOPLE

    @property
    def waits(self) -> bool:
        """Whether a person has still to answer."""
        return self.question is not None and self.question.latest is None


@dataclass(frozen=True, slots=True)
class CriterionReview:
    """One criterion: the facts it speaks of beside the findings; `number` is None for what no criterion asks."""

    number: int | None
    title: str
    clause: str
    figures: tuple[FigureLine, ...]
    answers: tuple[AnswerLine, ...]
    evidence: Sequence[ShownFile]
    findings: tuple[FindingLine, ...]
    changes: int

    @property
    def anchor(self) -> str:
        return f"criterion-{self.number or 'rest'}"

    @property
    def waiting(self) -> int:
        """How many of its questions nobody has answered."""
        return sum(line.waits for line in self.findings)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that was read once, to be dealt out to the criteria."""

    content: Mapping[str, Any]
    years: Sequence[int]
    names: Mapping[str, tuple[str, str]]
    answers: Mapping[str, str]
    origins: Mapping[tuple[str, int], Origin]
    evidence: Mapping[int | None, Sequence[ShownFile]]
    findings: tuple[CheckFinding, ...]
    questions: Mapping[tuple[int, str], Question]
    said: Mapping[tuple[int, str], list[Said]]
    changes: tuple[Change, ...]
    changed: Mapping[tuple[str, int | None], Change]

    def criteria(self, spec: StandardSpec) -> tuple[CriterionReview, ...]:
        """Every criterion of the standard, and at the end what none of them asks for, where there is any."""
        topics = {each.number: topics_of(each) for each in spec.criteria}
        found = [self._criterion(each, topics[each.number]) for each in spec.criteria]
        used = {topic for each in topics.values() for topic in each}
        rest = [topic for topic in (*FIGURE_KEYS, *LABELS) if topic not in used]
        return (*found, self._section(None, REST, "", rest))

    def _criterion(self, spec: CriterionSpec, topics: Sequence[str]) -> CriterionReview:
        requirements = {each.key: each for each in spec.requirements}
        lines = tuple(
            self._finding(each, requirements[each.requirement], spec.title)
            for each in self.findings
            if each.criterion == spec.number
        )
        return self._section(spec.number, spec.title, spec.clause, topics, lines)

    def _section(
        self,
        number: int | None,
        title: str,
        clause: str,
        topics: Sequence[str],
        findings: tuple[FindingLine, ...] = (),
    ) -> CriterionReview:
        files = [each for each in self.changes if each.topic == FILES and each.criterion == number]
        return CriterionReview(
            number=number,
            title=title,
            clause=clause,
            figures=tuple(self._figure(topic) for topic in topics if topic in self.names),
            answers=tuple(self._answer(topic) for topic in topics if topic in self.answers),
            evidence=self.evidence.get(number, ()),
            findings=findings,
            changes=len(files) + sum(each.topic in topics for each in self.changes),
        )

    def _figure(self, key: str) -> FigureLine:
        cells = []
        said: dict[str, list[int]] = {}
        for year in self.years:
            origin, change = self.origins.get((key, year)), self.changed.get((key, year))
            cells.append(
                FigureCell(
                    year=year,
                    text=figure_text(self.content, key, year),
                    before=change.old if change else "",
                )
            )
            if origin:
                said.setdefault(f"{origin.source}，{origin.standing}", []).append(year)
        return FigureLine(*self.names[key], tuple(cells), _sources(said))

    def _answer(self, topic: str) -> AnswerLine:
        return AnswerLine(LABELS[topic], self.answers[topic], self.changed.get((topic, None)))

    def _finding(self, finding: CheckFinding, spec: RequirementSpec, title: str) -> FindingLine:
        key = (finding.criterion, finding.requirement)
        return FindingLine(
            finding=finding,
            name=requirement_name(spec.key, spec.params, title),
            question=self.questions.get(key),
            said=tuple(self.said.get(key, ())),
            barred=_barred(finding, spec.params, self.content["facts"]),
        )


def _sources(said: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """Once where all years come from one source, else year by year."""
    if len(said) == 1:
        return tuple(said)
    return tuple(f"{'、'.join(map(str, years))} 年：{words}" for words, years in said.items())


def said_of(judgements: Iterable[Judgement], acts: Iterable[Act]) -> dict[tuple[int, str], list[Said]]:
    """Every judgement of each requirement, newest first; the post stands in the act that was written with it."""
    posts = {
        (act.user_id, act.details.get("sheet"), act.details.get("conclusion"), act.comment): act.post_name
        or act.role_names
        for act in acts
        if act.verb == "application.judge"
    }
    found: dict[tuple[int, str], list[Said]] = {}
    for each in judgements:
        act = (each.made_by_id, each.fact_sheet.number, each.get_conclusion_display(), each.reason)
        found.setdefault((each.criterion, each.requirement), []).append(Said(each, posts.get(act, "")))
    return found


def _barred(finding: CheckFinding, params: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Why an unmet threshold that knows a relaxation is not relaxed: under the floor nobody may (P 二(四), Y 三)."""
    if finding.verdict != Verdict.UNMET or "relaxation" not in params:
        return ""
    value, floor, unit = facts.get(params["figure"]), params["relaxation"].get("floor"), params["unit"]
    if floor is not None and value is not None and Decimal(str(value)) < Decimal(floor):
        return f"{value} {unit}低于放宽后 {floor} {unit}的下限，任何情况下都不能放宽。"
    return "没有标准规定的放宽依据，不能放宽。"
