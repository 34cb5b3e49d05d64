"""Towns and what is known of them."""

from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.enums import Level
from core.pinyin import sort_key
from tests.factories.people import UserFactory
from tests.factories.places import DivisionFactory, OrganisationFactory
from towns.enums import Category, DesignationState, EnterpriseRole, RevocationState, ValueType
from towns.models import Designation, Enterprise, Figure, Indicator, Product, Revocation, Town


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """Yearly output in 亿元 unless told otherwise."""

    class Meta:
        model = Indicator
        django_get_or_create = ("key",)

    class Params:
        count = factory.Trait(key="employment", name="从业人员", unit="人", value_type=ValueType.COUNT)
        share = factory.Trait(
            key="market_share_country", name="全国市场占有率", unit="%", value_type=ValueType.SHARE
        )

    key = "output_value"
    name = "主导产业产值"
    unit = "亿元"
    value_type = ValueType.MONEY


class TownFactory(DjangoModelFactory[Town]):
    """An agricultural town; its county is its owner's, or give both."""

    class Meta:
        model = Town

    name = factory.Sequence(lambda n: f"试验{n}专业镇")
    owner = factory.SubFactory(OrganisationFactory)
    county = factory.LazyAttribute(lambda row: row.owner.division or DivisionFactory())
    category = Category.AGRICULTURE
    main_industry = "试验产业"
    sort_key = factory.LazyAttribute(lambda row: sort_key(row.name))


class FigureFactory(DjangoModelFactory[Figure]):
    """Output of 2025 in 元, unconfirmed."""

    class Meta:
        model = Figure

    town = factory.SubFactory(TownFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    year = 2025
    value = Decimal(1_200_000_000)
    unit = factory.LazyAttribute(lambda row: row.indicator.unit)
    source = factory.Sequence(lambda n: f"试验来源 {n}")


class DesignationFactory(DjangoModelFactory[Designation]):
    """Recognised by its county's superior, in force; `revoked_on=` takes it along its legal edge to the end."""

    class Meta:
        model = Designation

    town = factory.SubFactory(TownFactory)
    level = Level.CITY
    authority = factory.SubFactory(OrganisationFactory)
    year = 2025

    @classmethod
    def _create(cls, model_class: type[Designation], *args: Any, **kwargs: Any) -> Designation:
        designation: Designation = super()._create(model_class, *args, **kwargs)
        if designation.revoked_on:
            RevocationFactory(designation=designation, confirmed_on=designation.revoked_on)
            Designation.objects.filter(pk=designation.pk).update(state=DesignationState.REVOKED)
            designation.refresh_from_db()
        return designation


class RevocationFactory(DjangoModelFactory[Revocation]):
    """Proposed, and waiting for the authority; `confirmed_on=` settles its own columns alone."""

    class Meta:
        model = Revocation

    designation = factory.SubFactory(DesignationFactory)
    reason = "试验理由"
    office = factory.SubFactory(OrganisationFactory, office=True)
    proposed_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Revocation], *args: Any, **kwargs: Any) -> Revocation:
        day = kwargs.pop("confirmed_on", None)
        revocation: Revocation = super()._create(model_class, *args, **kwargs)
        if day:
            Revocation.objects.filter(pk=revocation.pk).update(
                state=RevocationState.CONFIRMED,
                document_number=f"试政撤〔2026〕{revocation.pk}号",
                decided_on=day,
                settled_by=UserFactory(),
                settled_at=timezone.now(),
            )
            revocation.refresh_from_db()
        return revocation


class EnterpriseFactory(DjangoModelFactory[Enterprise]):
    class Meta:
        model = Enterprise

    town = factory.SubFactory(TownFactory)
    name = factory.Sequence(lambda n: f"试验企业{n}")
    role = EnterpriseRole.SUPPORTING


class ProductFactory(DjangoModelFactory[Product]):
    class Meta:
        model = Product

    town = factory.SubFactory(TownFactory)
    name = factory.Sequence(lambda n: f"试验产品{n}")
    output_unit = "吨"
