"""The public list of towns: the same rows on screen, on paper and in the workbook."""

from collections.abc import Iterator
from dataclasses import dataclass

from towns.models import Town
from towns.selectors import Recognition, recognitions

COLUMNS = ("序号", "专业镇", "所在市县", "类别", "主导产业", "级别", "认定机关", "认定时间", "文号")


@dataclass(frozen=True, slots=True)
class ListedTown:
    """A town and its recognitions in force, the highest level first."""

    town: Town
    recognitions: list[Recognition]

    def lines(self) -> Iterator[tuple[str, ...]]:
        """COLUMNS without the number, one line for each recognition."""
        town = self.town
        about = (town.name, town.county.full_name, town.get_category_display(), town.main_industry)
        for each in self.recognitions:
            yield (*about, each.get_level_display(), each.authority, each.when, each.document)


def listed(towns: list[Town]) -> list[ListedTown]:
    """Rows for towns read through `towns.selectors.with_recognitions`."""
    return [ListedTown(town, recognitions(town)) for town in towns]
