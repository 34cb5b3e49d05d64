"""The board: towns in sight, each held against the standards that apply to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from core.enums import Level
from criteria.findings import Verdict
from standards.models import StandardVersion, Standing
from standards.selectors.answers import Answer, answer
from standards.selectors.board import data_years, facts_under
from standards.selectors.registry_facts import registry_facts
from towns.models import Town
from towns.selectors import Recognition, recognitions, with_recognitions

GAPS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Column:
    """The standards of one level; `name` is the standard's where there is but one in sight."""

    level: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Position:
    """A town under one standard, in words."""

    standing: Standing
    version: StandardVersion

    @property
    def level(self) -> str:
        """省级, 市级 or 县级."""
        return str(self.version.standard.get_level_display())

    @property
    def words(self) -> str:
        """How far it is: 距省级：产值还差 3.2 亿元；缺省级以上品牌."""
        return self._said(self.standing.gaps)

    @property
    def brief(self) -> str:
        """As `words`, with the first few gaps and the number of all."""
        gaps = self.standing.gaps
        if len(gaps) <= GAPS_SHOWN:
            return self.words
        return f"{self._said(gaps[:GAPS_SHOWN])}等 {len(gaps)} 项"

    def _said(self, gaps: Sequence[str]) -> str:
        if gaps:
            return f"距{self.level}：{'；'.join(gaps)}"
        judged = sum(self.standing.counts.get(key, 0) for key in (Verdict.JUDGE, Verdict.RELAXED))
        return f"{judged} 项需研判或确认" if judged else ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A town, its recognitions in force, and its positions level by level in the order of the columns."""

    town: Town
    recognitions: list[Recognition]
    cells: list[tuple[Column, list[Position]]]

    @property
    def is_checked(self) -> bool:
        """A town that was registered a moment ago has not been held against anything yet."""
        return any(positions for _, positions in self.cells)


def towns_on_board(actor: Actor) -> QuerySet[Town]:
    """Towns in sight of the acting unit; a system administrator keeps the house and has no towns."""
    return Town.objects.none() if actor.is_system_admin else Town.objects.visible_to(actor)


def columns_of(versions: Iterable[StandardVersion]) -> list[Column]:
    """One column for each level that has a standard in sight, in the given order."""
    by_level: dict[str, list[StandardVersion]] = {}
    for version in versions:
        by_level.setdefault(version.standard.level, []).append(version)
    return [
        Column(
            level=level,
            title=f"{Level(level).label}标准",
            name=found[0].standard.title if len(found) == 1 else f"各地的 {len(found)} 份标准",
        )
        for level, found in by_level.items()
    ]


def with_standings(towns: QuerySet[Town], versions: Iterable[StandardVersion]) -> QuerySet[Town]:
    """Towns with recognitions and, as `under`, their standings under these versions; three queries more."""
    standings = Standing.objects.filter(standard_version__in=versions).order_by("pk")
    return with_recognitions(towns).prefetch_related(Prefetch("standings", standings, to_attr="under"))


def board_rows(towns: Iterable[Town], versions: Sequence[StandardVersion]) -> list[BoardRow]:
    """Rows for towns read through `with_standings`; no queries."""
    columns, by_pk = columns_of(versions), {version.pk: version for version in versions}
    return [BoardRow(town, recognitions(town), _cells(town, columns, by_pk)) for town in towns]


def current_answer(town: Town, version: StandardVersion, *, at: datetime) -> tuple[int, Answer]:
    """The year of the facts, and what the engine finds on the registry of this moment; FactsError where it cannot."""
    day: date = timezone.localdate(at)
    year = data_years([town.pk], on=day)[town.pk]
    return year, answer(version, facts_under(version, registry_facts([town.pk], year)[town.pk]))


def _cells(
    town: Town, columns: Sequence[Column], by_pk: Mapping[int, StandardVersion]
) -> list[tuple[Column, list[Position]]]:
    standings: list[Standing] = town.under  # type: ignore[attr-defined]
    positions = [Position(each, by_pk[each.standard_version_id]) for each in standings]
    return [
        (column, [each for each in positions if each.version.standard.level == column.level])
        for column in columns
    ]
