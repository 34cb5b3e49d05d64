"""The codebase tests itself: rules of the house that no single test would notice."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from applications.management.commands.draw_machine import document

ROOT = Path(settings.BASE_DIR)
OURS = (
    "core",
    "criteria",
    "reading",
    "accounts",
    "records",
    "exchange",
    "files",
    "notifications",
    "exchange",
    "towns",
    "leadership",
    "policies",
    "standards",
    "applications",
    "portal",
    "config",
)
APPS = [config for config in apps.get_app_configs() if config.name in OURS]
MODELS = [model for config in APPS for model in config.get_models()]
CHINESE = re.compile(r"[一-鿿]")
# The routine itself, and migrations, which are history.
MAY_TOUCH_STATES = {"records/workflow.py"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 40, 180


def sources() -> Iterator[Path]:
    for name in (*OURS, "ops"):
        yield from (path for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_states_change_only_through_the_one_routine() -> None:
    """Neither `row.state = …` nor `update(state=…)` nor `create(state=…)` of a machine stands anywhere else."""
    found = []
    for path in sources():
        if name_of(path) in MAY_TOUCH_STATES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found += [
                    f"{name_of(path)}:{node.lineno}"
                    for each in targets
                    if isinstance(each, ast.Attribute) and each.attr == "state"
                ]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                writes = node.func.attr in {"update", "create", "bulk_create", "update_or_create"}
                found += [
                    f"{name_of(path)}:{node.lineno}"
                    for word in node.keywords
                    if writes and word.arg == "state"
                ]
    assert found == []


def test_nothing_grows_too_long() -> None:
    long_files = [name_of(path) for path in sources() if len(path.read_text().splitlines()) > LONGEST_FILE]
    long_functions = [
        f"{name_of(path)}:{each.name}"
        for path in sources()
        for each in functions(ast.parse(path.read_text(encoding="utf-8")))
        # A service names every argument: what counts is the body.
        if (each.end_lineno or 0) - each.body[0].lineno + 1 > LONGEST_FUNCTION
    ]
    long_templates = [
        name_of(path) for path in templates() if len(path.read_text().splitlines()) > LONGEST_TEMPLATE
    ]
    assert (long_files, long_functions, long_templates) == ([], [], [])


def test_services_take_the_actor_first_and_names_only() -> None:
    """`def f(*, actor, …)`; what the system does by itself has no actor at all."""
    found = []
    for path in sources():
        if "services" not in path.parts and path.name != "services.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            named = [each.arg for each in node.args.kwonlyargs]
            if "actor" in named and (node.args.args or named[0] != "actor"):
                found.append(f"{name_of(path)}:{node.name}")
    assert found == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_models_and_fields_are_named_in_chinese(model: type[models.Model]) -> None:
    words = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
    words += [str(field.verbose_name) for field in model._meta.fields if not field.primary_key]
    assert [word for word in words if not CHINESE.search(word)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_constraints_carry_the_name_of_their_model(model: type[models.Model]) -> None:
    start = f"{model._meta.app_label}_{model._meta.model_name}_"
    assert [each.name for each in model._meta.constraints if not each.name.startswith(start)] == []


def test_every_model_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert [model.__name__ for model in MODELS if f"`{model.__name__}`" not in glossary] == []


def test_every_variable_of_the_environment_is_described() -> None:
    described = (ROOT / "docs" / "environment.md").read_text(encoding="utf-8")
    asked = set()
    for path in (ROOT / "config" / "settings").glob("*.py"):
        asked |= set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", path.read_text(encoding="utf-8")))
    assert {name for name in asked if f"`{name}`" not in described} == set()


def test_the_drawn_machine_is_the_machine() -> None:
    drawn = (ROOT / "docs" / "machine.md").read_text(encoding="utf-8")
    assert drawn == document(), "run `manage.py draw_machine`"


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)")
    assert [name_of(path) for path in templates() if inline.search(path.read_text())] == []


def test_every_template_is_used() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sources()]
    texts += [path.read_text(encoding="utf-8") for path in templates()]
    everything = "\n".join(texts)
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html"}
    unused = []
    for path in templates():
        name = str(path.relative_to(ROOT / "templates"))
        # One of several, chosen while running: f"portal/workbench_{…}.html".
        chosen = f"{name[: name.rfind('_') + 1]}{{"
        if name in by_django or name.startswith("django/"):
            continue
        if f'"{name}"' not in everything and chosen not in everything:
            unused.append(name)
    assert unused == []


def test_addresses_have_names() -> None:
    def nameless(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from nameless(each.url_patterns)
            elif not each.name:
                yield str(each.pattern)

    assert list(nameless(get_resolver().url_patterns)) == []


TEMPLATE_CODE = re.compile(r"{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.DOTALL)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# Names that are written so in Chinese as well.
KNOWN_NAMES = {"Excel", "Word", "PDF", "Ctrl", "SHA", "JSON", "CSV", "TOTP"}


class ShownText(HTMLParser):
    """What a reader reads or hears of a template: texts, and attributes that are read aloud or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"script", "style", "code", "pre"}
        self.shown += [
            value or "" for name, value in attrs if name in {"title", "alt", "aria-label", "placeholder"}
        ]

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.shown.append(data)


def test_no_english_is_shown() -> None:
    found = {}
    for path in templates():
        reader = ShownText()
        reader.feed(TEMPLATE_CODE.sub("", path.read_text(encoding="utf-8")))
        words = {word for text in reader.shown for word in ENGLISH.findall(text)} - KNOWN_NAMES
        if words:
            found[name_of(path)] = sorted(words)
    assert found == {}


def test_every_form_that_changes_something_carries_its_token() -> None:
    form = re.compile(r"<form[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL)
    missing = [
        name_of(path)
        for path in templates()
        for content in form.findall(path.read_text(encoding="utf-8"))
        if "csrf_token" not in content
    ]
    assert missing == []


# Read through the row they hang on (a user, a unit, an application, a town), or public (standards, designations).
SEEN_THROUGH_ANOTHER = {
    "accounts.Jurisdiction",
    "accounts.Membership",
    "accounts.OrganisationAlias",
    "accounts.Post",
    "applications.ApplicationStep",
    "applications.Judgement",
    "applications.RoundApplicant",
    "standards.Standard",
    "towns.Designation",
}


def test_rows_that_belong_to_a_unit_say_who_sees_them() -> None:
    """A queryset of its own with `visible_to`; rows without an owner are read through the row they hang on."""
    silent = []
    for model in MODELS:
        owned = [
            field.name
            for field in model._meta.fields
            if field.is_relation and field.related_model.__name__ == "Organisation" and not field.null
        ]
        sees = hasattr(model._default_manager.all(), "visible_to")
        if owned and not sees and model._meta.label not in SEEN_THROUGH_ANOTHER:
            silent.append((model._meta.label, owned))
    assert silent == []
