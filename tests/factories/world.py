"""A small complete world: a province, two cities, counties, a zone, somebody for every role, one open round."""

from dataclasses import dataclass

from accounts.actors import Actor
from accounts.enums import DivisionLevel, Role
from accounts.models import Division, Organisation
from applications.models import Round
from standards.models import StandardVersion
from tests.factories.people import actor
from tests.factories.places import DivisionFactory, OrganisationFactory
from tests.factories.rounds import RoundFactory
from tests.factories.standards import published_version
from tests.factories.towns import TownFactory
from towns.models import Town


@dataclass(frozen=True)
class World:
    """清徐 files, 太原's office reviews, 太原's government decides; 阳曲, 中北 and 长治's 襄垣 are the others."""

    province: Organisation
    province_office: Organisation
    city: Organisation
    office: Organisation
    county: Organisation
    neighbour: Organisation
    township: Organisation
    zone: Organisation
    far_city: Organisation
    far_office: Organisation
    far_county: Organisation

    filer: Actor
    unit_admin: Actor
    reviewer: Actor
    director: Actor
    registrar: Actor
    system_admin: Actor
    neighbour_filer: Actor
    zone_filer: Actor
    far_filer: Actor
    far_reviewer: Actor

    version: StandardVersion
    round: Round
    town: Town
    neighbour_town: Town


def build_world() -> World:
    """Make it; about sixty queries, so build it once a test."""
    units = _organisations()
    people = _people(units)
    version = published_version("taiyuan-2023", issuer=units["city"])
    round_ = RoundFactory(
        title="试验2026年市级专业镇申报",
        office=units["office"],
        standard_version=version,
        applicants=[units["county"], units["neighbour"], units["zone"]],
    )
    return World(
        **units,
        **people,
        version=version,
        round=round_,
        town=TownFactory(name="试验食醋专业镇", owner=units["county"], main_industry="食醋酿造"),
        neighbour_town=TownFactory(name="试验小米专业镇", owner=units["neighbour"], main_industry="小米种植"),
    )


def _organisations() -> dict[str, Organisation]:
    shanxi = DivisionFactory(province=True)
    province = _government(shanxi)
    city = _government(_division("140100", "太原市", DivisionLevel.CITY, shanxi), province)
    far_city = _government(_division("140400", "长治市", DivisionLevel.CITY, shanxi), province)
    county = _county("140121", "清徐县", city)
    town = _division("140121100", "清源镇", DivisionLevel.TOWNSHIP, county.division)
    return {
        "province": province,
        "province_office": OrganisationFactory(key="office-140000", office=True, superior=province),
        "city": city,
        "office": OrganisationFactory(key="office-140100", office=True, superior=city),
        "county": county,
        "neighbour": _county("140122", "阳曲县", city),
        "township": OrganisationFactory(
            key="township-140121100", township=True, division=town, superior=county
        ),
        "zone": OrganisationFactory(key="zone-zhongbei", zone=True, name="中北高新区管委会", superior=city),
        "far_city": far_city,
        "far_office": OrganisationFactory(key="office-140400", office=True, superior=far_city),
        "far_county": _county("140423", "襄垣县", far_city),
    }


def _people(units: dict[str, Organisation]) -> dict[str, Actor]:
    return {
        "filer": actor(Role.FILER, organisation=units["county"]),
        "unit_admin": actor(Role.UNIT_ADMIN, organisation=units["county"]),
        "reviewer": actor(Role.REVIEWER, organisation=units["office"]),
        "director": actor(Role.OFFICE_DIRECTOR, organisation=units["office"]),
        "registrar": actor(Role.REGISTRAR, organisation=units["city"]),
        "system_admin": actor(Role.SYSTEM_ADMIN, organisation=units["province_office"]),
        "neighbour_filer": actor(Role.FILER, organisation=units["neighbour"]),
        "zone_filer": actor(Role.FILER, organisation=units["zone"]),
        "far_filer": actor(Role.FILER, organisation=units["far_county"]),
        "far_reviewer": actor(Role.REVIEWER, organisation=units["far_office"]),
    }


def _division(code: str, name: str, level: DivisionLevel, parent: Division | None) -> Division:
    return DivisionFactory(code=code, name=name, level=level, parent=parent)


def _government(division: Division, superior: Organisation | None = None) -> Organisation:
    return OrganisationFactory(key=f"gov-{division.code}", division=division, superior=superior)


def _county(code: str, name: str, city: Organisation) -> Organisation:
    return _government(_division(code, name, DivisionLevel.COUNTY, city.division), city)
