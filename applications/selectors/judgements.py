"""What a check leaves to people: judged criteria and relaxations, and what has been said of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from applications.enums import JUDGED, OPEN_CHECKS, RELAXATIONS, CheckStatus, Conclusion
from applications.models import Application, CheckFinding, CheckRun, FactSheet, Judgement
from criteria.findings import Verdict

# A relaxation waits for the office's word whether or not the applicant has given reasons; under the floor there is none.
RELAXING = frozenset({Verdict.RELAXED.value, Verdict.RELAXABLE.value})
TO_PEOPLE = RELAXING | {Verdict.JUDGE.value}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a person has to answer: the finding, the answers to choose from, and what was said.

    `latest` is the newest judgement on this very fact sheet, `earlier` that on the sheet before it.
    """

    finding: CheckFinding
    choices: tuple[Conclusion, ...]
    latest: Judgement | None
    earlier: Judgement | None

    @property
    def title(self) -> str:
        return f"{self.finding.criterion} {self.finding.criterion_title}"

    @property
    def key(self) -> tuple[int, str]:
        return (self.finding.criterion, self.finding.requirement)

    @property
    def is_relaxation(self) -> bool:
        return self.choices == RELAXATIONS


def check_in_force(application: Application) -> CheckRun | None:
    """The newest finished check of the newest fact sheet against the round's own version."""
    return (
        CheckRun.objects.filter(
            fact_sheet=newest_sheet(application),
            standard_version=application.round.standard_version_id,
            status=CheckStatus.DONE,
        )
        .select_related("fact_sheet")
        .order_by("-number")
        .first()
    )


def is_being_checked(application: Application) -> bool:
    """Whether the newest sheet's check is still waiting or running; one that failed keeps nobody waiting."""
    return CheckRun.objects.filter(
        fact_sheet=newest_sheet(application),
        standard_version=application.round.standard_version_id,
        status__in=OPEN_CHECKS,
    ).exists()


def newest_sheet(application: Application) -> FactSheet | None:
    """What was submitted last."""
    return application.fact_sheets.order_by("-number").first()


def questions(application: Application) -> list[Question]:
    """Everything that people have to answer of what was submitted last, in the order of the standard."""
    check = check_in_force(application)
    if check is None:
        return []
    return questions_of(check, check.findings.order_by("position"), judgements_of(application))


def questions_of(
    check: CheckRun, findings: Iterable[CheckFinding], judgements: Sequence[Judgement]
) -> list[Question]:
    """Those that these findings of the check leave to people, with what was said; `judgements` newest first."""
    said = {(each.fact_sheet.number, each.criterion, each.requirement): each for each in reversed(judgements)}
    number = check.fact_sheet.number
    return [
        Question(
            finding,
            RELAXATIONS if finding.verdict in RELAXING else JUDGED,
            said.get((number, finding.criterion, finding.requirement)),
            _before(said, number, finding),
        )
        for finding in findings
        if finding.verdict in TO_PEOPLE
    ]


def questions_left(application: Application) -> list[Question]:
    """Those that nobody has answered for the newest sheet."""
    return [question for question in questions(application) if question.latest is None]


def judgements_of(application: Application) -> list[Judgement]:
    """Every judgement that was ever written, newest first."""
    return list(
        Judgement.objects.filter(fact_sheet__application=application)
        .select_related("fact_sheet", "made_by", "organisation")
        .order_by("-pk")
    )


def _before(
    said: dict[tuple[int, int, str], Judgement], number: int, finding: CheckFinding
) -> Judgement | None:
    """What was said of an earlier submission, the nearest first."""
    for earlier in range(number - 1, 0, -1):
        if found := said.get((earlier, finding.criterion, finding.requirement)):
            return found
    return None
