"""Reference registry: the built-in indicators, and the towns that the province recognised in 2022."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from django.db import transaction

from accounts.models import Division, Organisation
from core.bulk import Brought, bring
from core.enums import Level
from core.pinyin import sort_key
from towns.enums import FigureSubject
from towns.models import Designation, Figure, Indicator, Product, Town

Row = dict[str, str]

RECOGNISED_IN = 2022
# Who recognises at the province (P 附件三); number and date of that decision are not known.
AUTHORITY = "office-140000"
# Columns of the table that are figures of the town itself.
FIGURES = {
    "output_value_yi": "output_value",
    "enterprises": "enterprises",
    "employment": "employment",
    "market_share_country_pct": "market_share_country",
}
PRODUCT_FIGURES = {"product_output": "product_output", "product_capacity": "product_capacity"}


def load_indicators(path: Path) -> Brought:
    """The built-in indicators; their keys are those of the check_facts form."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return bring(
        Indicator.objects.all(), "key", [{"subject": FigureSubject.TOWN.value, **row} for row in rows]
    )


@transaction.atomic
def load_towns(path: Path) -> Brought:
    """Register the missing towns, each with its recognition and figures; what is empty stays empty."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {(county, source) for county, source in _recognised()}
    made = 0
    for name, group in groupby(rows, key=lambda row: row["town"]):
        lines = list(group)
        if (lines[0]["county_code"], designation_source(lines)) not in known:
            _register(name, lines)
            made += 1
    return Brought(made=made)


def designation_source(lines: list[Row]) -> str:
    """Where it is said that the town is recognised; remarks without a figure of their own stand here too."""
    remarks = [f"{row['source']}：{row['note']}" for row in lines if row["note"] and not _has_figures(row)]
    return "；".join([f"公开报道，{RECOGNISED_IN} 年省级认定", *remarks])


def figure_source(row: Row) -> str:
    """The paper and its day, with what else it said."""
    return f"{row['source']}（同文：{row['note']}）" if row["note"] else row["source"]


def _recognised() -> Iterator[tuple[str, str]]:
    """Towns are known by their recognition, so that a county may rename its town."""
    rows = Designation.objects.filter(level=Level.PROVINCE, year=RECOGNISED_IN).order_by("pk")
    return iter(rows.values_list("town__county__code", "source"))


def _register(name: str, lines: list[Row]) -> None:
    first = lines[0]
    county = Division.objects.get(code=first["county_code"])
    town = Town.objects.create(
        name=name,
        county=county,
        owner=Organisation.objects.get(key=f"gov-{county.code}"),
        category=first["category"],
        main_industry=first["main_industry"],
        sort_key=sort_key(name),
    )
    Designation.objects.create(
        town=town,
        level=Level(first["recognised_level"]),
        authority=Organisation.objects.get(key=AUTHORITY),
        year=RECOGNISED_IN,
        source=designation_source(lines),
    )
    Figure.objects.bulk_create(
        figure for row in lines for figure in [*_town_figures(town, row), *_product_figures(town, row)]
    )


def _has_figures(row: Row) -> bool:
    return any(row[column] for column in (*FIGURES, *PRODUCT_FIGURES))


def _town_figures(town: Town, row: Row) -> Iterator[Figure]:
    for column, key in FIGURES.items():
        if row[column]:
            indicator = Indicator.objects.get(key=key)
            yield _figure(indicator, row, indicator.to_base(Decimal(row[column])), indicator.unit, town=town)


def _product_figures(town: Town, row: Row) -> Iterator[Figure]:
    for column, key in PRODUCT_FIGURES.items():
        if row[column]:
            product, _ = Product.objects.get_or_create(
                town=town, name=row["product"], defaults={"output_unit": row["product_unit"]}
            )
            indicator = Indicator.objects.get(key=key)
            yield _figure(indicator, row, Decimal(row[column]), row["product_unit"], product=product)


def _figure(indicator: Indicator, row: Row, value: Decimal, unit: str, **subject: Town | Product) -> Figure:
    return Figure(
        indicator=indicator,
        year=int(row["year"]),
        value=value,
        unit=unit,
        scope=row["scope"],
        source=figure_source(row),
        **subject,
    )
