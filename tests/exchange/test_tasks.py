"""The worker: roles that are gone meanwhile, work done twice or killed in the middle, and what nobody confirmed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership
from exchange.enums import ImportState
from exchange.models import Import
from exchange.services import reading, sweeping, writing
from records.models import Act
from tests.exchange import sheets
from tests.exchange.conftest import Bring
from tests.exchange.test_rows import ROWS
from tests.factories import EnterpriseFactory, World
from towns.models import Enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def firms() -> Any:
    return sheets.xlsx(sheets.FIRMS, ROWS)


def fire(world: World) -> None:
    Membership.objects.filter(user=world.filer.user).delete()


def test_a_role_that_is_gone_before_the_reading(world: World, run_tasks: Callable[[], int]) -> None:
    batch = sheets.upload(world.filer, "enterprises", world.town.pk, firms())
    fire(world)
    run_tasks()
    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED and "不再" in batch.notes[0]


def test_a_role_that_is_gone_before_the_writing(
    world: World, bring: Bring, run_tasks: Callable[[], int]
) -> None:
    batch = bring(world.filer, "enterprises", world.town.pk, firms())
    sheets.confirm(world.filer, batch)
    fire(world)
    run_tasks()
    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED and not Enterprise.objects.exists()


def test_a_row_changed_after_confirming_stops_the_writing(
    world: World, bring: Bring, run_tasks: Callable[[], int]
) -> None:
    batch = bring(world.filer, "enterprises", world.town.pk, firms())
    sheets.confirm(world.filer, batch)
    EnterpriseFactory(town=world.town, name="试验包装", credit_code="")
    run_tasks()
    batch.refresh_from_db()
    assert (batch.state, Enterprise.objects.count()) == (ImportState.OVERTAKEN, 1)
    assert "第 3 行“试验包装”" in batch.notes[1]


def test_every_step_twice_is_once(world: World, bring: Bring, confirm: Bring) -> None:
    batch = bring(world.filer, "enterprises", world.town.pk, firms())
    assert reading.read_import(batch_id=batch.pk) is None
    batch = confirm(world.filer, batch)
    assert writing.apply_import(batch_id=batch.pk) is None
    assert Enterprise.objects.count() == 3
    assert Act.objects.filter(verb="town.import_rows").count() == 1


def test_killed_in_the_middle_nothing_is_half_written_and_the_sweeper_brings_it_home(
    world: World,
    bring: Bring,
    run_tasks: Callable[[], int],
    sent_tasks: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = bring(world.filer, "enterprises", world.town.pk, firms())
    sheets.confirm(world.filer, batch)

    def die(*args: Any, **options: Any) -> None:
        assert Enterprise.objects.count() == 3, "the control: the rows were written already"
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writing, "runs", die)
        with pytest.raises(KeyboardInterrupt):
            writing.apply_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Enterprise.objects.count()) == (ImportState.CONFIRMED, 0)
    sent_tasks.clear()
    assert sweeping.sweep_imports() == 0, "a worker may still be on it"
    Import.objects.update(touched_at=timezone.now() - 2 * reading.LOST_AFTER)
    assert sweeping.sweep_imports() == 1
    run_tasks()
    batch.refresh_from_db()
    assert (batch.state, Enterprise.objects.count()) == (ImportState.APPLIED, 3)


def test_a_file_that_kills_every_worker_is_given_up(world: World, bring: Bring) -> None:
    batch = sheets.upload(world.filer, "enterprises", world.town.pk, firms())
    Import.objects.update(attempts=3, touched_at=timezone.now() - 2 * reading.LOST_AFTER)
    reading.read_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.notes) == (ImportState.FAILED, [reading.GIVEN_UP])


def test_a_preview_that_was_tampered_with_is_not_written(world: World, bring: Bring, confirm: Bring) -> None:
    batch = bring(world.filer, "enterprises", world.town.pk, firms())
    page = batch.pages.get()
    page.lines[0][5][0] = "另一家"
    page.save()
    assert confirm(world.filer, batch).state == ImportState.FAILED
    assert not Enterprise.objects.exists()


def test_a_day_later_nothing_is_undone_and_a_week_later_nothing_waits(
    world: World, bring: Bring, confirm: Bring
) -> None:
    applied = confirm(world.filer, bring(world.filer, "enterprises", world.town.pk, firms()))
    Import.objects.update(applied_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Exception, match="24 小时"):
        sheets.undo(world.filer, applied)
    waiting = bring(world.filer, "enterprises", world.town.pk, firms())
    assert sweeping.tidy_imports() == 0
    Import.objects.filter(pk=waiting.pk).update(moved_at=timezone.now() - timedelta(days=8))
    assert sweeping.tidy_imports() == 1
    waiting.refresh_from_db()
    assert waiting.state == ImportState.EXPIRED and not waiting.pages.exists()
