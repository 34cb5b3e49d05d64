"""The act log in words: every verb of the code has them, and a page shows old and new."""

import ast
import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.urls import reverse

from accounts import services
from accounts.actors import Actor
from accounts.enums import Role
from records import words
from records.models import Act
from tests.factories import OrganisationFactory, UserFactory, actor
from towns.sections import SECTIONS

VERB = re.compile(r"[a-z_]+\.[a-z_]+")
APPS = (
    "accounts",
    "applications",
    "core",
    "exchange",
    "files",
    "leadership",
    "notifications",
    "policies",
    "portal",
    "records",
    "standards",
    "towns",
)


def constants(node: ast.AST) -> list[str]:
    return [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def verbs_in(tree: ast.AST) -> list[str]:
    """What stands behind `verb=`, in an assignment to `verb`, or as a dotted word given to a recording helper."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "verb" and not isinstance(node.value, ast.JoinedStr):
            found += constants(node.value)
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "verb" for t in node.targets
        ):
            found += constants(node.value)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"_record", "_settle", "_set_active"}
        ):
            found += [
                each.value for each in node.args if isinstance(each, ast.Constant) and "." in str(each.value)
            ]
    return found


def verbs_of_the_code() -> set[str]:
    base = Path(settings.BASE_DIR)
    files = [file for app in APPS for file in (base / app).rglob("*.py") if "migrations" not in file.parts]
    found = {verb for file in files for verb in verbs_in(ast.parse(file.read_text()))}
    # The registry's sections are described as data, and so are their verbs.
    sections = {section.verb(act) for section in SECTIONS.values() for act in ("add", "update", "remove")}
    return {verb for verb in found if VERB.fullmatch(verb)} | sections


def test_every_verb_of_the_code_has_words_and_every_word_is_used():
    assert verbs_of_the_code() == set(words.VERBS)


def test_every_task_has_words():
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if name.split(".")[0] in APPS}
    assert ours == set(words.TASKS)


def test_transitions_bring_their_own_words():
    assert words.verb_words("application.withdraw") == "申报：撤回"
    assert words.verb_words("decision.apply") == "认定决定：公布"


@pytest.fixture
def admin(db) -> Actor:
    return actor(Role.SYSTEM_ADMIN, organisation=OrganisationFactory(office=True))


def test_an_act_is_shown_with_old_and_new(client, admin):
    user = UserFactory(display_name="试验旧名")
    services.update_user(actor=admin, user=user, display_name="试验新名", telephone="", email="", person=None)
    client.force_login(admin.user)
    act = Act.objects.get(verb="user.update")
    page = client.get(reverse("records:act_detail", args=[act.pk])).content.decode()
    for expected in ("修改用户资料", "试验旧名", "试验新名", admin.user.username, "系统管理员"):
        assert expected in page


def test_states_are_shown_in_words(client, admin):
    act = Act.objects.create(
        verb="application.withdraw",
        target_type="applications.application",
        from_state="submitted",
        to_state="withdrawn",
        details={"due_on": "2026-12-01", "level": "city"},
    )
    client.force_login(admin.user)
    page = client.get(reverse("records:act_detail", args=[act.pk])).content.decode()
    assert "待推荐" in page
    assert "已撤回" in page
    assert "2026-12-01" in page
    assert "市级" in page
    assert "withdrawn" not in page


def test_the_log_survives_a_verb_and_a_model_that_left_the_code(client, admin):
    act = Act.objects.create(verb="gone.away", target_type="gone.thing", from_state="a", to_state="b")
    client.force_login(admin.user)
    assert client.get(reverse("records:act_detail", args=[act.pk])).status_code == 200
    assert client.get(reverse("records:act_list")).status_code == 200


def test_nobody_else_reads_the_log(client, admin):
    client.force_login(actor(Role.OFFICE_DIRECTOR, organisation=OrganisationFactory(office=True)).user)
    act = Act.objects.latest("pk")
    for url in (
        reverse("records:act_list"),
        reverse("records:act_detail", args=[act.pk]),
        reverse("records:task_failure_list"),
    ):
        refused = client.get(url)
        assert refused.status_code == 403
        assert "只有系统管理员可以办理" in refused.content.decode()
    assert Act.objects.filter(verb="request.refused", outcome="refused").count() == 3
