"""Targets: what is known of them, what is due, and an unknown that is never taken for a failure."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import Conflict, Invalid, NotAllowed
from policies import services
from policies.enums import TargetStatus
from policies.models import PolicyVersion, Target
from policies.selectors.targets import TargetLine, target_lines, targets_in_sight
from policies.services.targets import FACTS
from tests.factories import DesignationFactory, FigureFactory, TownFactory, World
from tests.harness.pages import Browser
from tests.policies.documents import opened
from towns.models import Indicator

pytestmark = [pytest.mark.both, pytest.mark.django_db]

DUE, AFTER = date(2025, 12, 31), date(2026, 1, 1)


def set_target(world: World, version: PolicyVersion | None = None, **changes: Any) -> Target:
    version = version or opened(world)
    blank = dict.fromkeys(FACTS) | {"unit": "个", "level": "", "is_striving": False, "counted_by": "by_hand"}
    wanted = {"subject": "市级专业镇", "kind": "at_least", "low": Decimal(10), "due_on": DUE}
    return services.save_target(
        actor=world.reviewer, policy=version.policy, target=None, facts=blank | wanted | changes, seen=0
    )


def read(world: World, target: Target, value: str, as_of: date = date(2025, 6, 30)) -> None:
    services.note_reading(
        actor=world.reviewer, target=target, value=Decimal(value), as_of=as_of, source="市统计局年报"
    )


def line(on: date = AFTER) -> TargetLine:
    return target_lines(targets_in_sight(), on=on)[0]


@pytest.mark.parametrize(
    ("changes", "value", "share", "status", "words"),
    [
        ({}, None, None, "unknown", "至少 10 个"),
        ({}, "9", "90.0", "missed", "至少 10 个"),
        ({}, "10", "100.0", "done", "至少 10 个"),
        ({"kind": "more_than"}, "10", "100.0", "missed", "超过 10 个"),
        ({"kind": "range", "low": Decimal(3), "high": Decimal(5)}, "3", "100.0", "done", "3 至 5 个"),
        ({"kind": "growth", "base_year": 2024}, "8.5", "85.0", "missed", "比 2024 年增长 10%"),
        ({"kind": "doubling", "low": None}, "90", None, "unknown", "翻一番"),
        ({"kind": "doubling", "low": None, "base_value": Decimal(40)}, "80", "100.0", "done", "翻一番"),
        ({"kind": "milestone", "low": None}, "1", None, "done", "完成"),
        ({"kind": "milestone", "low": None}, "0", None, "missed", "完成"),
    ],
)
def test_value_share_and_status(
    world: World, changes: dict[str, Any], value: str | None, share: str | None, status: str, words: str
) -> None:
    target = set_target(world, **changes)
    if value is not None:
        read(world, target, value)
    found = line()
    assert (found.share, found.status, found.words) == (share and Decimal(share), status, words)
    assert line(on=DUE).status == TargetStatus.RUNNING


def test_what_was_read_after_the_deadline_says_nothing_of_it(world: World) -> None:
    target = set_target(world)
    read(world, target, "12", as_of=AFTER)
    assert line().status == TargetStatus.UNKNOWN
    read(world, target, "9", as_of=DUE)
    assert line().status == TargetStatus.MISSED


def test_recognitions_are_counted_as_of_the_day_and_prove_only_what_is_reached(world: World) -> None:
    city = world.office.division
    set_target(world, low=Decimal(2), counted_by="designations", division=city, level="city")
    town = TownFactory(owner=world.county)
    DesignationFactory(town=town, authority=world.city, level="city", decided_on=date(2025, 3, 1))
    DesignationFactory(
        town=TownFactory(owner=world.county), authority=world.city, level="city", decided_on=AFTER
    )
    DesignationFactory(
        town=TownFactory(owner=world.far_county), authority=world.far_city, level="city", decided_on=DUE
    )
    found = line()
    assert found.current is not None and found.current.value == 1
    assert (found.share, found.status) == (None, TargetStatus.UNKNOWN)
    assert line(on=DUE).share == Decimal("50.0")
    DesignationFactory(
        town=TownFactory(owner=world.county), authority=world.city, level="city", decided_on=DUE
    )
    assert line().status == TargetStatus.DONE


def test_a_figure_of_a_town_counts_once_it_may_be_read_by_everybody(world: World) -> None:
    town = TownFactory(owner=world.county)
    indicator = Indicator.objects.get_or_create(
        key="main_output", defaults={"name": "产值", "unit": "亿元", "value_type": "money"}
    )[0]
    set_target(world, low=Decimal(2), unit="亿元", counted_by="figure", town=town, indicator=indicator)
    figure = FigureFactory(
        town=town,
        indicator=indicator,
        year=2025,
        value=Decimal(300_000_000),
        unit="亿元",
        reporter=world.county,
    )
    assert line().current is None
    figure.confirmed_by, figure.confirmed_at = world.city, timezone.now()
    figure.save()
    found = line()
    assert found.current is not None and found.current.value == 3
    assert found.status == TargetStatus.DONE


def test_the_office_edits_beside_the_clause(world: World, browser_of: Browser, client: Client) -> None:
    version = opened(world)
    clause = version.clauses.get(path="一(一)")
    typed = {
        "clause": clause.pk,
        "subject": "上台阶企业",
        "kind": "at_least",
        "low": "１，000",
        "unit": "家",
        "counted_by": "by_hand",
        "due_on": "2025-12-31",
        "seen": 0,
    }
    office = browser_of(world.reviewer)
    assert office.post(f"/policies/{version.policy_id}/targets/new/", typed).status_code == 302
    target = Target.objects.get()
    assert (target.low, target.clause) == (1000, clause)
    reading = {"value": "800", "as_of": "2025-12-01", "source": "市工信局"}
    assert office.post(f"/policies/targets/{target.pk}/readings/new/", reading).status_code == 302
    assert office.post(f"/policies/targets/{target.pk}/readings/new/", reading).status_code == 302
    assert target.readings.count() == 1
    for page in ("/policies/targets/", f"/policies/{version.policy_id}/targets/"):
        html = client.get(page).content.decode()
        assert "80.0%" in html and "市工信局" in html and "未完成" in html
    edit = f"/policies/targets/{target.pk}/edit/"
    assert office.post(edit, typed | {"seen": 1, "subject": "改"}).status_code == 302
    answer = office.post(edit, typed | {"seen": 1, "subject": "又改"})
    assert answer.status_code == 409 and "又改" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"low": ""}, "low"),
        ({"low": "-3"}, "low"),
        ({"low": "9" * 30}, "low"),
        ({"kind": "range", "low": "5", "high": "3"}, "high"),
        ({"subject": "长" * 10_000}, "subject"),
        ({"clause": "9" * 30}, "clause"),
        ({"counted_by": "designations"}, ""),
        ({"due_on": "明年"}, "due_on"),
    ],
)
def test_what_does_not_hold_comes_back(
    world: World, browser_of: Browser, changes: dict[str, str], field: str
) -> None:
    version = opened(world)
    typed = {"subject": "目标", "kind": "at_least", "low": "3", "counted_by": "by_hand", "seen": 0}
    answer = browser_of(world.reviewer).post(f"/policies/{version.policy_id}/targets/new/", typed | changes)
    assert answer.status_code == 422 and not Target.objects.exists()
    assert not field or f'href="#id_{field}"' in answer.content.decode()


def test_others_and_other_documents_are_refused(world: World, browser_of: Browser) -> None:
    version = opened(world)
    other = opened(world, number="试政办发〔2024〕99号")
    with pytest.raises(Invalid, match="这份文件"):
        set_target(world, version, clause=other.clauses.get(path="一"))
    target = set_target(world, version)
    for who in (world.filer, world.far_reviewer, world.system_admin):
        with pytest.raises(NotAllowed):
            services.note_reading(actor=who, target=target, value=Decimal(1), as_of=DUE, source="试验")
        assert browser_of(who).get(f"/policies/targets/{target.pk}/edit/").status_code == 403
    with pytest.raises(Invalid, match="今天以后"):
        read(world, target, "1", as_of=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Conflict):
        services.save_target(actor=world.reviewer, policy=version.policy, target=target, facts={}, seen=9)


def test_a_longer_board_costs_no_more(world: World, client: Client) -> None:
    version = opened(world)

    def cost() -> int:
        client.get("/policies/targets/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/policies/targets/")
        return len(queries)

    read(world, set_target(world, version), "1")
    set_target(world, version, counted_by="designations", division=world.office.division, level="city")
    before = cost()
    for _ in range(15):
        read(world, set_target(world, version), "1")
    assert cost() == before
