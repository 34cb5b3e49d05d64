"""Organisations: who is above whom, what may change, and the pages that show it."""

import pytest
from django.urls import reverse

from accounts import services
from accounts.enums import DivisionLevel, OrganisationKind, Role
from accounts.models import Jurisdiction, Organisation, OrganisationAlias
from core.errors import Invalid, NotAllowed
from records.models import Act
from tests.factories import (
    DivisionFactory,
    MembershipFactory,
    OrganisationFactory,
    PostFactory,
    TenureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def tree(db):
    """A province, two cities, a county with its township, an office."""
    shanxi = DivisionFactory(province=True)
    province = OrganisationFactory(key="gov-140000", division=shanxi)
    first = DivisionFactory(code="141000", name="临汾市", level=DivisionLevel.CITY, parent=shanxi)
    second = DivisionFactory(code="140800", name="运城市", level=DivisionLevel.CITY, parent=shanxi)
    linfen = OrganisationFactory(key="gov-141000", division=first, superior=province)
    yuncheng = OrganisationFactory(key="gov-140800", division=second, superior=province)
    huozhou = OrganisationFactory(
        key="gov-141082",
        division=DivisionFactory(code="141082", name="霍州市", parent=first),
        superior=linfen,
    )
    township = OrganisationFactory(key="t-1", township=True, superior=huozhou)
    office = OrganisationFactory(key="office-141082", office=True, superior=huozhou)
    return {
        "province": province,
        "linfen": linfen,
        "yuncheng": yuncheng,
        "huozhou": huozhou,
        "township": township,
        "office": office,
    }


def closure():
    return set(
        Jurisdiction.objects.order_by("pk").values_list("superior__key", "subordinate__key", "distance")
    )


def particulars(unit, **changed):
    values = {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": OrganisationKind(unit.kind),
        "division": unit.division,
        "host": unit.host,
        "telephone": unit.telephone,
    }
    return services.Particulars(**{**values, **changed})


def test_the_closure_is_written_from_the_superiors_alone(tree, django_assert_max_num_queries):
    wanted = closure()
    Jurisdiction.objects.all().delete()
    assert services.rebuild_jurisdiction() == len(wanted)
    assert closure() == wanted
    assert ("gov-140000", "t-1", 3) in wanted
    with django_assert_max_num_queries(4):
        assert services.rebuild_jurisdiction() == 0


def test_what_is_wrong_in_the_closure_is_mended(tree):
    wanted = closure()
    Jurisdiction.objects.filter(superior=tree["province"], distance=3).update(distance=7)
    Jurisdiction.objects.create(superior=tree["yuncheng"], subordinate=tree["township"], distance=1)
    Jurisdiction.objects.filter(superior=tree["huozhou"], subordinate=tree["office"]).delete()
    assert services.rebuild_jurisdiction() > 0
    assert closure() == wanted


def test_a_circle_is_refused(tree):
    Organisation.objects.filter(pk=tree["linfen"].pk).update(superior=tree["township"])
    with pytest.raises(Invalid, match="上级不能是本单位或它的下级"):
        services.rebuild_jurisdiction()


def test_a_unit_moves_with_everything_below_it(admin, desk, tree):
    url = reverse("accounts:organisation_move", args=[tree["huozhou"].pk, tree["yuncheng"].pk])
    assert desk.post(url).status_code == 302
    moved = closure()
    assert {("gov-140800", "t-1", 2), ("gov-140800", "office-141082", 2), ("gov-140000", "t-1", 3)} <= moved
    assert not [row for row in moved if row[0] == "gov-141000" and row[1] != "gov-141000"]
    assert services.rebuild_jurisdiction() == 0
    line = Act.objects.get(verb="organisation.move").details["changes"][0]
    assert (line["old"], line["new"]) == (tree["linfen"].name, tree["yuncheng"].name)


@pytest.mark.parametrize("below", ["huozhou", "township"])
def test_a_unit_is_never_moved_below_itself(desk, tree, below):
    before = closure()
    url = reverse("accounts:organisation_move", args=[tree["huozhou"].pk, tree[below].pk])
    response = desk.post(url)
    assert response.status_code == 400
    assert "上级不能是本单位或它的下级" in response.content.decode()
    assert closure() == before


def test_the_page_says_the_tier_the_chain_the_posts_and_the_members(desk, tree):
    unit = tree["huozhou"]
    TenureFactory(post=PostFactory(organisation=unit, name="演示市长"), person__name="演示甲")
    PostFactory(organisation=unit, name="演示空岗")
    member = MembershipFactory(organisation=unit, role=Role.UNIT_ADMIN)
    page = desk.get(reverse("accounts:organisation_detail", args=[unit.pk])).content.decode()
    for words in (
        "霍州市人民政府（县级）",
        "临汾市人民政府（市级）",
        "演示甲",
        "空缺",
        member.user.display_name,
        "单位管理员",
    ):
        assert words in page


def test_tiers_are_always_printed(desk, tree):
    OrganisationFactory(key="zone-1", zone=True, name="试验开发区管委会", superior=tree["linfen"])
    page = desk.get(reverse("accounts:organisation_list")).content.decode()
    for words in (
        "人民政府（省级）",
        "临汾市人民政府（市级）",
        "霍州市人民政府（县级）",
        "（乡镇级）",
        "试验开发区管委会（开发区）",
    ):
        assert words in page


def found(desk, **filters):
    response = desk.get(reverse("accounts:organisation_list"), filters)
    assert response.status_code == 200
    return {unit.key for unit in response.context["page_of_units"].rows}


def test_the_list_is_narrowed_by_city_tier_kind_and_any_name(desk, admin, tree):
    OrganisationFactory(key="zone-1", zone=True, name="试验开发区管委会", superior=tree["linfen"])
    services.add_alias(actor=admin, organisation=tree["office"], name="霍州镇办")
    assert found(desk, city=tree["linfen"].pk) == {
        "gov-141000",
        "gov-141082",
        "t-1",
        "office-141082",
        "zone-1",
    }
    assert found(desk, city=tree["linfen"].pk, level="county") == {"gov-141082", "office-141082", "zone-1"}
    assert found(desk, kind="township") == {"t-1"}
    assert found(desk, q="霍州镇办") == {"office-141082"}
    assert "gov-141082" in found(desk, q="huozhou")
    assert found(desk, q="没有这个单位") == set()


@pytest.mark.parametrize(
    "query",
    [
        "city=abc",
        "city=" + "9" * 40,
        "level=x",
        "q=%00",
        "q=" + "x" * 900,
        "after=abc",
        "after=~1",
        "state=%F0",
    ],
)
def test_an_address_that_makes_no_sense_is_answered(desk, query):
    assert desk.get(f"{reverse('accounts:organisation_list')}?{query}").status_code == 200
    assert desk.get(f"{reverse('accounts:user_list')}?{query}").status_code == 200


def test_a_new_unit_stands_below_its_superior_at_once(desk, tree):
    superior = tree["linfen"]
    url = reverse("accounts:organisation_create", args=[superior.pk])
    typed = {
        "name": "试验区人民政府",
        "short_name": "试验区政府",
        "kind": "government",
        "division": superior.division_id,
    }
    created = desk.post(url, typed)
    unit = Organisation.objects.get(name="试验区人民政府")
    assert created.url == reverse("accounts:organisation_detail", args=[unit.pk])
    assert ("gov-140000", unit.key, 2) in closure()
    assert unit.sort_key.startswith("shiyanqu")
    again = desk.post(url, typed)
    assert again.status_code == 422
    assert "已有同名单位" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"kind": "kingdom"}, "kind"),
        ({"division": "999999999999999999999"}, "division"),
        ({"division": "abc"}, "division"),
        ({"telephone": "<script>"}, "telephone"),
    ],
)
def test_what_does_not_hold_is_named(desk, tree, typed, field):
    good = {"name": "试验区人民政府", "short_name": "试验区政府", "kind": "government", "division": ""}
    before = Organisation.objects.count()
    response = desk.post(reverse("accounts:organisation_create", args=[tree["linfen"].pk]), {**good, **typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Organisation.objects.count() == before


def test_editing_records_old_and_new_and_notices_an_old_page(desk, tree):
    unit = tree["office"]
    url = reverse("accounts:organisation_edit", args=[unit.pk])
    typed = {name: value or "" for name, value in desk.get(url).context["form"].initial.items()}
    assert desk.post(url, {**typed, "host": "市工科局"}).status_code == 302
    line = Act.objects.get(verb="organisation.update").details["changes"]
    assert line == [{"field": "设在", "old": "", "new": "市工科局"}]
    assert desk.post(url, {**typed, "host": "市工信局"}).status_code == 409
    unit.refresh_from_db()
    assert unit.host == "市工科局"


def test_the_kind_stays_while_somebody_has_a_role_that_it_alone_knows(admin, tree):
    unit = tree["office"]
    MembershipFactory(organisation=unit, role=Role.REVIEWER)
    with pytest.raises(NotAllowed, match="还有人在此任复核员"):
        services.update_organisation(
            actor=admin, organisation=unit, particulars=particulars(unit, kind=OrganisationKind.ZONE)
        )


def test_a_unit_goes_out_of_use_only_when_it_is_empty(desk, admin, tree):
    MembershipFactory(organisation=tree["township"])
    with pytest.raises(NotAllowed, match="1 名用户"):
        services.deactivate_organisation(actor=admin, organisation=tree["township"])
    assert (
        desk.post(reverse("accounts:organisation_deactivate", args=[tree["huozhou"].pk])).status_code == 403
    )
    office = reverse("accounts:organisation_deactivate", args=[tree["office"].pk])
    assert desk.post(office).status_code == 302
    assert desk.post(office).status_code == 403
    assert found(desk, state="off") == {"office-141082"}
    assert desk.post(reverse("accounts:organisation_activate", args=[tree["office"].pk])).status_code == 302
    assert found(desk, state="off") == set()


def test_an_alias_means_one_unit_inside_its_government(desk, tree):
    unit, other = tree["office"], OrganisationFactory(member_unit=True, superior=tree["huozhou"])
    add = reverse("accounts:alias_create", args=[unit.pk])
    assert desk.post(add, {"name": "霍州镇办"}).status_code == 302
    alias = OrganisationAlias.objects.get()
    assert alias.government == tree["huozhou"]
    taken = desk.post(reverse("accounts:alias_create", args=[other.pk]), {"name": "霍州镇办"})
    assert taken.status_code == 422
    assert "已指向一个单位" in taken.content.decode()
    remove = reverse("accounts:alias_remove", args=[alias.pk])
    assert desk.post(remove).status_code == 302
    assert desk.post(remove).status_code == 404
    assert not OrganisationAlias.objects.exists()
    assert list(Act.objects.filter(verb__contains="alias").order_by("pk").values_list("verb", flat=True)) == [
        "organisation.add_alias",
        "organisation.remove_alias",
    ]
