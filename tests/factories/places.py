"""Divisions and organisations; every organisation knows everybody above it."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Division, Jurisdiction, Organisation
from core.pinyin import sort_key


class DivisionFactory(DjangoModelFactory[Division]):
    """A county; `city`, `province` and `township` give the other levels."""

    class Meta:
        model = Division
        django_get_or_create = ("code",)

    class Params:
        province = factory.Trait(level=DivisionLevel.PROVINCE, code="140000", name="山西省")
        city = factory.Trait(
            level=DivisionLevel.CITY,
            code=factory.Sequence(lambda n: f"17{n:04d}"),
            name=factory.Sequence(lambda n: f"试验{n}市"),
        )
        township = factory.Trait(
            level=DivisionLevel.TOWNSHIP,
            code=factory.Sequence(lambda n: f"16{n:07d}"),
            name=factory.Sequence(lambda n: f"试验{n}镇"),
        )

    code = factory.Sequence(lambda n: f"18{n:04d}")
    name = factory.Sequence(lambda n: f"试验{n}县")
    level = DivisionLevel.COUNTY
    parent = None
    full_name = factory.LazyAttribute(lambda row: f"{_prefix(row.parent)}{row.name}")
    sort_key = factory.LazyAttribute(lambda row: sort_key(row.name))


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A county government; `office`, `zone`, `township`, `member_unit` give the other kinds.

    Give `superior` to place it below somebody: what is above its superior is above it too.
    """

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        office = factory.Trait(
            kind=OrganisationKind.OFFICE,
            superior=factory.SubFactory("tests.factories.OrganisationFactory"),
            division=factory.LazyAttribute(lambda row: row.superior.division),
            name=factory.LazyAttribute(lambda row: f"{_place(row.superior)}专业镇发展领导小组办公室"),
        )
        member_unit = factory.Trait(
            kind=OrganisationKind.MEMBER_UNIT,
            superior=factory.SubFactory("tests.factories.OrganisationFactory"),
            division=factory.LazyAttribute(lambda row: row.superior.division),
            name=factory.Sequence(lambda n: f"试验{n}局"),
        )
        zone = factory.Trait(
            kind=OrganisationKind.ZONE, division=None, name=factory.Sequence(lambda n: f"试验{n}开发区管委会")
        )
        township = factory.Trait(
            kind=OrganisationKind.TOWNSHIP,
            division=factory.SubFactory(DivisionFactory, township=True),
            name=factory.LazyAttribute(lambda row: f"{row.division.full_name}人民政府"),
        )

    key = factory.Sequence(lambda n: f"unit-{n}")
    kind = OrganisationKind.GOVERNMENT
    division = factory.SubFactory(DivisionFactory)
    superior = None
    name = factory.LazyAttribute(lambda row: f"{row.division.name}人民政府")
    short_name = factory.LazyAttribute(lambda row: row.name.replace("人民政府", "政府")[:40])
    sort_key = factory.LazyAttribute(lambda row: sort_key(row.name))

    @factory.post_generation
    def jurisdiction(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Itself at distance 0, then everybody above."""
        if not create:
            return
        above = self.superior.superiors.all() if self.superior else []
        Jurisdiction.objects.bulk_create(
            [
                Jurisdiction(superior=self, subordinate=self, distance=0),
                *(
                    Jurisdiction(superior_id=row.superior_id, subordinate=self, distance=row.distance + 1)
                    for row in above
                ),
            ]
        )


def _prefix(parent: Division | None) -> str:
    return parent.full_name if parent and parent.level != DivisionLevel.PROVINCE else ""


def _place(government: Organisation) -> str:
    return government.name.removesuffix("人民政府")
