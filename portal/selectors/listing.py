"""The public list of towns: the same rows on screen, on paper and in the workbook."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.workbooks import Value
from towns.models import Town
from towns.selectors import Recognition, recognitions

COLUMNS = (
    "序号",
    "专业镇",
    "所在市县",
    "类别",
    "主导产业",
    "级别",
    "认定机关",
    "认定年份（年）",
    "认定日期（年-月-日）",
    "文号",
    "文件",
    "来源",
)


@dataclass(frozen=True, slots=True)
class ListedTown:
    """A town and its recognitions in force, the highest level first."""

    town: Town
    recognitions: list[Recognition]

    def lines(self) -> Iterator[tuple[Value, ...]]:
        """COLUMNS without the number, one line for each recognition."""
        town = self.town
        about = (town.name, town.county.full_name, town.get_category_display(), town.main_industry)
        for each in self.recognitions:
            day = each.decided_on.isoformat() if each.decided_on else "日期未公布"
            given = (each.get_level_display(), each.authority, each.year or "未公布", day, each.document)
            yield (*about, *given, each.title or "未注明", each.source or "未注明")


def listed(towns: list[Town]) -> list[ListedTown]:
    """Rows for towns read through `towns.selectors.with_recognitions`."""
    return [ListedTown(town, recognitions(town)) for town in towns]
