"""The registry of one demonstration town, written by its clerk; nothing in it is real."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from config.demonstration.people import CLERKS, acting
from towns import sections
from towns.enums import Declarable
from towns.models import Enterprise, Indicator, Product, Town
from towns.services import add_row, declare_complete, report_figure

SHOWN = "演示食醋专业镇"
SOURCE = "演示数据，不是真实数据"

ENTERPRISES: tuple[Mapping[str, Any], ...] = (
    {"name": "演示醋业甲公司", "kind": "company", "role": "leading"},
    {"name": "演示醋业乙公司", "kind": "company", "role": "leading"},
    {"name": "演示酿造专业合作社", "kind": "cooperative", "role": "supporting"},
    {"name": "演示高粱家庭农场", "kind": "family_farm", "role": "supporting"},
)
TITLES: tuple[Mapping[str, Any], ...] = (
    {"kind": "technology_centre", "level": "provincial", "recognised_year": 2023},
    {"kind": "specialised_sme", "level": "provincial", "recognised_year": 2024},
)
ROWS: tuple[tuple[sections.Section, Mapping[str, Any]], ...] = (
    (sections.BRANDS, {"name": "演示老陈醋", "kind": "geographical_indication", "level": "national"}),
    (sections.BRANDS, {"name": "演示醋坊", "kind": "time_honoured", "level": "provincial"}),
    (
        sections.TECHNICAL_STANDARDS,
        {
            "number": "演示 0001-2024",
            "name": "演示食醋酿造规程",
            "level": "local",
            "role": "led",
            "year": 2024,
        },
    ),
    (
        sections.PLATFORMS,
        {"name": "演示食醋检验中心", "functions": ["testing", "training"], "since_year": 2021},
    ),
    (
        sections.PLATFORMS,
        {"name": "演示醋产业服务中心", "functions": ["design", "consulting", "ip", "exhibition"]},
    ),
    (sections.HERITAGE, {"name": "演示食醋发源地", "kind": "historical_origin", "since": "演示年代"}),
)


def fill_registry(town: Town, year: int) -> None:
    """Rows of every section of the town that shows them, its products' output, and what is declared complete."""
    if town.name != SHOWN:
        return
    clerk = acting(CLERKS[town.owner.key])
    firms = [
        add_row(actor=clerk, town=town, section=sections.ENTERPRISES, values=each) for each in ENTERPRISES
    ]
    for firm, title in zip(firms, TITLES, strict=False):
        assert isinstance(firm, Enterprise)
        add_row(actor=clerk, town=town, section=sections.TITLES, values={**title, "enterprise": firm})
    for section, values in ROWS:
        add_row(actor=clerk, town=town, section=section, values=values)
    for declared in (Declarable.TITLES, Declarable.BRANDS, Declarable.TECHNICAL_STANDARDS):
        declare_complete(actor=clerk, town=town, section=declared, complete=True)
    values = {"name": "演示食醋", "output_unit": "万吨"}
    product = add_row(actor=clerk, town=town, section=sections.PRODUCTS, values=values)
    assert isinstance(product, Product)
    report_figure(
        actor=clerk,
        town=town,
        indicator=Indicator.objects.get(key="product_output"),
        year=year,
        value=Decimal("6.5"),
        unit="万吨",
        source=SOURCE,
        subject=product,
    )
