"""Rounds as an office sets them up and as everybody reads them; who has filed is told by `selectors.turnout`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.acting import Body, bodies_of
from applications.enums import DayUnit, Party, State
from applications.models import Application, Round, RoundApplicant, RoundStep
from applications.selectors.progress import Stop
from applications.selectors.words import StateWord
from core.templatetags.formats import moment
from records.enums import Outcome
from records.models import Act
from standards.enums import VersionState
from standards.models import StandardVersion


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's room in a round: `quota` is None where it may recommend as many as it likes."""

    quota: int | None
    taken: int

    @property
    def is_full(self) -> bool:
        """Nothing more can be recommended until something is taken back."""
        return self.quota is not None and self.taken >= self.quota


def rounds_of_office(actor: Actor) -> QuerySet[Round]:
    """The acting office's rounds, newest first, with how many were filed."""
    filed = Application.objects.exclude(state=State.DRAFT)
    return (
        Round.objects.filter(office=actor.organisation)
        .select_related("authority", "standard_version__standard")
        .annotate(filed=_count(filed), units=_count(RoundApplicant.objects.all()))
        .order_by("-pk")
    )


def _count(rows: QuerySet[Application] | QuerySet[RoundApplicant]) -> Coalesce:
    """How many of the rows are a round's; joined together they would multiply each other."""
    of_round = rows.filter(round=OuterRef("pk")).order_by().values("round")
    return Coalesce(Subquery(of_round.annotate(number=Count("pk")).values("number")), 0)


def possible_applicants(office: Organisation) -> QuerySet[Organisation]:
    """Whom an office may call at its own level: the kinds of the acting table, inside its territory."""
    fitting = Q(pk__in=[])
    for body in bodies_of(office.level, Party.APPLICANT) if office.level else ():
        fitting |= _is_body(body)
    return (
        Organisation.objects.active()
        .filter(fitting, superiors__superior=office.seat_of_power)
        .select_related("division")
        .order_by("kind", "key")
    )


def _is_body(body: Body) -> Q:
    """Organisations of that kind and level; a zone stands beside the counties and has no division."""
    if body.kind in {OrganisationKind.ZONE, OrganisationKind.TOWNSHIP}:
        return Q(kind=body.kind)
    return Q(kind=body.kind, division__level=body.level)


def possible_authorities(office: Organisation) -> list[Organisation]:
    """Who may decide in a round of that office: its government, and at the province the office itself."""
    if office.level is None:
        return []
    bodies = bodies_of(office.level, Party.AUTHORITY)
    return [office if body.kind == OrganisationKind.OFFICE else office.seat_of_power for body in bodies]


def usable_versions(office: Organisation) -> QuerySet[StandardVersion]:
    """Published standards of the office's level, issued by whoever governs its territory or sits above it."""
    governs = Q(standard__issuer__reach__subordinate=office)
    office_above = Q(
        standard__issuer__kind=OrganisationKind.OFFICE,
        standard__issuer__superior__reach__subordinate=office,
    )
    return (
        StandardVersion.objects.filter(
            governs | office_above, state=VersionState.PUBLISHED, standard__level=office.level
        )
        .select_related("standard")
        .distinct()
        .order_by("standard__code", "-number")
    )


def version_of_round(round_: Round) -> int:
    """Counts every change on record: a page that was opened earlier carries a smaller number."""
    return Act.objects.about(round_).filter(outcome=Outcome.DONE).count() + 1


def phase_of(round_: Round, *, at: datetime) -> StateWord:
    """Where the round stands at that instant; the key chooses the colour."""
    if round_.published_at is None:
        return StateWord("draft", "未发布")
    if at < round_.opens_at:
        return StateWord("submitted", "即将开始")
    if round_.is_open(at):
        return StateWord("recognised", "正在申报")
    return StateWord("draft", "已截止")


def way_of(round_: Round) -> list[Stop]:
    """遴选, then the round's steps: who acts, and how long it may take."""
    steps = (Stop(step.name, _who(round_, step), step_terms(step), "next") for step in round_.steps.all())
    return [Stop("遴选", "可申报单位", "填写、提交、推荐", "next"), *steps]


def step_terms(step: RoundStep) -> str:
    """How long a step may take: 15 个工作日; 5 天，视需要."""
    return f"{step.days} {DayUnit(step.day_unit).label}{'' if step.is_required else '，视需要'}"


def _who(round_: Round, step: RoundStep) -> str:
    if step.party == Party.CITY_OFFICE:
        return "所在市领导小组办公室"
    return (round_.authority if step.party == Party.AUTHORITY else round_.office).short_name


def place_of(unit: Organisation, round_: Round) -> Place | None:
    """How much of its room a unit has taken; None where the round does not call it."""
    place = round_.applicant_places.filter(organisation=unit).first()
    if place is None:
        return None
    taken = Application.objects.recommended().filter(round=round_, applicant=unit).count()
    return Place(place.quota, taken)


def usual_quota(places: Iterable[RoundApplicant]) -> int | None:
    """The quota that most units have: the one that the round's form speaks of."""
    counted = Counter(place.quota for place in places)
    return counted.most_common(1)[0][0] if counted else None


def quota_words(quota: int | None) -> str:
    """限报 2 个, 不限."""
    return "不限" if quota is None else f"限报 {quota} 个"


def limit_words(limit: int | None) -> str:
    """限退回 3 次, 不限."""
    return f"限退回 {limit} 次" if limit else "不限"


def round_in_words(round_: Round) -> Mapping[str, str]:
    """Everything that an office sets in a round, label by label, as the log keeps it before and after a change."""
    places = list(round_.applicant_places.select_related("organisation").order_by("organisation__key"))
    names = ("title", "year", "standard_version", "authority", "shortlist_word", "guidance", "contact")
    return {
        **{_label(name): str(getattr(round_, name)) for name in names},
        **{_label(name): moment(getattr(round_, name)) for name in ("opens_at", "closes_at")},
        _label("stamped_scan_required"): "是" if round_.stamped_scan_required else "否",
        "可申报单位": "、".join(place.organisation.short_name for place in places),
        "限报数": "、".join(f"{place.organisation.short_name}{quota_words(place.quota)}" for place in places),
        _label("return_limit"): limit_words(round_.return_limit),
        "环节": "；".join(f"{step.name} {step_terms(step)}" for step in round_.steps.order_by("position")),
    }


def _label(name: str) -> str:
    return str(Round._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
