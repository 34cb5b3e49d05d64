"""Leading groups with their seats, and liaisons."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Organisation, OrganisationAlias
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Liaison, Seat
from leadership.selectors.words import post_words
from tests.factories.people import PersonFactory, PostFactory, TenureFactory
from tests.factories.places import OrganisationFactory

FOUNDED = date(2023, 3, 19)


class LeadingGroupFactory(DjangoModelFactory[LeadingGroup]):
    """A group without seats, of a government that has an office."""

    class Meta:
        model = LeadingGroup

    code = factory.Sequence(lambda n: f"group-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    office = None
    name = factory.LazyAttribute(lambda row: f"{row.organisation.name.removesuffix('人民政府')}领导小组")
    document = "试政办发〔2023〕1号"
    founded_on = FOUNDED


class SeatFactory(DjangoModelFactory[Seat]):
    """A member's seat since the founding."""

    class Meta:
        model = Seat

    group = factory.SubFactory(LeadingGroupFactory)
    role = SeatRole.MEMBER
    post = factory.SubFactory(PostFactory)
    title = factory.LazyAttribute(lambda row: post_words(row.post))
    position = factory.Sequence(lambda n: n + 1)
    since = factory.LazyAttribute(lambda row: row.group.founded_on)


class LiaisonFactory(DjangoModelFactory[Liaison]):
    """Whom to call in a unit since long ago."""

    class Meta:
        model = Liaison

    organisation = factory.SubFactory(OrganisationFactory, member_unit=True)
    name = "试验联络员"
    telephone = "13812345678"
    since = FOUNDED


def unit_of(government: Organisation, short_name: str, **facts: Any) -> Organisation:
    """A member unit that documents of the government call by its short name."""
    place = government.division.name if government.division else ""
    unit: Organisation = OrganisationFactory(
        member_unit=True,
        superior=government,
        short_name=short_name,
        name=f"{place}{short_name.lstrip('省市县区')}",
        **facts,
    )
    OrganisationAlias.objects.create(organisation=unit, government=government, name=short_name)
    return unit


def seated_group(government: Organisation, office: Organisation | None, **facts: Any) -> LeadingGroup:
    """组长 by the head of the government, three members, and the office's head by post: everybody named but the last."""
    group: LeadingGroup = LeadingGroupFactory(organisation=government, office=office, **facts)
    seat(group, SeatRole.LEADER, government, "市长", "甲一")
    for place, (unit, post, name) in enumerate(
        (("市财政局", "局长", "甲二"), ("市科技局", "局长", "甲三"), ("市商务局", "局长", "甲四")), start=2
    ):
        seat(group, SeatRole.MEMBER, unit_of(government, unit), post, name, position=place)
    host = unit_of(government, "市工信局")
    seat(group, SeatRole.OFFICE_DIRECTOR, host, "局长", "", position=5)
    LeadingGroup.objects.filter(pk=group.pk).update(host=host)
    group.refresh_from_db()
    return group


def seat(
    group: LeadingGroup, role: SeatRole, unit: Organisation, post: str, name: str, *, position: int = 1
) -> Seat:
    """A seat with whoever holds its post; an empty name leaves it vacant."""
    found: Seat = SeatFactory(
        group=group, role=role, post=PostFactory(organisation=unit, name=post), position=position
    )
    if name:
        TenureFactory(post=found.post, person=PersonFactory(name=name), since=group.founded_on)
    return found
