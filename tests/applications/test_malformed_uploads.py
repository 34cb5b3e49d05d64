"""Five hundred malformed files to every field that takes one: never an error page, nothing stored, a reason each (T25)."""

import inspect as introspection
import re
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.enums import State
from applications.models import Decision, Evidence
from core.errors import Invalid
from files import guard
from files.enums import DOCUMENT_KINDS, SHEET_KINDS, FileKind, Kinds
from files.fields import UploadField
from files.guard import admit
from files.inspection.look import look
from files.inspector import Finding
from files.models import Blob
from tests.applications.test_evidence_pages import add, address
from tests.applications.thread import at, filled
from tests.factories import TownFactory, World, pdf_bytes
from tests.harness.malformed import Malformed, malformed
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FILES = 500
FORMS = (
    "applications.forms",
    "accounts.forms",
    "towns.forms",
    "standards.forms",
    "exchange.forms",
    "policies.forms",
)
CHINESE = re.compile(r"^[^A-Za-z]*[\u4e00-\u9fff][^\x00]*。$")


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same look without a process of its own, which takes a hundred times as long."""

    def here(upload: Any, kind: FileKind) -> Finding:
        with tempfile.TemporaryFile() as copy:
            upload.seek(0)
            copy.write(upload.read())
            copy.flush()
            return Finding(look(copy.fileno(), kind.value))

    monkeypatch.setattr(guard, "inspect", here)


def upload_of(file: Malformed) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("x", file.content)
    upload._name = file.name
    return upload


def upload_fields() -> dict[str, UploadField]:
    """Every field of every form that takes a file, found and not listed."""
    found = {}
    for name in FORMS:
        try:
            package = import_module(name)
        except ModuleNotFoundError:
            continue
        folder = Path(str(package.__file__)).parent
        modules = [name] + [f"{name}.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"]
        for module in modules if Path(str(package.__file__)).stem == "__init__" else [name]:
            for _, form in introspection.getmembers(import_module(module), introspection.isclass):
                for label, field in getattr(form, "base_fields", {}).items():
                    if isinstance(field, forms.FileField):
                        found[f"{form.__name__}.{label}"] = field
    return found


def test_every_file_is_refused_at_every_field_with_a_reason(in_this_process: None, media: Path) -> None:
    fields = upload_fields()
    assert len(fields) >= 4, sorted(fields)
    assert all(isinstance(field, UploadField) for field in fields.values()), "past the guard, every one"
    refused = 0
    for name, field in fields.items():
        extensions = tuple(extension for kind in field.kinds for extension in kind.extensions[:1])
        for file in malformed(FILES, extensions=extensions, seed=sum(map(ord, name))):
            with pytest.raises(ValidationError) as caught:
                field.clean(upload_of(file))
            for message in caught.value.messages:
                assert CHINESE.match(message.rpartition("：")[2]), (name, file.wrong, message)
            refused += 1
    sys.stdout.write(f"{refused} files at {len(fields)} fields: {refused} refused with a reason, 0 stored")
    assert not [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kinds", [SHEET_KINDS, DOCUMENT_KINDS], ids=["sheets", "documents"])
def test_the_other_ways_in_refuse_as_many(kinds: Kinds, in_this_process: None) -> None:
    extensions = tuple(kind.extensions[0] for kind in kinds)
    for file in malformed(FILES, extensions=extensions, seed=25):
        with pytest.raises(Invalid) as caught:
            admit(upload_of(file), kinds=kinds)
        assert CHINESE.match(caught.value.message), (file.wrong, caught.value.message)


def test_over_the_web_with_a_process_for_each(
    world: World, browser_of: Browser, media: Path, tmp_path: Path
) -> None:
    draft = filled(world)
    row = add(world, draft)
    at(world, State.RECOGNISED, town=TownFactory(owner=world.county))
    decided = Decision.objects.get()
    filer, registrar = browser_of(world.filer), browser_of(world.registrar)
    ways = [
        (filer, address(draft, "new/"), {"criterion": 4, "title": "产值证明"}, "file"),
        (filer, address(draft, f"{row.pk}/replace/"), {}, "file"),
        (registrar, f"/applications/decisions/{decided.pk}/scan/", {}, "scan"),
    ]
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    for number, file in enumerate(malformed(24, extensions=(".pdf", ".jpg", ".png"), seed=7)):
        client, where, facts, field = ways[number % len(ways)]
        answer = client.post(where, {**facts, field: upload_of(file)})
        assert answer.status_code == 422, (where, file.wrong)
        assert "上传。" in answer.content.decode() or "重新选择。" in answer.content.decode(), file.wrong
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert Blob.objects.count() == 1 and Evidence.objects.count() == 1


def test_the_control_a_whole_file_under_each_odd_name_comes_in(in_this_process: None) -> None:
    for file in malformed(40, extensions=(".pdf",), seed=3):
        admitted = admit(upload_of(Malformed(file.name, pdf_bytes(), "")))
        assert admitted.kind == FileKind.PDF
        assert len(admitted.name) <= 120 and not set(admitted.name) & set("/\\\x00\u202e\u2066")
