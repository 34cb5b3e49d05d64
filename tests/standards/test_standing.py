"""Where a town stands is computed from the registry: for whom, on which year, and again whenever something changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import current_app
from django.conf import settings as house_settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM
from criteria.standard import StandardSpec
from records.words import TASKS
from standards.models import StandardVersion, Standing
from standards.selectors import specification
from standards.services import load_standard, recompute_standings, refresh_standings, standings
from tests.factories import (
    FigureFactory,
    IndicatorFactory,
    TownFactory,
    World,
    build_world,
    published_version,
)
from tests.standards.helpers import spec_of
from towns.models import Town
from towns.services import report_figure

pytestmark = [pytest.mark.django_db, pytest.mark.both]

P, T = "shanxi-2022", "taiyuan-2023"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
YI = 100_000_000


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon of an ordinary day; `clock.shift` lets time pass."""
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def world(clock: Any) -> World:
    """太原's standard is in force, and so is the province's; everybody's standing is computed."""
    found = build_world()
    published_version(P, issuer=found.province)
    IndicatorFactory()
    later(clock)
    return found


def later(clock: Any, **period: int) -> None:
    """Time passes, so that what was done before is settled."""
    clock.shift(timedelta(**(period or {"minutes": 10})))


def standing(town: Town, code: str) -> Standing:
    return Standing.objects.get(town=town, standard_version__standard__code=code)


def codes(town: Town) -> set[str]:
    return set(town.standings.values_list("standard_version__standard__code", flat=True))


def report(town: Town, value: str, year: int = 2025, source: str = "试验来源") -> None:
    report_figure(
        actor=SYSTEM,
        town=town,
        indicator=IndicatorFactory(),
        year=year,
        value=Decimal(value),
        unit="亿元",
        source=source,
    )


def next_version(version: StandardVersion, **changes: Any) -> StandardVersion:
    spec: StandardSpec = specification(version)
    return load_standard(
        actor=SYSTEM,
        spec=replace(spec, **changes),
        number=version.number + 1,
        issuer=version.standard.issuer,
        document_title="试验方案",
    )


def test_a_town_is_held_against_the_standards_of_its_own_superiors_and_no_draft(world: World) -> None:
    published_version("yongji-2024", issuer=world.county, draft=True)
    far = TownFactory(owner=world.far_county)
    zone = TownFactory(owner=world.zone)

    refresh_standings()

    assert codes(world.town) == {P, T}
    assert codes(far) == {P}
    assert codes(zone) == {P, T}


def test_it_says_in_short_words_how_far_the_town_is(world: World) -> None:
    FigureFactory(town=world.town, value=6 * YI)

    refresh_standings()

    row = standing(world.town, P)
    assert "主导产业产值还差 4 亿元" in row.gaps
    assert "缺品牌数据" in row.gaps
    assert row.lacking == len(row.gaps)
    assert row.eligible == "incomplete"
    assert row.counts["missing"] >= 1
    assert all("产值" not in words for words in standing(world.town, T).gaps)


def test_only_what_changed_is_computed_again(world: World, clock: Any) -> None:
    assert refresh_standings() == 2
    later(clock)
    assert refresh_standings() == 0
    before = standing(world.neighbour_town, P).computed_at

    report(world.town, "6")
    assert refresh_standings() == 1

    assert "主导产业产值还差 4 亿元" in standing(world.town, P).gaps
    assert standing(world.neighbour_town, P).computed_at == before


def test_what_was_being_written_during_a_computation_is_found_by_the_next(world: World, clock: Any) -> None:
    report(world.town, "6")
    refresh_standings()
    # The act of a transaction that commits a moment later bears a time before the computation.
    FigureFactory(town=world.town, value=20 * YI, source="另一来源")

    later(clock, seconds=50)
    assert refresh_standings() == 1
    assert all("产值" not in words for words in standing(world.town, P).gaps)

    later(clock)
    refresh_standings()
    later(clock)
    assert refresh_standings() == 0


def test_a_new_town_is_on_the_board_at_the_next_turn(world: World, clock: Any) -> None:
    refresh_standings()
    later(clock)
    town = TownFactory(owner=world.county)

    assert refresh_standings() == 1
    assert codes(town) == {P, T}


def test_computing_twice_changes_nothing_but_the_time(world: World, clock: Any) -> None:
    FigureFactory(town=world.town)
    recompute_standings()
    before = list(
        Standing.objects.order_by("pk").values("pk", "gaps", "counts", "eligible", "digest", "year")
    )
    later(clock)
    assert recompute_standings() == 2

    after = list(Standing.objects.order_by("pk").values("pk", "gaps", "counts", "eligible", "digest", "year"))
    assert after == before
    assert standing(world.town, P).computed_at == NOON + timedelta(minutes=20)


