"""The demonstration rounds: one call at each level, open whenever the demonstration is made."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.models import Round
from applications.services.rounds import create_round, publish_round
from config.demonstration.people import (
    COUNTY_OFFICE,
    DIRECTORS,
    OFFICE,
    PROVINCE_OFFICE,
    TAIYUAN,
    YONGJI,
    acting,
)
from core.enums import Level
from criteria.standard import StandardSpec
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.services import load_standard

OPEN_SINCE = timedelta(days=10)
OPEN_FOR = timedelta(days=20)
# T 附2二1 names these two zones and the county governments.
ZONES = ("zone-zonggai", "zone-zhongbei")
# 永济's own standard is a draft for comment and serves no round, so the demonstration brings one of its own.
COUNTY_STANDARD = Path(__file__).parent / "county_standard.json"


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, who decides, by which standard, and what a town that passed the review is called."""

    office: str
    authority: str
    standard: str
    shortlist_word: str
    telephone: str


CALLS = {
    Level.COUNTY: Call(COUNTY_OFFICE, YONGJI, "demo-county", "拟认定", "0359-0000000"),
    Level.CITY: Call(OFFICE, TAIYUAN, "taiyuan-2023", "拟重点培育", "0351-0000000"),
    Level.PROVINCE: Call(PROVINCE_OFFICE, PROVINCE_OFFICE, "shanxi-2022", "拟认定", "0351-0000001"),
}


def make_rounds() -> dict[str, Round]:
    """The round of every level, published; a second call finds them."""
    return {level.value: _found(call) or _make(level, call) for level, call in CALLS.items()}


def _found(call: Call) -> Round | None:
    return Round.objects.filter(office__key=call.office, title__startswith="演示").order_by("pk").first()


def _make(level: Level, call: Call) -> Round:
    director = acting(DIRECTORS[call.office])
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    round_ = create_round(
        actor=director,
        title=f"演示{midnight.year}年{level.label}专业镇申报",
        year=midnight.year,
        authority=Organisation.objects.get(key=call.authority),
        standard_version=_standard(call.standard),
        applicants=_applicants(level),
        opens_at=midnight - OPEN_SINCE,
        closes_at=midnight + OPEN_FOR,
        guidance="这是演示批次，用来体验从申报到认定的全过程。请使用演示账号登录，不要填写真实信息。",
        contact=f"演示联系人，{call.telephone}",
        shortlist_word=call.shortlist_word,
    )
    return publish_round(actor=director, round_=round_)


def _standard(code: str) -> StandardVersion:
    """The newest published version; the county's own comes with the demonstration."""
    spec = StandardSpec.from_json(COUNTY_STANDARD.read_bytes())
    if code == spec.code:
        issuer = Organisation.objects.get(key=YONGJI)
        load_standard(actor=SYSTEM, spec=spec, number=1, issuer=issuer, document_title=spec.title)
    published = StandardVersion.objects.filter(standard__code=code, state=VersionState.PUBLISHED)
    return published.latest("number")


def _applicants(level: Level) -> list[Organisation]:
    """永济's townships; 太原's counties and two zones; at the province 太原's counties."""
    if level == Level.COUNTY:
        townships = Organisation.objects.filter(superior__key=YONGJI, kind=OrganisationKind.TOWNSHIP)
        return list(townships.order_by("key"))
    counties = Organisation.objects.filter(superior__key=TAIYUAN, kind=OrganisationKind.GOVERNMENT)
    zones = Organisation.objects.filter(key__in=ZONES if level == Level.CITY else ())
    return [*counties.order_by("key"), *zones.order_by("key")]
