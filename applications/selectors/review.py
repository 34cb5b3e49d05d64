"""The review page: for each criterion of the standard what was submitted, what the check found, and what people said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from applications.enums import LIVE_STATES
from applications.models import Application, CheckFinding, CheckRun, FactSheet
from applications.selectors.differences import Change, by_topic, differences
from applications.selectors.evidence import evidence_by_criterion
from applications.selectors.facts import figure_years
from applications.selectors.judgements import check_in_force, judgements_of, questions_of
from applications.selectors.lists import latest_check
from applications.selectors.provenance import origins_of
from applications.selectors.queue import OWN, RELAY, WAITING, in_chip
from applications.selectors.review_sections import CriterionReview, Material, said_of
from applications.selectors.sheets import answers_of, vocabulary_of
from records.models import Act
from standards.selectors import compiled


@dataclass(frozen=True, slots=True)
class Review:
    """The whole page: `check` is the one in force, `pending` a newer one that is not; no `sheet`, nothing to review.

    `changes` is None for a first submission.
    """

    sheet: FactSheet | None = None
    check: CheckRun | None = None
    pending: CheckRun | None = None
    findings: tuple[CheckFinding, ...] = ()
    years: tuple[int, ...] = ()
    criteria: tuple[CriterionReview, ...] = ()
    changes: tuple[Change, ...] | None = None
    is_live: bool = False

    @property
    def left(self) -> list[CriterionReview]:
        """Criteria that wait for a person, while the application is under way."""
        return [each for each in self.criteria if each.waiting] if self.is_live else []

    @property
    def waiting(self) -> int:
        """How many questions wait for a person."""
        return sum(each.waiting for each in self.left)


def review_of(actor: Actor, application: Application, acts: Iterable[Act]) -> Review:
    """What was submitted last, criterion by criterion; as many queries for many findings as for few.

    What was judged is read by the office whose round it is alone; `acts` are those that the actor may read.
    """
    sheets = list(application.fact_sheets.order_by("-number")[:2])
    if not sheets:
        return Review()
    check, newest = check_in_force(application), latest_check(application)
    page = _material(actor, application, sheets, check, acts)
    spec = compiled(application.round.standard_version).spec
    return Review(
        sheet=sheets[0],
        check=check,
        pending=newest if newest != check else None,
        findings=page.findings,
        years=tuple(figure_years(application)),
        criteria=page.criteria(spec),
        changes=page.changes if len(sheets) > 1 else None,
        is_live=application.state in LIVE_STATES,
    )


def neighbours(
    actor: Actor, application: Application, *, at: date
) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
    """(key, town) of what stands before and after it among what waits for the own office; two queries."""
    waiting = in_chip(actor, OWN if actor.acts_for(application.office) else RELAY, WAITING, at=at)
    moved_at, pk = application.moved_at, application.pk
    before = waiting.filter(Q(moved_at__lt=moved_at) | Q(moved_at=moved_at, pk__lt=pk))
    after = waiting.filter(Q(moved_at__gt=moved_at) | Q(moved_at=moved_at, pk__gt=pk))
    return _first(before.order_by("-moved_at", "-pk")), _first(after.order_by("moved_at", "pk"))


def _first(rows: QuerySet[Application]) -> tuple[int, str] | None:
    return rows.values_list("pk", "town__name").first()


def _material(
    actor: Actor,
    application: Application,
    sheets: Sequence[FactSheet],
    check: CheckRun | None,
    acts: Iterable[Act],
) -> Material:
    contents = [sheet.data for sheet in sheets]
    words = vocabulary_of(application, *contents)
    findings = tuple(check.findings.order_by("position")) if check else ()
    is_ours = actor.acts_for(application.office)
    judgements = judgements_of(application) if is_ours else []
    asked = questions_of(check, findings, judgements) if check and is_ours else []
    changes = tuple(differences(contents[1], contents[0], words)) if len(sheets) > 1 else ()
    return Material(
        content=contents[0],
        years=figure_years(application),
        names=words.figures,
        answers=answers_of(contents[0], words),
        origins=origins_of(application, sheets[0]),
        evidence=evidence_by_criterion(application, actor),
        findings=findings,
        questions={question.key: question for question in asked},
        said=said_of(judgements, acts),
        changes=changes,
        changed=by_topic(changes),
    )
