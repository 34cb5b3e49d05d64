"""Users by Excel: accounts and their roles, for the whole portal or for the own unit."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.patterns import TELEPHONE, USERNAME
from accounts.rules import can_administer, can_manage_unit, roles_of
from accounts.services import Newcomer, import_users, undo_users
from core.permits import Permit, no
from core.resources import Column, Held, Line, SheetResource
from core.resources.base import Remark, Values
from core.resources.widgets import KeysWidget, ReferenceWidget, TextWidget, as_text, folded

# Whoever administers everything is appointed one by one.
ROLES = {role.value: str(role.label) for role in Role if role != Role.SYSTEM_ADMIN}
TAKEN = "这个用户名已有人使用，请换一个；已有账户的人员请用“添加已有账户的人员”。"


@dataclass(slots=True)
class HeldUser(Held):
    """A user with the roles of today, by unit."""

    roles: dict[int, list[str]] = field(default_factory=dict)


class UsernameWidget(TextWidget):
    """A username; that it belongs to somebody elsewhere is all that a unit learns."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        text = super().clean(value, row, **options).lower()
        if text in options["lookups"]["strangers"]:
            raise ValueError(TAKEN)
        return text


class TelephoneWidget(TextWidget):
    """A telephone number; blanks in it are left out."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        return super().clean(folded(as_text(value)).replace(" ", ""), row, **options)


class RolesWidget(KeysWidget):
    """Roles that this person may give."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        keys = super().clean(value, row, **options)
        given = options["lookups"]["roles"]
        refused = [self.words[key] for key in keys if key not in given]
        if refused:
            raise ValueError(f"“{refused[0]}”须由系统管理员安排。")
        return keys


