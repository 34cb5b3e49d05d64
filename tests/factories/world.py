"""A small complete world: a province, two cities, counties, a zone, somebody for every role, one open round.

Rows go in by the handful: nearly every test begins with this world. Other levels have a cast of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actors import Actor, Standing
from accounts.enums import ROLE_NUMBERS, DivisionLevel, Role
from accounts.models import Division, Jurisdiction, Membership, Organisation, User
from applications.models import Round
from core.enums import Level
from criteria.standard import StandardSpec
from standards.enums import VersionState
from standards.models import Criterion, Requirement, Standard, StandardVersion
from standards.selectors import categories, content_digest
from tests.factories.people import LONG_AGO, PASSWORD, UserFactory
from tests.factories.places import DivisionFactory, OrganisationFactory
from tests.factories.rounds import RoundFactory
from tests.factories.standards import FIXTURES
from tests.factories.towns import TownFactory
from towns.models import Town

# 永济's own standard is a draft for comment and serves no round.
COUNTY_STANDARD = Path(settings.BASE_DIR) / "config" / "demonstration" / "county_standard.json"
PROVINCE = "140000"
# Everybody after whoever is above: key -> (what it is, its place, its superior).
UNITS: tuple[dict[str, tuple[str, str, str]], ...] = (
    {"province": ("government", PROVINCE, "")},
    {
        "province_office": ("office", PROVINCE, "province"),
        "city": ("government", "140100", "province"),
        "far_city": ("government", "140400", "province"),
    },
    {
        "office": ("office", "140100", "city"),
        "county": ("government", "140121", "city"),
        "neighbour": ("government", "140122", "city"),
        "zone": ("zone", "zhongbei", "city"),
        "far_office": ("office", "140400", "far_city"),
        "far_county": ("government", "140423", "far_city"),
    },
    {"township": ("township", "140121100", "county")},
)
PREFIXES = {"government": "gov"}


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

    @property
    def desks(self) -> tuple[tuple[Actor, Actor], ...]:
        """Reviewer and director of every office on the way, in its order."""
        return ((self.reviewer, self.director),)


@dataclass(frozen=True)
class Cast:
    """Who takes part in a round of another level, by the names that the world has for the city's."""

    round: Round
    town: Town
    filer: Actor
    unit_admin: Actor
    reviewer: Actor
    director: Actor
    registrar: Actor
    # Reviewer and director of the office that sends it up, where there is one.
    relay: tuple[Actor, Actor] | None = None

    @property
    def desks(self) -> tuple[tuple[Actor, Actor], ...]:
        """Reviewer and director of every office on the way, in its order."""
        own = (self.reviewer, self.director)
        return (self.relay, own) if self.relay else (own,)


def build_world() -> World:
    """Make it; about forty statements, so build it once a test."""
    units = _organisations()
    people = _people(
        {
            "filer": (Role.FILER, units["county"]),
            "unit_admin": (Role.UNIT_ADMIN, units["county"]),
            "reviewer": (Role.REVIEWER, units["office"]),
            "director": (Role.OFFICE_DIRECTOR, units["office"]),
            "registrar": (Role.REGISTRAR, units["city"]),
            "system_admin": (Role.SYSTEM_ADMIN, units["province_office"]),
            "neighbour_filer": (Role.FILER, units["neighbour"]),
            "zone_filer": (Role.FILER, units["zone"]),
            "far_filer": (Role.FILER, units["far_county"]),
            "far_reviewer": (Role.REVIEWER, units["far_office"]),
        }
    )
    version = published_quickly(FIXTURES / "taiyuan-2023.json", issuer=units["city"])
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


def county_cast(world: World) -> Cast:
    """清徐's own round: 清源镇 files, 清徐's office reviews, 清徐's government decides."""
    office = OrganisationFactory(key="office-140121", office=True, superior=world.county)
    return Cast(
        round=RoundFactory(
            title="试验2026年县级专业镇申报",
            office=office,
            standard_version=published_quickly(COUNTY_STANDARD, issuer=world.county),
            applicants=[world.township],
        ),
        town=TownFactory(
            name="试验葡萄专业镇", owner=world.county, keeper=world.township, main_industry="葡萄种植"
        ),
        **_people(
            {
                "filer": (Role.FILER, world.township),
                "unit_admin": (Role.UNIT_ADMIN, world.township),
                "reviewer": (Role.REVIEWER, office),
                "director": (Role.OFFICE_DIRECTOR, office),
                "registrar": (Role.REGISTRAR, world.county),
            }
        ),
    )


def province_cast(world: World) -> Cast:
    """清徐 files, 太原's office sends it up, the provincial office reviews and decides by itself (P 附件三)."""
    office = world.province_office
    return Cast(
        round=RoundFactory(
            title="试验2026年省级专业镇申报",
            office=office,
            authority=office,
            standard_version=published_quickly(FIXTURES / "shanxi-2022.json", issuer=world.province),
            shortlist_word="拟认定",
            applicants=[world.county, world.neighbour, world.far_county],
        ),
        town=TownFactory(name="试验陈醋专业镇", owner=world.county, main_industry="食醋酿造"),
        filer=world.filer,
        unit_admin=world.unit_admin,
        relay=(world.reviewer, world.director),
        **_people(
            {
                "reviewer": (Role.REVIEWER, office),
                "director": (Role.OFFICE_DIRECTOR, office),
                "registrar": (Role.REGISTRAR, office),
            }
        ),
    )