def test_a_new_day_computes_everything_anew(world: World, clock: Any) -> None:
    FigureFactory(town=world.town, year=2025)
    refresh_standings()
    clock.move_to(datetime(2027, 1, 1, 0, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai")))

    assert refresh_standings() == 2


@pytest.mark.parametrize(
    ("reported", "shown"), [([2025], 2025), ([2023, 2024], 2024), ([2019], 2025), ([], 2025)]
)
def test_the_newest_full_year_with_output_counts_as_far_back_as_an_application_looks(
    world: World, reported: list[int], shown: int
) -> None:
    for year in reported:
        FigureFactory(town=world.town, year=year)
    FigureFactory(town=world.town, year=2026, part="Q1")

    refresh_standings()

    assert standing(world.town, P).year == shown


def test_a_newer_version_takes_the_place_of_the_old_one_on_the_day_it_begins(
    world: World, clock: Any
) -> None:
    refresh_standings()
    new = next_version(world.version, draft=False, effective_from=date(2026, 12, 1))
    later(clock)
    refresh_standings()
    assert standing(world.town, T).standard_version == world.version

    clock.move_to(datetime(2026, 12, 1, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai")))
    refresh_standings()

    assert standing(world.town, T).standard_version == new


def test_a_town_that_moves_leaves_the_old_citys_standard_behind(world: World, clock: Any) -> None:
    refresh_standings()
    Town.objects.filter(pk=world.town.pk).update(owner=world.far_county)

    recompute_standings()

    assert codes(world.town) == {P}


def test_a_category_that_the_standard_does_not_have_is_a_gap_and_no_error(world: World) -> None:
    spec = spec_of(
        {
            "kind": "threshold",
            "params": {
                "figure": "output_value",
                "unit": "亿元",
                "at_least": {"manufacturing": "5"},
            },
        },
        draft=False,
    )
    load_standard(actor=SYSTEM, spec=spec, number=1, issuer=world.county, document_title="试验办法")

    refresh_standings()

    assert standing(world.town, "trial-own").eligible == "incomplete"


def test_facts_that_cannot_be_read_are_named_and_hold_up_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = standings.registry_facts

    def spoilt(town_ids: list[int], year: int) -> Any:
        found = whole(town_ids, year)
        if world.town.pk in found:
            found[world.town.pk]["output_value"] = "-1"
        return found

    monkeypatch.setattr(standings, "registry_facts", spoilt)

    refresh_standings()

    row = standing(world.town, P)
    assert row.eligible == "incomplete"
    assert row.gaps and row.gaps[0].endswith("。")
    assert standing(world.neighbour_town, P).counts


def test_a_run_that_is_cut_off_is_finished_by_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        TownFactory(owner=world.county)
    monkeypatch.setattr(standings, "CHUNK_SIZE", 3)
    whole, turns = standings.registry_facts, []

    def dies_at_the_second_chunk(town_ids: list[int], year: int) -> Any:
        turns.append(year)
        if len(turns) == 2:
            raise KeyboardInterrupt
        return whole(town_ids, year)

    monkeypatch.setattr(standings, "registry_facts", dies_at_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        refresh_standings()
    assert Standing.objects.count() == 3 * 2

    assert refresh_standings() == 4
    assert Standing.objects.count() == 7 * 2


def test_a_chunk_is_read_with_the_same_queries_at_one_ten_and_a_hundred_towns(world: World) -> None:
    def reads(more: int) -> int:
        for _ in range(more):
            FigureFactory(town=TownFactory(owner=world.county))
        recompute_standings()
        with CaptureQueriesContext(connection) as caught:
            recompute_standings()
        # SQLite takes about ninety rows in one INSERT, so only what is read must stay the same.
        return sum(query["sql"].startswith("SELECT") for query in caught)

    costs = [reads(1), reads(9), reads(90)]
    assert costs[0] == costs[1] == costs[2]


def test_the_scheduler_keeps_the_board_current_with_a_task_that_has_a_name() -> None:
    from standards import tasks

    names = [entry["task"] for entry in house_settings.CELERY_BEAT_SCHEDULE.values()]
    assert tasks.refresh_standings.name in names
    assert tasks.refresh_standings.name in current_app.tasks
    assert TASKS[tasks.refresh_standings.name] == "更新达标情况"


def test_the_task_does_it(world: World) -> None:
    from standards import tasks

    assert tasks.refresh_standings() == 2
    assert codes(world.town) == {P, T}


@pytest.mark.slow
def test_reference_and_demonstration_data_come_with_a_full_board(settings: Any) -> None:
    settings.DEMONSTRATION = True
    call_command("load_reference")
    assert Standing.objects.count() >= Town.objects.count() > 0

    call_command("seed_demo", "--stage", "draft")

    assert not Town.objects.filter(standings__isnull=True).exists()
