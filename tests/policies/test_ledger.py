"""Who does what: the ledger of the real documents, names that are mapped once, and the files that people take home."""

import csv
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import OrganisationAlias
from core.errors import Invalid, NotAllowed
from policies import services
from policies.models import Duty, PolicyVersion
from policies.selectors import ledger
from tests.factories import World, unit_of
from tests.harness.books import values_of
from tests.harness.pages import Browser
from tests.policies.documents import check_everything, opened, place, waiting

pytestmark = pytest.mark.django_db
FILES = {"P": "P-shanxi-2022-80.txt", "T": "T-taiyuan-2023.txt", "J": "J-jincheng-2023-39.txt"}


@pytest.mark.corpus
def test_the_ledger_comes_out_of_the_documents(world: World, corpus: Path) -> None:
    """All 36 tasks of inventory 6.15 with every unit, through the same way as any upload."""
    versions = {}
    for key, name in FILES.items():
        file = SimpleUploadedFile(name, (corpus / name).read_bytes())
        version = services.read_upload(
            actor=world.reviewer, upload=file, place=place(world, "" if key != "T" else "太原方案")
        )
        check_everything(world.reviewer, version)
        versions[key] = services.publish_version(actor=world.reviewer, version=version)
    with (Path(__file__).parent / "ledger.csv").open(encoding="utf-8", newline="") as lines:
        wanted = list(csv.DictReader(lines))
    assert len(wanted) == 36
    for row in wanted:
        found = {task.clause.path: task for task in ledger.tasks(version=versions[row["document"]])}
        task = found[row["path"]]
        assert task.clause.heading == row["task"], row
        assert "、".join(duty.unit for duty in task.lead) == row["lead"], row
        assert "、".join(duty.unit for duty in task.responsible) == row["responsible"], row
    assert sum(len(ledger.tasks(version=version)) for version in versions.values()) == 36


def test_a_name_is_mapped_once_for_all_documents(world: World, browser_of: Browser) -> None:
    version, later = opened(world), opened(world, number="试政办发〔2024〕8号")
    unit = unit_of(world.city, "市工业和信息化局")
    client = browser_of(world.reviewer)
    page = client.get("/policies/units/names/").content.decode()
    assert "试验市工信局" in page and "试验市财政局" in page
    client.post("/policies/units/names/", {"unit": "试验市工信局", "organisation": unit.pk})
    assert OrganisationAlias.objects.get(name="试验市工信局").organisation == unit
    for each in (version, later):
        assert Duty.objects.get(clause__version=each, unit="试验市工信局").organisation == unit
    assert "“试验市工信局”对应的单位" not in client.get("/policies/units/names/").content.decode()
    # What comes in afterwards is known at once.
    newer = waiting(world, number="试政办发〔2024〕9号")
    assert Duty.objects.get(clause__version=newer, unit="试验市工信局").organisation == unit


def test_only_an_office_maps_and_only_to_its_own_units(world: World) -> None:
    opened(world)
    unit = unit_of(world.city, "市工业和信息化局")
    with pytest.raises(NotAllowed):
        services.name_unit(actor=world.filer, unit="试验市工信局", organisation=unit)
    with pytest.raises(Invalid, match="本级"):
        services.name_unit(actor=world.far_reviewer, unit="试验市工信局", organisation=unit)
    services.name_unit(actor=world.reviewer, unit="试验市工信局", organisation=unit)
    other = unit_of(world.city, "市财政局")
    with pytest.raises(Invalid):
        services.name_unit(actor=world.reviewer, unit="试验市工信局", organisation=other)


def test_what_the_page_lists_leaves_as_a_file(world: World, client: Client) -> None:
    opened(world)
    units = values_of(client.get("/policies/units/export/").content)
    assert [row[0] for row in units if row[0] and "试验" in str(row[0])] == ["试验市工信局", "试验市财政局"]
    tasks = values_of(client.get("/policies/units/tasks/export/", {"unit": "试验市财政局"}).content)
    assert any("试验市工信局" in str(row) and "一(一)" in str(row) for row in tasks)


@pytest.mark.both
def test_the_same_short_name_of_two_places_is_two_lines(world: World) -> None:
    opened(world)
    far = waiting(world, number="试政办发〔2024〕8号")
    policy = far.policy
    policy.division = world.county.division
    policy.save()
    services.publish_version(actor=world.reviewer, version=check_everything(world.reviewer, far))
    lines = [line for line in ledger.units() if line.unit == "试验市工信局"]
    assert len(lines) == 2 and lines[0].place_code != lines[1].place_code
    one = ledger.tasks(unit="试验市工信局", place=lines[0].place_code)
    assert len(one) == 1 and PolicyVersion.objects.published().count() == 2
