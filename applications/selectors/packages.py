"""What goes into a ZIP of an application's evidence, and under which names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from accounts.actors import Actor
from applications.models import Application, EvidencePackage
from applications.selectors.evidence import ShownFile, files_that_count
from applications.selectors.uses import OTHER, criteria_of, numbers_of
from files.doors import can_read_version
from files.models import FileVersion
from files.names import extension_of
from files.rules import can_open_version

LIST_NAME = "00_目录.xlsx"
# What Windows and most programs that unpack refuse in a name.
REFUSED = set('\\/:*?"<>|')
LONGEST_PART, LONGEST_CRITERION = 60, 16


def entries_of(application: Application, actor: Actor) -> list[dict[str, Any]]:
    """Every file that this person may open, once, under its first criterion: 01_历史传承_县志节选_v2.pdf."""
    titles = dict(criteria_of(application).values_list("number", "title"))
    taken: set[str] = {LIST_NAME.casefold()}
    shown = (file for file in files_that_count(application, actor) if can_open_version(actor, file.version))
    return [
        {
            "name": _unique(_name(file, titles), taken),
            "version": file.version.pk,
            "title": file.title,
            "criteria": list(numbers_of(file.uses)),
            "valid_until": file.valid_until.isoformat() if file.valid_until else "",
            "sha256": file.version.blob.sha256,
        }
        for file in sorted(shown, key=_place)
    ]


def package_versions(package: EvidencePackage) -> dict[int, FileVersion]:
    """The versions that go in, by key, with all that the list of contents says of them."""
    return FileVersion.objects.with_names().in_bulk([each["version"] for each in package.entries])


def can_take_package(actor: Actor, package: EvidencePackage) -> bool:
    """Whether this person sees the application and may still open everything that is in there."""
    if not Application.objects.visible_to(actor).filter(pk=package.application_id).exists():
        return False
    versions = package_versions(package)
    return all(
        each["version"] in versions
        and can_read_version(actor, versions[each["version"]])
        and can_open_version(actor, versions[each["version"]])
        for each in package.entries
    )


def packed_name(application: Application) -> str:
    """What the ZIP is saved as."""
    return f"{cleaned(application.town.name, LONGEST_PART)}_佐证材料.zip"


def cleaned(text: str, longest: int) -> str:
    """A part of a name that every system unpacks: nothing refused, nothing unseen, nothing that GBK does not know."""
    known = unicodedata.normalize("NFC", text).encode("gbk", errors="replace").decode("gbk")
    kept = ("_" if char in REFUSED or unicodedata.category(char)[0] in "CZ" else char for char in known)
    return "".join(kept).strip("._")[:longest].rstrip("._") or "材料"


def _place(file: ShownFile) -> tuple[bool, tuple[int, ...]]:
    numbers = numbers_of(file.uses)
    return not numbers, numbers[:1]


def _name(file: ShownFile, titles: dict[int, str]) -> tuple[str, str]:
    """The name without, and the extension."""
    numbers = numbers_of(file.uses)
    number, title = (numbers[0], titles.get(numbers[0], "")) if numbers else (99, OTHER)
    parts = (
        f"{number:02d}",
        cleaned(title, LONGEST_CRITERION),
        cleaned(file.title, LONGEST_PART),
        f"v{file.version.number}",
    )
    return "_".join(parts), extension_of(file.version.name)


def _unique(name: tuple[str, str], taken: set[str]) -> str:
    """Two that would overwrite each other are told apart by a number; capitals do not count."""
    stem, extension = name
    for candidate in _candidates(stem):
        whole = f"{candidate}{extension}"
        if whole.casefold() not in taken:
            taken.add(whole.casefold())
            return whole
    raise AssertionError("there is always another number")


def _candidates(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}（{number}）"
        number += 1
