"""The demonstration round: this year's call of 太原, open whenever the demonstration is made."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.models import Round
from applications.services.rounds import create_round, publish_round
from config.demonstration.people import OFFICE, TAIYUAN, acting
from standards.enums import VersionState
from standards.models import StandardVersion

STANDARD = "taiyuan-2023"
OPEN_SINCE = timedelta(days=10)
OPEN_FOR = timedelta(days=20)
# T 附2二1 names these two zones and the county governments.
ZONES = ("zone-zonggai", "zone-zhongbei")


def make_round() -> Round:
    """The round, published; a second call finds it."""
    found = Round.objects.filter(office__key=OFFICE, title__startswith="演示").order_by("pk").first()
    return found or _make()


def _make() -> Round:
    director = acting("demo-director")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    round_ = create_round(
        actor=director,
        title=f"演示{midnight.year}年市级专业镇申报",
        year=midnight.year,
        authority=Organisation.objects.get(key=TAIYUAN),
        standard_version=StandardVersion.objects.filter(
            standard__code=STANDARD, state=VersionState.PUBLISHED
        ).latest("number"),
        applicants=_applicants(),
        opens_at=midnight - OPEN_SINCE,
        closes_at=midnight + OPEN_FOR,
        guidance="这是演示批次，用来体验从申报到认定的全过程。请使用演示账号登录，不要填写真实信息。",
        contact="演示联系人，0351-0000000",
        shortlist_word="拟重点培育",
    )
    return publish_round(actor=director, round_=round_)


def _applicants() -> list[Organisation]:
    counties = Organisation.objects.filter(superior__key=TAIYUAN, kind=OrganisationKind.GOVERNMENT)
    zones = Organisation.objects.filter(key__in=ZONES)
    return [*counties.order_by("key"), *zones.order_by("key")]
