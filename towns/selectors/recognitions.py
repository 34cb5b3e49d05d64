"""The recognitions of towns in words for everybody."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from core.enums import Level
from towns.enums import DesignationState
from towns.models import Designation, Town

HIGHEST_FIRST = (Level.PROVINCE, Level.CITY, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Recognition:
    """A designation in words for everybody; what is not known says so."""

    level: str
    authority: str
    when: str
    document: str
    title: str
    source: str

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
    return [
        Recognition(
            level=each.level,
            authority=each.authority.name,
            when=_when(each),
            document=each.document_number or "文号未公布",
            title=each.document_title,
            source=each.source,
        )
        for each in ranked
    ]


def _when(designation: Designation) -> str:
    if designation.decided_on:
        day = designation.decided_on
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{designation.year}年" if designation.year else "日期未公布"
