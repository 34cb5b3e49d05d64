"""The sections of a town's registry, each described once: rows, columns, what is typed, searched and declared.

Lists, forms, filters, workbooks, acts and the public page are all made from these descriptions.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Field, QuerySet

from towns.enums import Declarable, FigureSubject
from towns.models import (
    Brand,
    Enterprise,
    Heritage,
    Platform,
    Product,
    RegistryRow,
    TechnicalStandard,
    Title,
    Town,
)
from towns.models.fields import KeysField


@dataclass(frozen=True, slots=True)
class Section:
    """`fields` are typed, in this order; `columns` are shown; `filters` have choices; `declares` may be None."""

    key: str
    model: type[RegistryRow]
    noun: str
    advice: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    search: tuple[str, ...]
    filters: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    declares: Declarable | None = None
    subject: FigureSubject | None = None

    def rows(self) -> QuerySet[Any]:
        """All rows of the section, with their town and what their columns name."""
        manager: Any = self.model._default_manager
        rows: QuerySet[Any] = manager.select_related("town", *self.related)
        return rows

    def rows_of(self, town: Town) -> QuerySet[Any]:
        """The rows of one town."""
        return self.rows().filter(town=town)

    def new_row(self, town: Town) -> Any:
        """A row of the town that is not saved yet."""
        make: Any = self.model
        return make(town=town)

    def verb(self, what: str) -> str:
        """The verb of an act: `brand.add`, `brand.update`, `brand.remove`."""
        return f"{self.model._meta.model_name}.{what}"

    def field(self, name: str) -> "Field[Any, Any]":
        """A column of the model."""
        found = self.model._meta.get_field(name)
        assert isinstance(found, Field)
        return found

    def label(self, name: str) -> str:
        """What a column is called on screen."""
        return str(self.field(name).verbose_name)

    def text(self, row: RegistryRow, name: str) -> str:
        """A value as people read it; empty when it is not known."""
        value, field = getattr(row, name), self.field(name)
        if value is None or value == "":
            return ""
        if isinstance(field, KeysField):
            return field.listed(value)
        if field.choices:
            return str(getattr(row, f"get_{name}_display")())
        return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)

    def texts(self, row: RegistryRow) -> dict[str, str]:
        """{label: text} of everything that was typed."""
        return {self.label(name): self.text(row, name) for name in self.fields}

    def cells(self, row: RegistryRow) -> list[tuple[str, str]]:
        """(label, text) of the columns."""
        return [(self.label(name), self.text(row, name)) for name in self.columns]

    @property
    def titles(self) -> list[str]:
        """The labels of the columns."""
        return [self.label(name) for name in self.columns]


ENTERPRISES: Final = Section(
    key="enterprises",
    model=Enterprise,
    noun="企业",
    advice="登记龙头企业和配套企业；家庭农场、专业合作社也计算在内。",
    fields=("name", "kind", "role", "credit_code"),
    columns=("name", "kind", "role", "credit_code"),
    search=("name", "credit_code"),
    filters=("role", "kind"),
    declares=Declarable.ENTERPRISES,
    subject=FigureSubject.ENTERPRISE,
)
TITLES: Final = Section(
    key="titles",
    model=Title,
    noun="称号",
    advice="登记企业技术中心、工程中心、专精特新、“小巨人”、单项冠军和龙头企业称号。",
    fields=("kind", "level", "enterprise", "recognised_year", "recognised_on", "document"),
    columns=("kind", "level", "enterprise", "recognised_year", "recognised_on", "document"),
    search=("enterprise__name", "document"),
    filters=("kind", "level"),
    related=("enterprise",),
    declares=Declarable.TITLES,
)
BRANDS: Final = Section(
    key="brands",
    model=Brand,
    noun="品牌",
    advice="登记地理标志、老字号、山西精品，以及区域、企业、产品品牌。",
    fields=("name", "kind", "level", "holder", "recognised_year", "expires_on"),
    columns=("name", "kind", "level", "holder", "recognised_year", "expires_on"),
    search=("name", "holder"),
    filters=("kind", "level"),
    declares=Declarable.BRANDS,
)
PRODUCTS: Final = Section(
    key="products",
    model=Product,
    noun="产品",
    advice="登记主要产品，产量用产品自己的单位。",
    fields=("name", "output_unit"),
    columns=("name", "output_unit"),
    search=("name",),
    subject=FigureSubject.PRODUCT,
)
TECHNICAL_STANDARDS: Final = Section(
    key="technical-standards",
    model=TechnicalStandard,
    noun="技术标准",
    advice="登记主导或参与制定的国际、国家、行业、地方和团体标准。",
    fields=("number", "name", "level", "role", "year"),
    columns=("number", "name", "level", "role", "year"),
    search=("number", "name"),
    filters=("level", "role"),
    declares=Declarable.TECHNICAL_STANDARDS,
)
PLATFORMS: Final = Section(
    key="platforms",
    model=Platform,
    noun="公共服务平台",
    advice="登记研发设计、检验检测、物流服务等公共服务平台。",
    fields=("name", "functions", "operator", "since_year"),
    columns=("name", "functions", "operator", "since_year"),
    search=("name", "operator"),
    declares=Declarable.PLATFORMS,
)
HERITAGE: Final = Section(
    key="heritage",
    model=Heritage,
    noun="历史传承",
    advice="登记历史发源地、非物质文化遗产和老字号技艺。",
    fields=("name", "kind", "level", "since"),
    columns=("name", "kind", "level", "since"),
    search=("name", "since"),
    filters=("kind", "level"),
    declares=Declarable.TRAITS,
)

SECTIONS: Final = {
    each.key: each
    for each in (ENTERPRISES, TITLES, BRANDS, PRODUCTS, TECHNICAL_STANDARDS, PLATFORMS, HERITAGE)
}
# What everybody may read of a recognised town; the list of its enterprises is not published.
PUBLIC_SECTIONS: Final = (PRODUCTS, BRANDS, TITLES, TECHNICAL_STANDARDS, PLATFORMS, HERITAGE)
SECTION_OF_SUBJECT: Final = {each.subject: each for each in SECTIONS.values() if each.subject}
