"""Users, organisations and the people of a unit as files, with the columns and the masks of their pages."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from accounts.actors import Actor
from accounts.filters import OrganisationFilter, UserFilter
from accounts.models import Organisation, User
from accounts.rules import can_administer, can_manage_unit
from accounts.selectors import (
    colleague_rows,
    colleagues_for_list,
    organisations_for_list,
    user_rows,
    users_for_list,
    with_tier,
)
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from core.templatetags.formats import mask_phone

USERS = (
    Column("姓名", 14),
    Column("用户名", 18),
    Column("单位与角色", 44),
    Column("手机", 16),
    Column("状态", 18),
    Column("最近登录", 18, Kind.MOMENT),
)
ORGANISATIONS = (
    # Named as the sheet for importing names them, so that the file can be changed and brought in again.
    Column("全称", 36),
    Column("级别", 10),
    Column("简称", 20),
    Column("类型", 18),
    Column("所在区划", 24),
    Column("直接上级", 30),
    Column("设在", 20),
    Column("联系电话", 18),
    Column("状态", 8),
)
PEOPLE = (
    Column("姓名", 14),
    Column("用户名", 18),
    Column("角色", 30),
    Column("正在办理", 12, Kind.INTEGER, "件"),
    Column("手机", 16),
    Column("状态", 18),
    Column("最近登录", 18, Kind.MOMENT),
)


def user_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Every user in sight of a system administrator; numbers stay masked as on the page."""
    can_administer(actor).demand()
    rows = users_for_list(actor, at=timezone.localdate())
    return Opened("用户", USERS, UserFilter(query, queryset=rows).qs.order_by("username", "pk"), _user_lines)


def organisation_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The organisations in sight of a system administrator."""
    can_administer(actor).demand()
    rows = OrganisationFilter(query, queryset=organisations_for_list(actor)).qs
    return Opened("单位", ORGANISATIONS, rows.order_by("key", "pk"), _organisation_lines)


def people_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Who works in the acting unit."""
    can_manage_unit(actor).demand()
    rows = colleagues_for_list(actor).order_by("username", "pk")

    def lines(users: Sequence[User], first: int) -> Iterator[Line]:
        return _people_lines(actor, users)

    return Opened("本单位人员", PEOPLE, rows, lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("users", "用户", user_listing),
        Listing("organisations", "单位", organisation_listing),
        Listing("unit_people", "本单位人员", people_listing),
    )


def _user_lines(users: Sequence[User], first: int) -> Iterator[Line]:
    for row in user_rows(users):
        held = "；".join(f"{each.organisation.name} · {each.role_words}" for each in row.memberships)
        yield (*_names(row.user), held, *_contact(row.user, is_locked=row.is_locked))


def _organisation_lines(units: Sequence[Organisation], first: int) -> Iterator[Line]:
    for unit in units:
        superior = unit.superior.name if unit.superior else ""
        yield (
            unit.name,
            with_tier(unit).removeprefix(unit.name).strip("（）"),
            unit.short_name,
            unit.get_kind_display(),
            unit.division.full_name if unit.division else "",
            superior,
            unit.host,
            unit.telephone,
            "在用" if unit.is_active else "停用",
        )


def _people_lines(actor: Actor, users: Sequence[User]) -> Iterator[Line]:
    for row in colleague_rows(actor, users):
        roles = "、".join(each.role_words for each in row.memberships)
        contact = _contact(row.user, is_locked=row.is_locked)
        yield (*_names(row.user), roles, len(row.items), *contact)


def _names(user: User) -> Line:
    return (user.display_name, user.username)


def _contact(user: User, *, is_locked: bool) -> Line:
    """The masked number, the state of the account in words, and the last sign-in."""
    words = [
        "启用" if user.is_active else "停用",
        *(["登录锁定"] if is_locked else []),
        *(["待改密码"] if user.must_change_password else []),
    ]
    return (mask_phone(user.telephone), "、".join(words), user.last_login)
