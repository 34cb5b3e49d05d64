"""Pages that look different as their subject moves on: returned, on paper, packed, exported, imported; each before its people."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import SYSTEM, Actor
from applications.enums import PackageStatus, State
from applications.models import Application
from applications.selectors.uses import Use
from applications.services import evidence, packing
from applications.services.marking import Mark
from exchange.enums import ExportStatus, ImportState
from exchange.models import Import
from records.workflow import perform
from tests.applications.services.test_registering import keyed_in
from tests.applications.thread import answer, at, carry, check, filled, give_back
from tests.applications.uploads import upload
from tests.factories import ExportFactory, ImportFactory, TownFactory, World
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How an import that was read gets where it stands.
WAYS: dict[ImportState, tuple[str, ...]] = {
    ImportState.READY: (),
    ImportState.UPLOADED: ("read_again",),
    ImportState.FAULTY: ("read_again", "refuse"),
    ImportState.FAILED: ("read_again", "fail"),
    ImportState.CONFIRMED: ("confirm",),
    ImportState.APPLIED: ("confirm", "apply"),
    ImportState.UNDONE: ("confirm", "apply", "undo"),
    ImportState.OVERTAKEN: ("confirm", "overtake"),
    ImportState.DISCARDED: ("discard",),
    ImportState.EXPIRED: ("expire",),
}

BY_THE_WORKER = {"refuse", "fail", "overtake", "expire"}


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT, settings.PACKAGES_ROOT = tmp_path / "media", tmp_path / "packages"


@pytest.fixture
def see(sign_in: SignIn, look: Look) -> Callable[[Actor | None, str], Page]:
    """`see(who, path)`: the page as they have it before them, looked at with everything unfolded."""
    pages: dict[Actor | None, Page] = {}

    def before(who: Actor | None, path: str) -> Page:
        if who not in pages:
            pages[who] = sign_in(who)
        page = pages[who]
        found = page.goto(path)
        assert found is not None and found.status == 200, path
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true }")
        look(page)
        return page

    return before


def with_evidence(world: World) -> Application:
    draft = filled(world, town=TownFactory(owner=world.county), history_text="始于明代。")
    evidence.add_evidence(
        actor=world.filer, application=draft, uses=[Use(4)], title="产值证明", upload=upload(text="old")
    )
    return draft


def test_a_return_of_some_items_before_and_after_the_answers(
    world: World, see: Callable[[Actor | None, str], Page]
) -> None:
    row = carry(world, with_evidence(world), State.REVIEWING)
    check(row)
    give_back(
        world, row, [Mark("criterion-1", "missing", "缺县志。"), Mark("block-scale", "other", "不符。")]
    )
    home = f"/applications/{row.pk}/"
    for path in (home, f"{home}edit/", f"{home}evidence/"):
        page = see(world.filer, path)
        expect(page.locator("main")).to_contain_text("2 项没有答复")
    expect(see(world.filer, f"{home}edit/").locator("#block-market")).to_contain_text("已锁定")
    see(world.unit_admin, home)
    see(world.reviewer, f"{home}review/")
    answer(world, row)
    see(world.filer, f"{home}edit/")
    see(world.reviewer, "/applications/queue/?state=returned")


def test_a_paper_being_keyed_in_and_finished(world: World, see: Callable[[Actor | None, str], Page]) -> None:
    see(world.reviewer, "/applications/keying/")
    see(world.reviewer, f"/applications/keying/new/{world.round.pk}/")
    row = keyed_in(world, world.reviewer)
    home = f"/applications/{row.pk}/"
    for path in ("/applications/keying/", home, f"{home}edit/", f"{home}keying/", f"{home}evidence/"):
        see(world.reviewer, path)
    see(world.filer, home)


def test_a_stamped_paper_that_is_asked_for(world: World, see: Callable[[Actor | None, str], Page]) -> None:
    world.round.stamped_scan_required = True
    world.round.save(update_fields=["stamped_scan_required"])
    row = at(world, State.SUBMITTED)
    see(world.filer, f"/applications/{row.pk}/stamped/")
    page = see(world.unit_admin, f"/applications/{row.pk}/")
    expect(page.locator("main")).to_contain_text("盖章申报书扫描件")


def test_files_and_their_packages(world: World, see: Callable[[Actor | None, str], Page]) -> None:
    row = carry(world, with_evidence(world), State.REVIEWING)
    held = row.evidence.get()
    see(world.reviewer, f"/applications/{row.pk}/files/{held.pk}/")
    see(world.filer, f"/applications/{row.pk}/files/{held.pk}/")
    package = packing.request_package(actor=world.reviewer, application=row)
    home = f"/applications/{row.pk}/packages/{package.pk}/"
    for status, error in (
        (PackageStatus.WAITING, ""),
        (PackageStatus.RUNNING, ""),
        (PackageStatus.FAILED, "磁盘空间不足。"),
    ):
        type(package).objects.filter(pk=package.pk).update(status=status, error=error)
        see(world.reviewer, home)
    type(package).objects.filter(pk=package.pk).update(status=PackageStatus.WAITING, error="")
    assert packing.make_package(package_id=package.pk)
    see(world.reviewer, home)
    see(world.reviewer, f"/applications/{row.pk}/review/")


def test_exports_wherever_they_stand(world: World, see: Callable[[Actor | None, str], Page]) -> None:
    see(world.filer, "/exchange/exports/")
    rows = [
        ExportFactory(owner=world.filer),
        ExportFactory(owner=world.filer, status=ExportStatus.RUNNING, rows_done=3, row_count=9),
        ExportFactory(owner=world.filer, status=ExportStatus.FAILED, error="磁盘空间不足。"),
        ExportFactory(owner=world.filer, done=True),
        ExportFactory(owner=world.filer, over=True),
    ]
    page = see(world.filer, "/exchange/exports/")
    expect(page.locator("tbody tr")).to_have_count(len(rows))
    for row in rows:
        see(world.filer, f"/exchange/exports/{row.pk}/")


def imported(world: World, state: ImportState) -> Import:
    """An import of the county that has come to stand there."""
    batch: Import = ImportFactory(
        organisation=world.county, user=world.filer.user, place=world.town.pk, warnings=2
    )
    for step in WAYS[state]:
        perform(batch, step, actor=SYSTEM if step in BY_THE_WORKER else world.filer)
    return Import.objects.get(pk=batch.pk)


def test_imports_wherever_they_stand(world: World, see: Callable[[Actor | None, str], Page]) -> None:
    assert set(WAYS) == set(ImportState)
    see(world.filer, "/exchange/imports/")
    batches = [imported(world, state) for state in WAYS]
    page = see(world.filer, "/exchange/imports/")
    said = [batch.get_state_display() for batch in reversed(batches)]
    expect(page.locator("tbody .tag")).to_have_text(said)
    for batch in batches:
        see(world.filer, f"/exchange/imports/{batch.pk}/")
    see(world.filer, f"/exchange/imports/{batches[0].pk}/?kind=warning")


def test_groups_before_anybody_sits_in_them(world: World, see: Callable[[Actor | None, str], Page]) -> None:
    see(world.director, "/leadership/")
    see(world.director, f"/leadership/new/{world.city.pk}/")
    see(None, "/groups/")
