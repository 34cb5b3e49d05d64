"""What is called what in a town, for sheets that name rows of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.resources.widgets import folded
from towns.enums import FigureSubject
from towns.models import Enterprise, Product, Town
from towns.selectors.figures import figures_of

# None where a name means two.
Names = dict[str, tuple[int, str] | None]


def enterprises_by_name(town: Town) -> Names:
    """{name or code: (pk, name)} of the town's enterprises."""
    rows = list(Enterprise.objects.filter(town=town).order_by("pk").values_list("pk", "name", "credit_code"))
    found = by_name((pk, name) for pk, name, _ in rows)
    found.update({code: (pk, name) for pk, name, code in rows if code})
    return found


def by_name(rows: Iterable[tuple[int, str]]) -> Names:
    """{folded name: (pk, name)}, None for a name that several have."""
    rows = list(rows)
    often = Counter(folded(name) for _, name in rows)
    return {folded(name): (pk, name) if often[folded(name)] == 1 else None for pk, name in rows}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A registered figure as sheets compare it; `mark` changes when somebody confirms it."""

    pk: int
    mark: str
    subject: str
    subject_id: int
    subject_name: str
    indicator_id: int
    indicator_name: str
    year: int
    part: str
    value: Decimal
    unit: str
    scope: str
    source: str


def figure_names(town: Town) -> dict[str, dict[str, tuple[Any, ...]]]:
    """{name: {"enterprise": (pk, name), "product": (pk, name, its unit)}}; a name that several have is left out."""
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for name, row in enterprises_by_name(town).items():
        if row is not None:
            found.setdefault(name, {})[FigureSubject.ENTERPRISE.value] = row
    for pk, name, unit in (
        Product.objects.filter(town=town).order_by("pk").values_list("pk", "name", "output_unit")
    ):
        found.setdefault(folded(name), {})[FigureSubject.PRODUCT.value] = (pk, name, unit)
    return found


def figures_for_sheets(town: Town) -> Iterator[FigureRow]:
    """Every standing figure of the town, its enterprises and products, the one that counts first in its period."""
    rows = (
        figures_of(town)
        .standing()
        .by_weight()
        .values_list(
            "pk",
            "confirmed_at",
            "town_id",
            "enterprise_id",
            "product_id",
            "enterprise__name",
            "product__name",
            "indicator_id",
            "indicator__name",
            "year",
            "part",
            "value",
            "unit",
            "scope",
            "source",
        )
    )
    for pk, confirmed_at, town_id, enterprise_id, product_id, enterprise, product, *rest in rows:
        if town_id is not None:
            subject = (FigureSubject.TOWN.value, town_id, "")
        elif enterprise_id is not None:
            subject = (FigureSubject.ENTERPRISE.value, enterprise_id, enterprise)
        else:
            subject = (FigureSubject.PRODUCT.value, product_id, product)
        yield FigureRow(pk, "confirmed" if confirmed_at else "", *subject, *rest)
