"""The recognitions of towns in words for everybody."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from core.enums import Level
from towns.enums import DesignationState, RevocationState
from towns.models import Designation, Revocation, Town

HIGHEST_FIRST = (Level.PROVINCE, Level.CITY, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Recognition:
    """A designation in words for everybody; what is not known says so.

    `pk` is the designation's; `revoked` and `revoked_under` (day and number) are empty while it is in force.
    """

    pk: int
    level: str
    authority: str
    when: str
    year: int | None
    decided_on: date | None
    document: str
    title: str
    source: str
    state: str
    is_in_force: bool
    revoked: str
    revoked_under: str

    def get_level_display(self) -> str:
        """省级, 市级 or 县级, asked for as of the row itself."""
        return str(Level(self.level).label)


def with_recognitions(towns: QuerySet[Town]) -> QuerySet[Town]:
    """Towns with their county and, as `in_force`, the recognitions that count today; two queries more."""
    active = (
        Designation.objects.filter(state=DesignationState.ACTIVE).select_related("authority").order_by("pk")
    )
    return towns.select_related("county").prefetch_related(
        Prefetch("designations", active, to_attr="in_force")
    )


def recognitions(town: Town) -> list[Recognition]:
    """The recognitions in force of a town read through `with_recognitions`, in words, the highest level first."""
    designations: list[Designation] = town.in_force  # type: ignore[attr-defined]
    ranked = sorted(designations, key=lambda each: HIGHEST_FIRST.index(Level(each.level)))
    return [_in_words(each) for each in ranked]


def recognition_history(town: Town) -> list[Recognition]:
    """As `recognitions`, and after them the revoked ones, the latest revocation first; one query."""
    confirmed = Revocation.objects.filter(designation=OuterRef("pk"), state=RevocationState.CONFIRMED)
    number = Subquery(confirmed.order_by("pk").values("document_number")[:1])
    rows = town.designations.select_related("authority").annotate(revoked_under=number).order_by("pk")
    return [_in_words(each, each.revoked_under or "") for each in sorted(rows, key=_place)]


def _place(designation: Designation) -> tuple[int, int]:
    """In force by level; then the revoked ones, the latest day first."""
    if designation.revoked_on is None:
        return (0, HIGHEST_FIRST.index(Level(designation.level)))
    return (1, -designation.revoked_on.toordinal())


def _in_words(designation: Designation, revoked_under: str = "") -> Recognition:
    return Recognition(
        pk=designation.pk,
        level=designation.level,
        authority=designation.authority.name,
        when=_when(designation),
        year=designation.year,
        decided_on=designation.decided_on,
        document=designation.document_number or "文号未公布",
        title=designation.document_title,
        source=designation.source,
        state=designation.get_state_display(),
        is_in_force=designation.is_in_force,
        revoked=_day(designation.revoked_on) if designation.revoked_on else "",
        revoked_under=revoked_under,
    )


def _when(designation: Designation) -> str:
    if designation.decided_on:
        return _day(designation.decided_on)
    return f"{designation.year}年" if designation.year else "日期未公布"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
