"""Users and organisations by Excel: the rules of one hold for many."""

from collections.abc import Callable

import pytest

from accounts.enums import Role
from accounts.models import Jurisdiction, Membership, Organisation, User
from core.errors import Conflict, NotAllowed
from exchange.enums import ImportState, PageKind
from tests.exchange import sheets
from tests.exchange.conftest import Bring
from tests.factories import World, actor
from tests.harness.pages import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.both]
USERS = ("用户名", "姓名", "手机", "单位", "角色")
OWN = ("用户名", "姓名", "手机", "角色")
UNITS = ("全称", "简称", "类型", "所在区划", "直接上级", "设在", "联系电话")


def test_accounts_come_without_a_password_and_with_their_role(
    world: World, bring: Bring, confirm: Bring
) -> None:
    rows = [("zhang.san", "演示张三", "１３８ 0000 0001", world.county.name, "填报员、统计员")]
    batch = bring(world.system_admin, "users", None, sheets.xlsx(USERS, rows))
    assert batch.state == ImportState.READY, sheets.problems(batch)
    confirm(world.system_admin, batch)
    user = User.objects.get(username="zhang.san")
    assert (user.telephone, user.has_usable_password()) == ("13800000001", False)
    assert set(user.memberships.values_list("organisation", "role")) == {
        (world.county.pk, Role.FILER),
        (world.county.pk, Role.STATISTICIAN),
    }
    again = bring(world.system_admin, "users", None, sheets.xlsx(USERS, rows))
    assert (again.counts["same"], again.counts["new"], again.counts["changed"]) == (1, 0, 0)


def test_what_is_wrong_with_people(world: World, bring: Bring) -> None:
    rows = [
        ("x", "演示甲", "", world.county.name, "填报员"),
        ("yan.shi", "演示乙", "电话", world.county.name, "填报员"),
        ("yan.shi2", "演示丙", "", "没有这个单位", "填报员"),
        ("yan.shi3", "演示丁", "", world.county.name, "系统管理员"),
        ("yan.shi4", "演示戊", "", world.county.name, "复核员"),
        ("yan.shi5", "", "", world.county.name, "填报员"),
    ]
    batch = bring(world.system_admin, "users", None, sheets.xlsx(USERS, rows))
    assert [(row, column) for row, column, _ in sheets.problems(batch)] == [
        (2, "A"),
        (3, "C"),
        (4, "D"),
        (5, "E"),
        (6, "E"),
        (7, "B"),
    ]


def test_the_head_of_a_unit_brings_own_people_only(world: World, bring: Bring, confirm: Bring) -> None:
    stranger = world.neighbour_filer.user
    assert stranger is not None
    rows = [(stranger.username, stranger.display_name, "", "填报员")]
    refused = bring(world.unit_admin, "users", world.county.pk, sheets.xlsx(OWN, rows))
    assert [(row, column) for row, column, _ in sheets.problems(refused)] == [(2, "A")]
    rows = [("li.si", "演示李四", "", "填报员")]
    confirm(world.unit_admin, bring(world.unit_admin, "users", world.county.pk, sheets.xlsx(OWN, rows)))
    assert Membership.objects.get(user__username="li.si").organisation == world.county
    with pytest.raises(LookupError):
        sheets.upload(world.unit_admin, "users", world.neighbour.pk, sheets.xlsx(OWN, rows))
    with pytest.raises(NotAllowed):
        sheets.upload(world.unit_admin, "users", None, sheets.xlsx(OWN, rows))


def test_unused_accounts_go_again_and_used_ones_stay(world: World, bring: Bring, confirm: Bring) -> None:
    rows = [("zhang.san", "演示张三", "", world.county.name, "填报员")]
    batch = confirm(world.system_admin, bring(world.system_admin, "users", None, sheets.xlsx(USERS, rows)))
    user = User.objects.get(username="zhang.san")
    user.set_password("a-password-of-theirs")
    user.save()
    with pytest.raises(Conflict):
        sheets.undo(world.system_admin, batch)
    user.set_unusable_password()
    user.save()
    sheets.undo(world.system_admin, batch)
    assert not User.objects.filter(username="zhang.san").exists()


def test_units_and_their_superiors_in_one_sheet(world: World, bring: Bring, confirm: Bring) -> None:
    rows = [
        ("试验二局", "二局", "成员单位", "", "试验一局", "", ""),
        ("试验一局", "一局", "成员单位", "140121", world.county.name, "", "0351-1234567"),
        (
            world.county.name,
            "清徐新简称",
            "人民政府",
            world.county.division.full_name,
            world.city.name,
            "",
            "",
        ),
    ]
    batch = bring(world.system_admin, "organisations", None, sheets.xlsx(UNITS, rows))
    assert batch.state == ImportState.READY, sheets.problems(batch)
    assert [line[1] for line in sheets.lines(batch, PageKind.CHANGED)] == [world.county.name]
    before = world.county.short_name
    batch = confirm(world.system_admin, batch)
    made = Organisation.objects.get(name="试验二局")
    assert made.superior is not None and made.superior.name == "试验一局"
    assert Jurisdiction.objects.filter(subordinate=made, superior=world.city).exists()
    assert Organisation.objects.get(pk=world.county.pk).short_name == "清徐新简称"
    sheets.undo(world.system_admin, batch)
    assert not Organisation.objects.filter(name__startswith="试验二局").exists()
    assert Organisation.objects.get(pk=world.county.pk).short_name == before


def test_circles_and_unknown_superiors_are_named(world: World, bring: Bring) -> None:
    rows = [
        ("试验甲局", "甲局", "成员单位", "", "试验乙局", "", ""),
        ("试验乙局", "乙局", "成员单位", "", "试验甲局", "", ""),
        ("试验丙局", "丙局", "成员单位", "", "没有的局", "", ""),
    ]
    batch = bring(world.system_admin, "organisations", None, sheets.xlsx(UNITS, rows))
    assert [(row, column) for row, column, _ in sheets.problems(batch)] == [(2, "E"), (3, "E"), (4, "E")]
    with pytest.raises(NotAllowed):
        sheets.upload(world.reviewer, "organisations", None, sheets.xlsx(UNITS, rows))


def test_a_sheet_with_telephones_is_not_for_every_colleague(
    world: World, bring: Bring, browser_of: Callable[..., Browser]
) -> None:
    rows = [("zhang.san", "演示张三", "13800000001", world.county.name, "填报员")]
    batch = bring(world.system_admin, "users", None, sheets.xlsx(USERS, rows))
    colleague = actor(Role.REVIEWER, organisation=world.province_office)
    file, page = f"/files/{batch.file_id}/", f"/exchange/imports/{batch.pk}/"
    handed_out = browser_of(world.system_admin).get(file)
    assert b"".join(handed_out.streaming_content)
    assert [browser_of(colleague).get(each).status_code for each in (file, page)] == [404, 403]
    shown = browser_of(world.system_admin).get(page).content.decode()
    assert "138****0001" in shown and "13800000001" not in shown
