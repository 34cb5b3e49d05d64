"""Demonstration accounts: one for every role, a neighbour, and a person with two units."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.actors import SYSTEM, Actor, actor_for
from accounts.enums import Role
from accounts.models import Membership, Organisation, Person, Post, Tenure, User
from core.acts import record

# Printed on the terminal and in the README: it protects nothing but made-up data.
PASSWORD = "zhuanyezhen-2026"  # noqa: S105
SINCE = date(2026, 1, 1)
PREFIX = "demo-"

QINGXU, YANGQU, LOUFAN = "gov-140121", "gov-140122", "gov-140123"
TAIYUAN, OFFICE, PROVINCE_OFFICE, ZONE = "gov-140100", "office-140100", "office-140000", "zone-zhongbei"
YONGJI, COUNTY_OFFICE, PUZHOU = "gov-140881", "office-140881", "township-140881104"


@dataclass(frozen=True, slots=True)
class Account:
    """Who it is, the name of the post, and (organisation key, role) of everything that they may do."""

    username: str
    name: str
    post: str
    memberships: tuple[tuple[str, Role], ...]


ACCOUNTS = (
    Account("demo-filer", "演示填报员", "经办岗", ((QINGXU, Role.FILER),)),
    Account("demo-unit-admin", "演示单位管理员", "审核岗", ((QINGXU, Role.UNIT_ADMIN),)),
    Account("demo-reviewer", "演示复核员", "复核岗", ((OFFICE, Role.REVIEWER),)),
    Account("demo-director", "演示办公室主任", "主任岗", ((OFFICE, Role.OFFICE_DIRECTOR),)),
    Account("demo-registrar", "演示认定登记员", "认定登记岗", ((TAIYUAN, Role.REGISTRAR),)),
    Account("demo-admin", "演示系统管理员", "系统管理岗", ((PROVINCE_OFFICE, Role.SYSTEM_ADMIN),)),
    Account("demo-neighbour", "演示邻县填报员", "经办岗", ((YANGQU, Role.FILER),)),
    Account("demo-neighbour-admin", "演示邻县管理员", "审核岗", ((YANGQU, Role.UNIT_ADMIN),)),
    Account("demo-statistician", "演示统计员", "统计岗", ((QINGXU, Role.STATISTICIAN),)),
    Account("demo-two-units", "演示两单位填报员", "经办岗", ((LOUFAN, Role.FILER), (ZONE, Role.FILER))),
    Account("demo-town-filer", "演示镇填报员", "经办岗", ((PUZHOU, Role.FILER),)),
    Account("demo-town-admin", "演示镇管理员", "审核岗", ((PUZHOU, Role.UNIT_ADMIN),)),
    Account("demo-county-reviewer", "演示县级复核员", "复核岗", ((COUNTY_OFFICE, Role.REVIEWER),)),
    Account("demo-county-director", "演示县级办公室主任", "主任岗", ((COUNTY_OFFICE, Role.OFFICE_DIRECTOR),)),
    Account("demo-county-registrar", "演示县级认定登记员", "认定登记岗", ((YONGJI, Role.REGISTRAR),)),
    Account("demo-province-reviewer", "演示省级复核员", "复核岗", ((PROVINCE_OFFICE, Role.REVIEWER),)),
    Account(
        "demo-province-director", "演示省级办公室主任", "主任岗", ((PROVINCE_OFFICE, Role.OFFICE_DIRECTOR),)
    ),
    Account(
        "demo-province-registrar", "演示省级认定登记员", "认定登记岗", ((PROVINCE_OFFICE, Role.REGISTRAR),)
    ),
)
# The clerk and the administrator of every unit that files.
CLERKS = {
    QINGXU: "demo-filer",
    YANGQU: "demo-neighbour",
    LOUFAN: "demo-two-units",
    PUZHOU: "demo-town-filer",
}
STATISTICIANS = {QINGXU: "demo-statistician"}
HEADS = {QINGXU: "demo-unit-admin", YANGQU: "demo-neighbour-admin", PUZHOU: "demo-town-admin"}
# Who examines and who leads in every office, and who enters what an authority has decided.
REVIEWERS = {
    OFFICE: "demo-reviewer",
    COUNTY_OFFICE: "demo-county-reviewer",
    PROVINCE_OFFICE: "demo-province-reviewer",
}
DIRECTORS = {
    OFFICE: "demo-director",
    COUNTY_OFFICE: "demo-county-director",
    PROVINCE_OFFICE: "demo-province-director",
}
REGISTRARS = {
    TAIYUAN: "demo-registrar",
    YONGJI: "demo-county-registrar",
    PROVINCE_OFFICE: "demo-province-registrar",
}


def make_accounts() -> None:
    """The accounts that are missing; existing ones keep their password and roles."""
    there = set(
        User.objects.filter(username__startswith=PREFIX).order_by("pk").values_list("username", flat=True)
    )
    # Hashing is slow on purpose; made-up accounts may share one result.
    password = make_password(PASSWORD)
    for number, account in enumerate(ACCOUNTS, start=1):
        if account.username not in there:
            _make(account, password, telephone=f"1380000{number:04d}")


def acting(username: str, organisation: str | None = None) -> Actor:
    """The demonstration user at work, in the named unit or in their first one."""
    user = User.objects.get(username=username)
    unit = Organisation.objects.get(key=organisation) if organisation else None
    return actor_for(user, organisation_id=unit.pk if unit else None)


def _make(account: Account, password: str, telephone: str) -> None:
    person = Person.objects.create(name=account.name, note="演示人员")
    user = User.objects.create(
        username=account.username,
        display_name=account.name,
        person=person,
        telephone=telephone,
        password=password,
    )
    units = {unit.key: unit for unit in Organisation.objects.filter(key__in=dict(account.memberships))}
    for key, role in account.memberships:
        Membership.objects.create(user=user, organisation=units[key], role=role, since=SINCE)
        post, _ = Post.objects.get_or_create(
            organisation=units[key], name=f"演示{account.post}", portfolio=""
        )
        Tenure.objects.create(post=post, person=person, since=SINCE, basis="演示数据")
    record(actor=SYSTEM, verb="user.create", target=user)