class UserSheet(SheetResource):
    """用户: one line a person and unit; roles are added, none is ended here."""

    key, noun, most_rows, is_personal = "users", "用户", 1_000, True
    advice = "新账户还没有密码：导入后在各人的页面上“重置密码”，当面告知本人。角色只添加，不结束。"

    username = Column(
        "username",
        "用户名",
        UsernameWidget(longest=40, example="zhang.san", fold=True, validators=[USERNAME]),
        note="用来登录，创建后不能改。",
        required=True,
        width=20,
    )
    display_name = Column(
        "display_name", "姓名", TextWidget(longest=40, example="张三"), required=True, width=14
    )
    telephone = Column(
        "telephone",
        "手机",
        TelephoneWidget(longest=20, example="13800000000", validators=[TELEPHONE]),
        is_personal=True,
    )
    organisation = Column(
        "organisation",
        "单位",
        ReferenceWidget("organisations", noun="单位", example="清徐县人民政府"),
        note="全称。",
        required=True,
        width=30,
    )
    roles = Column(
        "roles", "角色", RolesWidget(ROLES), note="几个角色用顿号隔开。", required=True, width=24, default=()
    )

    def columns(self, place: Any = None) -> list[Column]:
        """In one's own unit the unit goes without saying."""
        found = super().columns()
        return found if place is None else [each for each in found if each.attribute != "organisation"]

    def place(self, actor: Any, number: int | None) -> Organisation | None:
        """The whole portal, or the unit for which the person acts."""
        if number is None:
            return None
        if actor.organisation is None or actor.organisation.pk != number:
            raise LookupError(number)
        found: Organisation = actor.organisation
        return found

    def permit(self, actor: Any, place: Any) -> Permit:
        """The system administrator for everybody, the head of a unit for the own unit."""
        if place is None:
            return can_administer(actor)
        return can_manage_unit(actor) if actor.acts_for(place) else no("只能办理本单位的人员。")

    def address(self, place: Any) -> str:
        """The list of users, or of the unit's people."""
        return reverse("accounts:user_list" if place is None else "accounts:unit_people")

    def lookups(self, actor: Any, place: Any) -> Mapping[str, Any]:
        """Units, the roles that may be given, and names that belong to others."""
        units = Organisation.objects.active().visible_to(actor).order_by("key")
        strangers: set[str] = set()
        if place is not None:
            others = User.objects.exclude(pk__in=User.objects.of_unit(place).values("pk"))
            strangers = set(others.order_by("pk").values_list("username", flat=True))
        return {
            "organisations": {folded(each.name): _named(each) for each in units},
            "roles": set(ROLES) if place is None else {role.value for role in actor.gives},
            "strangers": strangers,
        }

    def identity(self, values: Values) -> tuple[str, Hashable]:
        """The username, once in every unit."""
        unit = values.get("organisation")
        return "username", (values["username"], unit[0] if unit else 0) if values["username"] else None

    def name_of(self, values: Values) -> str:
        """张三（zhang.san）."""
        return f"{values['display_name']}（{values['username']}）"

    def held(self, actor: Any, place: Any) -> Mapping[Hashable, Held]:
        """Every user in sight with the roles of today."""
        users = User.objects.visible_to(actor) if place is None else User.objects.of_unit(place)
        in_force = Membership.objects.at(timezone.localdate()).order_by("organisation_id", "role_number")
        roles: dict[int, dict[int, list[str]]] = {}
        for user, unit, role in in_force.values_list("user_id", "organisation_id", "role"):
            roles.setdefault(user, {}).setdefault(unit, []).append(role)
        rows = users.order_by("pk").values_list("pk", "username", "display_name", "telephone", "is_active")
        return {
            username: HeldUser(
                pk,
                f"{name}|{telephone}|{active}|{sorted(roles.get(pk, {}).items())}",
                [username, name, telephone],
                roles.get(pk, {}),
            )
            for pk, username, name, telephone, active in rows
        }

    def match(self, values: Values, held: Mapping[Hashable, Held]) -> Held | None:
        """The account of that name, as far as the line speaks of it."""
        found = held.get(values["username"])
        if not isinstance(found, HeldUser):
            return None
        unit = values.get("organisation")
        # In one's own unit only its people are read, and they have one.
        own = (
            found.roles.get(unit[0], [])
            if unit
            else sorted({each for held in found.roles.values() for each in held})
        )
        wanted = values["roles"] or ()
        kept_roles = list(wanted) if set(wanted) <= set(own) else [key for key in ROLES if key in own]
        tail = [list(unit), kept_roles] if unit else [kept_roles]
        return Held(found.pk, found.mark, [*found.kept, *tail])

    def judge(self, values: Values, found: Held | None) -> Iterator[Remark]:
        """Roles that the kind of unit knows; names and numbers of people are the system administrator's to change."""
        unit = values.get("organisation")
        if unit is None and "organisation" in values:
            return
        if unit is not None:
            known = {role.value for role in roles_of(Organisation(kind=unit[2]))}
            strange = [ROLES[key] for key in values["roles"] or () if key not in known]
            if strange:
                yield "roles", f"{unit[1]}没有“{strange[0]}”这个角色。", True
        if found is None:
            return
        if "|False|" in found.mark:
            yield "username", "这个账户已经停用，请先启用，或换一个用户名。", True
        if "organisation" not in values and found.kept[1] != values["display_name"]:
            yield "display_name", f"这个账户登记的姓名是“{found.kept[1]}”，改名请联系系统管理员。", True
        yield from self.emptied_telephone(values, found)

    def emptied_telephone(self, values: Values, found: Held) -> Iterator[Remark]:
        """A number that is left out would be deleted."""
        if found.kept[2] and not values["telephone"]:
            yield "telephone", "原来登记有手机号，导入后将清空。", False

    def write(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> list[int]:
        """Through the accounts' own services."""
        people = [self._newcomer(each, each.new, place) for each in lines]
        return import_users(actor=actor, people=people, facts=facts)

    def undo(self, actor: Any, place: Any, lines: Sequence[Line], facts: Mapping[str, Any]) -> None:
        """New accounts that nobody used go; the others are as before."""
        made = [self._newcomer(each, each.new, place) for each in lines if each.old is None]
        changed = [
            (self._newcomer(each, each.new, place), self._newcomer(each, each.old, place))
            for each in lines
            if each.old is not None
        ]
        undo_users(actor=actor, made=made, changed=changed, facts=facts)

    def _newcomer(self, line: Line, kept: Sequence[Any], place: Any) -> Newcomer:
        unit = place.pk if place is not None else kept[3][0]
        return Newcomer(
            line.pk, line.number, kept[0], kept[1], kept[2], unit, tuple(Role(each) for each in kept[-1])
        )


def _named(unit: Organisation) -> tuple[int, str, str]:
    return (unit.pk, unit.name, unit.kind)
