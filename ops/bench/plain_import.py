"""The same import as import-export does it when nothing is changed: a model resource, row by row."""

from decimal import Decimal
from typing import Any

from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.widgets import DecimalWidget, ForeignKeyWidget

from core.money import to_base
from towns.models import Enterprise, Figure, Indicator

KEYS = ("enterprise", "indicator", "year", "part", "scope", "source")


class MoneyWidget(DecimalWidget):
    """万元 into 元."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Decimal:
        return to_base(Decimal(str(value)), row["单位"])


class PartWidget(DecimalWidget):
    """全年 is the empty part."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        return "" if value == "全年" else str(value)


class PlainFigureResource(ModelResource):
    """Nothing of ours but how the columns are called."""

    enterprise = Field("enterprise", "主体", ForeignKeyWidget(Enterprise, "name"))
    indicator = Field("indicator", "指标", ForeignKeyWidget(Indicator, "name"))
    year = Field("year", "年份")
    part = Field("part", "期间", PartWidget())
    value = Field("value", "数值", MoneyWidget())
    unit = Field("unit", "单位")
    scope = Field("scope", "口径", default="")
    source = Field("source", "来源")

    class Meta:
        model = Figure
        import_id_fields = KEYS
        fields = (*KEYS, "value", "unit")

    def before_save_instance(self, instance: Figure, row: Any, **options: Any) -> None:
        """An empty cell of a workbook is None, which a text column does not take."""
        instance.scope = instance.scope or ""


def import_plainly(content: bytes) -> None:
    """Read with openpyxl, import for good; RuntimeError when a row was refused."""
    dataset = XLSX().create_dataset(content)
    result = PlainFigureResource().import_data(dataset, dry_run=False, raise_errors=True)
    if result.has_errors() or result.has_validation_errors():
        raise RuntimeError(str(result.row_errors()[:1]))