def cast_at(world: World, level: Level) -> World | Cast:
    """Who takes part at that level; of the city's round it is the world itself."""
    casts: dict[Level, Any] = {Level.COUNTY: county_cast, Level.PROVINCE: province_cast}
    return casts[level](world) if level in casts else world


def published_quickly(path: Path, *, issuer: Organisation) -> StandardVersion:
    """What load_standard makes of the file, in a tenth of the statements and without acts; a test compares the two."""
    spec = _spec(path)
    standard = Standard.objects.create(
        code=spec.code,
        title=spec.title,
        level=spec.level,
        issuer=issuer,
        document=spec.document,
        document_title="试验方案",
    )
    version = StandardVersion.objects.create(
        standard=standard,
        number=1,
        categories=categories(spec),
        effective_from=spec.effective_from,
        digest=content_digest(spec),
    )
    _write_criteria(version, spec)
    now = timezone.now()
    rows = StandardVersion.objects.filter(pk=version.pk)
    rows.update(state=VersionState.PUBLISHED, published_at=now, moved_at=now, version=2)
    return rows.select_related("standard__issuer").get()


@cache
def _spec(path: Path) -> StandardSpec:
    return StandardSpec.from_json(path.read_bytes())


def _write_criteria(version: StandardVersion, spec: StandardSpec) -> None:
    criteria = Criterion.objects.bulk_create(
        Criterion(version=version, number=each.number, title=each.title, clause=each.clause)
        for each in spec.criteria
    )
    Requirement.objects.bulk_create(
        Requirement(
            criterion=criterion,
            position=position,
            params=dict(each.params),
            evidence=list(each.evidence),
            **{name: getattr(each, name) for name in ("key", "kind", "clause", "words", "reading")},
        )
        for criterion, its_spec in zip(criteria, spec.criteria, strict=True)
        for position, each in enumerate(its_spec.requirements, start=1)
    )


def _organisations() -> dict[str, Organisation]:
    divisions, made = _divisions(), dict[str, Organisation]()
    for row in UNITS:
        units = {name: _organisation(*facts, made, divisions) for name, facts in row.items()}
        Organisation.objects.bulk_create(units.values())
        made |= units
    Jurisdiction.objects.bulk_create(
        Jurisdiction(superior=above, subordinate=unit, distance=distance)
        for unit in made.values()
        for distance, above in enumerate(_above(unit))
    )
    return made


def _organisation(
    kind: str,
    place: str,
    superior: str,
    made: Mapping[str, Organisation],
    divisions: Mapping[str, Division],
) -> Organisation:
    """Not saved yet."""
    special = {
        "office": {"office": True},
        "township": {"township": True, "division": divisions.get(place)},
        "zone": {"zone": True, "name": "中北高新区管委会"},
    }
    facts = special.get(kind, {"division": divisions.get(place)})
    key = f"{PREFIXES.get(kind, kind)}-{place}"
    return OrganisationFactory.build(key=key, superior=made.get(superior), **facts)


def _above(unit: Organisation | None) -> list[Organisation]:
    """Itself, then everybody above."""
    return [unit, *_above(unit.superior)] if unit else []


def _divisions() -> dict[str, Division]:
    """By their codes."""
    shanxi = DivisionFactory(province=True)
    taiyuan, changzhi = _below(shanxi, DivisionLevel.CITY, {"140100": "太原市", "140400": "长治市"})
    qingxu, yangqu = _below(taiyuan, DivisionLevel.COUNTY, {"140121": "清徐县", "140122": "阳曲县"})
    (xiangyuan,) = _below(changzhi, DivisionLevel.COUNTY, {"140423": "襄垣县"})
    (qingyuan,) = _below(qingxu, DivisionLevel.TOWNSHIP, {"140121100": "清源镇"})
    everything = (shanxi, taiyuan, changzhi, qingxu, yangqu, xiangyuan, qingyuan)
    return {division.code: division for division in everything}


def _below(parent: Division, level: DivisionLevel, names: Mapping[str, str]) -> list[Division]:
    return Division.objects.bulk_create(
        DivisionFactory.build(code=code, name=name, level=level, parent=parent)
        for code, name in names.items()
    )


def _people(posts: Mapping[str, tuple[Role, Organisation]]) -> dict[str, Actor]:
    """A user for every post, signed in nowhere yet."""
    users: list[User] = [UserFactory.build() for _ in posts]
    for user in users:
        user.password = _password()
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(user=user, organisation=unit, role=role, role_number=ROLE_NUMBERS[role], since=LONG_AGO)
        for user, (role, unit) in zip(users, posts.values(), strict=True)
    )
    return {
        name: _acting(user, role, unit)
        for user, (name, (role, unit)) in zip(users, posts.items(), strict=True)
    }


def _acting(user: User, role: Role, unit: Organisation) -> Actor:
    roles = frozenset({role})
    return Actor(user=user, organisation=unit, roles=roles, memberships=(Standing(unit, roles),))


@cache
def _password() -> str:
    return make_password(PASSWORD)
