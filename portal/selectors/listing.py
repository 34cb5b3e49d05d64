"""The public list of towns: the same rows on screen, on paper and in the workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.sheets import Column, Kind, Line
from towns.models import Town
from towns.selectors import Recognition, recognitions

COLUMNS = (
    Column("序号", 6, Kind.PLAIN),
    Column("专业镇", 28),
    Column("所在市县", 22),
    Column("类别", 22),
    Column("主导产业", 24),
    Column("级别", 10),
    Column("认定机关", 40),
    Column("认定年份", 16, Kind.PLAIN, "年"),
    Column("认定日期", 20, unit="年-月-日"),
    Column("文号", 28),
    Column("文件", 44),
    Column("来源", 44),
)


@dataclass(frozen=True, slots=True)
class ListedTown:
    """A town and its recognitions in force, the highest level first."""

    town: Town
    recognitions: list[Recognition]

    def lines(self) -> Iterator[Line]:
        """COLUMNS without the number, one line for each recognition."""
        town = self.town
        about = (town.name, town.county.full_name, town.get_category_display(), town.main_industry)
        for each in self.recognitions:
            day = each.decided_on.isoformat() if each.decided_on else "日期未公布"
            given = (each.get_level_display(), each.authority, each.year or "未公布", day, each.document)
            yield (*about, *given, each.title or "未注明", each.source or "未注明")


def listed(towns: Sequence[Town]) -> list[ListedTown]:
    """Rows for towns read through `towns.selectors.with_recognitions`."""
    return [ListedTown(town, recognitions(town)) for town in towns]
