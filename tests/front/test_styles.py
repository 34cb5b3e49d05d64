"""Style sheets: colours that can be read, files that are all loaded, names that can be cached for ever."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string

from tests.front.helpers import elements

CSS = Path(settings.BASE_DIR) / "static" / "css"
JS = Path(settings.BASE_DIR) / "static" / "js"
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text(encoding="utf-8")))

GROUNDS = ("surface", "surface-2", "paper")
ON_EVERY_GROUND = ("ink", "ink-2", "ink-3", "brand", "brand-2", "seal", "amber", "unmet")
READ = [
    *[(ink, ground) for ink in ON_EVERY_GROUND for ground in GROUNDS],
    *[
        (ink, f"{ink}-bg")
        for ink in ("met", "relaxed", "judge", "missing", "unmet", "prefer", "amber", "seal")
    ],
    *[(ink, "brand") for ink in ("on-brand", "on-brand-2", "gold")],
    ("brand", "brand-soft"),
    ("ink-3", "seal-bg"),
    *[("map-ink", ground) for ground in ("map-none", "map-1", "map-2", "map-province")],
    ("surface", "map-3"),
]
# Frames of fields and rings of the focus: WCAG 1.4.11 and 2.4.13 ask for 3 : 1.
SEEN = [("field-line", "surface"), ("field-line", "paper"), ("amber", "paper"), ("gold", "brand")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), READ)
def test_words_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_frames_and_focus_can_be_seen(line: str, ground: str) -> None:
    assert contrast(line, ground) >= 3


def linked_sheets() -> list[str]:
    page = render_to_string("layout/_styles.html")
    return [each["href"].rpartition("/")[2] for each in elements(page, "link")]


def test_every_sheet_is_loaded_once_the_layers_first_and_paper_last() -> None:
    linked = linked_sheets()

    assert sorted(linked) == sorted(path.name for path in CSS.glob("*.css"))
    assert (linked[0], linked[-1]) == ("tokens.css", "print.css")


def test_every_behaviour_is_loaded() -> None:
    """By main.js, or by a behaviour that shares it."""
    loaded, waiting = set(), ["main.js"]
    while waiting:
        text = (JS / waiting.pop()).read_text(encoding="utf-8")
        new = set(re.findall(r'from "\./([\w.-]+)"', text)) - loaded
        loaded |= new
        waiting += sorted(new)

    assert sorted(loaded) == sorted(path.name for path in JS.glob("*.js") if path.name != "main.js")


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_colours_stand_among_the_tokens_and_nothing_comes_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    used, known = set(re.findall(r"var\(--([\w-]+)\)", text)), names_of_tokens()
    assert used <= known
    assert "http" not in text
    assert "@import" not in text


def names_of_tokens() -> set[str]:
    return set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text(encoding="utf-8")))


def test_collected_files_name_each_other_by_their_hash(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "core.staticfiles.ModuleManifestStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.css", each) for each in linked_sheets())
    module = next((tmp_path / "js").glob("main.*.js")).read_text(encoding="utf-8")
    modules = re.findall(r'from "\./([\w.-]+)"', module)
    assert modules
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", each) for each in modules)
    assert all((tmp_path / "js" / each).exists() for each in modules)
