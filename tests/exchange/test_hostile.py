"""What must never reach the reader: refused at the door, in Chinese, and nothing is kept."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import Import
from files.models import FileVersion
from tests.factories import World, xlsx_bytes
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db
BOMBS = {
    "macro": lambda: xlsx_bytes(parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "far row": lambda: xlsx_bytes('<row r="1048576"><c r="A1048576"><v>1</v></c></row>' * 2),
    "false dimension": lambda: xlsx_bytes(dimension="A1:XFD1048576", rows="<row r='1'/>" * 300_000),
    "styles": lambda: xlsx_bytes(styles="<xf/>" * 1_000_000),
    "entities": lambda: xlsx_bytes(
        parts={"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><sst><si><t>&b;</t></si></sst>'}
    ),
    "cut off": lambda: xlsx_bytes()[:300],
    "no workbook": lambda: b"\x00" * 100,
}


@pytest.mark.parametrize("case", sorted(BOMBS))
def test_refused_at_the_door(case: str, world: World, browser_of: Callable[..., Browser]) -> None:
    file = SimpleUploadedFile("试验.xlsx", BOMBS[case]())
    answer = browser_of(world.filer).post(
        f"/exchange/imports/enterprises/{world.town.pk}/new/", {"file": file}
    )
    assert answer.status_code == 422
    assert "出错" in answer.content.decode() or "请" in answer.content.decode()
    assert not Import.objects.exists() and not FileVersion.objects.exists()


@pytest.mark.parametrize("name", ["试验.xls", "试验.xlsm", "试验.pdf", "试验"])
def test_other_formats_are_refused(name: str, world: World, browser_of: Callable[..., Browser]) -> None:
    file = SimpleUploadedFile(name, xlsx_bytes())
    answer = browser_of(world.filer).post(
        f"/exchange/imports/enterprises/{world.town.pk}/new/", {"file": file}
    )
    assert answer.status_code == 422 and not Import.objects.exists()
