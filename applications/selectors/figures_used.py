"""Which figures of the registry stand in a fact sheet: what was submitted keeps its source."""

from collections.abc import Collection

from applications.models import FactSheet


def figures_in_sheets(town: int, figures: Collection[int]) -> set[int]:
    """Those of these figures of the town to which a frozen fact sheet refers."""
    sheets = FactSheet.objects.filter(application__town=town).order_by("pk")
    used: set[int] = set()
    for sheet in sheets.iterator(chunk_size=20):
        used.update(sheet.data.get("figures", ()))
    return used & set(figures)
