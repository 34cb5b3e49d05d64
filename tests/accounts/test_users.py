"""The administrator's pages about users: what each button does, and what it leaves in the log."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from records.models import Act
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    PostFactory,
    TenureFactory,
    UserFactory,
    actor,
)

pytestmark = pytest.mark.django_db
WORKBENCH = reverse("portal:workbench")


def at(name, *args):
    return reverse(f"accounts:{name}", args=args)


def signed_in(user, password=PASSWORD):
    client = Client()
    client.post(at("login"), {"username": user.username, "password": password})
    return client


def changes_of(verb):
    lines = Act.objects.filter(verb=verb).latest("pk").details["changes"]
    return {line["field"]: (line["old"], line["new"]) for line in lines}


def test_a_new_user_gets_a_password_that_is_shown_once_and_must_be_changed(desk):
    typed = {"username": "zhang.san", "display_name": "试验张三", "telephone": "１３８００００１２３４"}
    page = desk.post(at("user_create"), typed)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    password = page.context["password"]
    assert password in page.content.decode()
    user = User.objects.get(username="zhang.san")
    assert user.telephone == "13800001234"
    assert password not in desk.get(at("user_detail", user.pk)).content.decode()
    assert password not in str(list(Act.objects.values_list("details", flat=True)))
    client = signed_in(user, password)
    assert client.get(WORKBENCH).url == at("password_change")
    assert changes_of("user.create")["手机"] == ("", "138****1234")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "zhang.san"}, "username"),
        ({"username": "张三"}, "username"),
        ({"username": "a\0bc"}, "username"),
        ({"username": "x" * 400}, "username"),
        ({"username": "zhang.san\n"}, None),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "三" * 41}, "display_name"),
        ({"telephone": "not a number"}, "telephone"),
        ({"telephone": "1" * 300}, "telephone"),
    ],
)
def test_what_does_not_hold_is_named_and_nothing_typed_is_lost(desk, typed, field):
    UserFactory(username="zhang.san")
    before = User.objects.count()
    good = {"username": "li.si", "display_name": "试验李四", "telephone": ""}
    response = desk.post(at("user_create"), {**good, **typed})
    assert response.status_code == 422
    assert User.objects.count() == before
    assert list(response.context["form"].errors) == [field or "username"]
    kept = response.context["form"]["display_name"].value()
    assert kept == {**good, **typed}["display_name"]


def test_disabling_ends_every_session_and_enabling_does_not_bring_them_back(desk):
    user = actor(Role.FILER).user
    client = signed_in(user)
    assert client.get(WORKBENCH).status_code == 200
    assert desk.post(at("user_disable", user.pk)).status_code == 302
    assert client.get(WORKBENCH).url.startswith(at("login"))
    assert desk.post(at("user_disable", user.pk)).status_code == 403
    assert desk.post(at("user_enable", user.pk)).status_code == 302
    assert client.get(WORKBENCH).url.startswith(at("login"))
    assert signed_in(user).get(WORKBENCH).status_code == 200
    assert changes_of("user.disable") == {"状态": ("启用", "停用")}


def test_a_reset_password_replaces_the_old_one_and_ends_sessions(desk):
    user = actor(Role.FILER).user
    client = signed_in(user)
    page = desk.post(at("user_reset_password", user.pk))
    assert client.get(WORKBENCH).url.startswith(at("login"))
    assert "_auth_user_id" not in signed_in(user).session
    assert signed_in(user, page.context["password"]).get(WORKBENCH).url == at("password_change")
    assert Act.objects.filter(verb="user.reset_password", target_id=str(user.pk)).count() == 1


def test_unlocking_lets_somebody_try_again(desk):
    user = UserFactory()
    for _ in range(5):
        signed_in(user, "wrong")
    assert "_auth_user_id" not in signed_in(user).session
    assert "登录锁定" in desk.get(at("user_detail", user.pk)).content.decode()
    assert "登录锁定" in desk.get(at("user_list"), {"q": user.username}).content.decode()
    desk.post(at("user_unlock", user.pk))
    assert "_auth_user_id" in signed_in(user).session


def test_telephones_are_masked_until_somebody_asks_and_asking_is_recorded(desk):
    user = UserFactory(telephone="13800001234")
    pages = [
        desk.get(at("user_list")),
        desk.get(at("user_detail", user.pk)),
        desk.get(at("user_edit", user.pk)),
    ]
    for page in pages:
        assert "138****1234" in page.content.decode()
        assert "13800001234" not in page.content.decode()
    shown = desk.post(at("user_reveal_telephone", user.pk))
    assert "13800001234" in shown.content.decode()
    assert Act.objects.filter(verb="user.reveal_telephone", target_id=str(user.pk)).count() == 1


def edit_fields(desk, user):
    form = desk.get(at("user_edit", user.pk)).context["form"]
    return {
        "display_name": form["display_name"].value(),
        "seen": form["seen"].value(),
        "person": "",
        "telephone": "",
    }


def test_editing_keeps_the_telephone_unless_told_otherwise(desk):
    user = UserFactory(display_name="试验旧名", telephone="13800001234")
    desk.post(at("user_edit", user.pk), {**edit_fields(desk, user), "display_name": "试验新名"})
    user.refresh_from_db()
    assert (user.display_name, user.telephone) == ("试验新名", "13800001234")
    assert changes_of("user.update") == {"姓名": ("试验旧名", "试验新名")}
    desk.post(at("user_edit", user.pk), {**edit_fields(desk, user), "clear_telephone": "on"})
    user.refresh_from_db()
    assert user.telephone == ""


def test_an_old_page_is_told_what_happened(desk):
    user = UserFactory(display_name="试验甲")
    old = edit_fields(desk, user)
    desk.post(at("user_edit", user.pk), {**old, "display_name": "试验乙"})
    late = desk.post(at("user_edit", user.pk), {**old, "display_name": "试验丙"})
    assert late.status_code == 409
    assert "已被修改" in late.content.decode()
    user.refresh_from_db()
    assert user.display_name == "试验乙"


def test_a_person_is_chosen_from_those_who_hold_a_post_in_the_users_units(desk):
    membership = MembershipFactory()
    there = TenureFactory(post=PostFactory(organisation=membership.organisation)).person
    elsewhere = TenureFactory().person
    fields = edit_fields(desk, membership.user)
    url = at("user_edit", membership.user.pk)
    assert desk.post(url, {**fields, "person": elsewhere.pk}).status_code == 422
    assert desk.post(url, {**fields, "person": there.pk}).status_code == 302
    membership.user.refresh_from_db()
    assert membership.user.person == there


def test_nobody_disables_themselves_or_resets_their_own_password(desk, admin):
    page = desk.get(at("user_detail", admin.user.pk)).content.decode()
    assert "不能停用自己的账户" in page
    assert not re.search(r"/(disable|password|roles/new)/\"", page.replace(at("password_change"), ""))
    for name in ("user_disable", "user_reset_password", "user_remove_totp"):
        assert desk.post(at(name, admin.user.pk)).status_code == 403
    admin.user.refresh_from_db()
    assert admin.user.is_active
    assert admin.user.check_password(PASSWORD)


def test_no_page_is_open_to_other_roles_or_strangers(admin):
    user = UserFactory()
    office = OrganisationFactory(office=True)
    director = actor(Role.OFFICE_DIRECTOR, organisation=office)
    their_browser, stranger = Client(), Client()
    their_browser.force_login(director.user)
    readable = [
        at("user_list"),
        at("user_create"),
        at("user_detail", user.pk),
        at("user_edit", user.pk),
        at("organisation_list"),
        at("organisation_detail", office.pk),
        reverse("records:act_list"),
    ]
    for url in readable:
        refused = their_browser.get(url)
        assert refused.status_code == 403
        assert "只有系统管理员可以办理" in refused.content.decode()
        assert stranger.get(url).url.startswith(at("login"))
    for name in (
        "user_disable",
        "user_enable",
        "user_unlock",
        "user_reset_password",
        "user_reveal_telephone",
    ):
        assert their_browser.post(at(name, user.pk)).status_code == 403
        assert their_browser.get(at(name, user.pk)).status_code == 405
        assert stranger.post(at(name, user.pk)).url.startswith(at("login"))
    assert not Act.objects.filter(target_type="accounts.user", verb__startswith="user.").exists()


def test_an_administrator_who_acts_for_another_unit_is_told_to_switch(admin):
    elsewhere = MembershipFactory(user=admin.user, organisation=OrganisationFactory(key="zz")).organisation
    client = Client()
    client.force_login(admin.user)
    client.post(at("switch"), {"organisation": elsewhere.pk})
    assert "请先切换到您担任系统管理员的单位" in client.get(at("user_list")).content.decode()


@pytest.mark.parametrize("pk", [0, 999999, 10**30])
def test_a_user_that_is_not_there_is_404(desk, pk):
    assert desk.get(f"/accounts/users/{pk}/").status_code == 404
    assert desk.post(f"/accounts/users/{pk}/disable/").status_code == 404
