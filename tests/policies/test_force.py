"""Whether a document holds follows from its dates; a draft never does, and the lists agree with the rows."""

from datetime import date
from typing import Any

import pytest

from policies import services
from policies.enums import Force
from policies.filters import filtered_versions
from policies.models import PolicyVersion
from policies.selectors.comparison import Change, compare_versions
from policies.selectors.ledger import tasks, units, unknown_units
from policies.selectors.library import amended_since, bases_of, newest_versions, resting_on, version_by_key
from tests.factories import World
from tests.policies.documents import NUMBER, clause, opened, reading, waiting

pytestmark = [pytest.mark.both, pytest.mark.django_db]

DAYS = [date(2024, 2, 28), date(2024, 3, 1), date(2026, 12, 31), date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [Force.COMING, Force.IN_FORCE, Force.IN_FORCE, Force.EXPIRED]),
        ({"draft": True}, [Force.COMMENT] * 4),
        ({"effective_to": None}, [Force.COMING, Force.IN_FORCE, Force.IN_FORCE, Force.IN_FORCE]),
        ({"effective_from": None, "effective_to": None}, [Force.IN_FORCE] * 4),
        (
            {
                "effective_from": None,
                "effective_to": None,
                "published_on": None,
                "signed_on": None,
            },
            [Force.IN_FORCE] * 4,
        ),
    ],
)
def test_the_row_and_the_list_say_the_same(
    world: World, changes: dict[str, Any], expected: list[Force]
) -> None:
    version = opened(world, **changes)
    assert [version.force_on(day) for day in DAYS] == expected
    for day in DAYS:
        for force in Force:
            found = filtered_versions(newest_versions(), {"force": force}, on=day)
            assert (version in found) == (version.force_on(day) == force), (day, force)


def test_repealed_on_its_day(world: World) -> None:
    version = opened(world)
    services.repeal_policy(
        actor=world.reviewer, policy=version.policy, on=date(2025, 5, 1), by="试政发〔2025〕2号"
    )
    version = PolicyVersion.objects.select_related("policy").get(pk=version.pk)
    assert version.force_on(date(2025, 4, 30)) == Force.IN_FORCE
    assert version.force_on(date(2025, 5, 1)) == Force.REPEALED


def test_a_new_text_takes_its_place_and_says_what_changed(world: World) -> None:
    old = opened(world)
    clauses = [
        clause("一", "一、", "扩大规模"),
        clause("一(一)", "(一)", "支持上台阶", "对首次上台阶的企业奖励30万元。", depth=1),
        clause("一(三)", "(三)", "支持建平台", "按投入的10%补助。", depth=1),
        clause("三", "三、", "另外", "全新的一条，与以前没有关系。"),
    ]
    new = opened(world, policy=old.policy, clauses=clauses, effective_from="2025-01-01", effective_to=None)
    assert list(newest_versions()) == [new]
    assert old.force_on(date(2025, 6, 1), amended_since=amended_since(old)) == Force.AMENDED
    assert old.force_on(date(2024, 6, 1), amended_since=amended_since(old)) == Force.IN_FORCE
    rows = [
        (row.old and row.old.path, row.new and row.new.path, row.change) for row in compare_versions(old, new)
    ]
    assert rows == [
        ("一", "一", Change.SAME),
        ("一(一)", "一(一)", Change.CHANGED),
        ("一(二)", "一(三)", Change.CHANGED),
        ("二", None, Change.GONE),
        (None, "三", Change.NEW),
    ]


def test_the_ledger_holds_what_people_confirmed(world: World) -> None:
    waiting(world)
    assert units() == [] and tasks(unit="试验市工信局") == []
    services.discard_version(actor=world.reviewer, version=PolicyVersion.objects.get())
    opened(world)
    assert [(line.unit, line.leads, line.shares) for line in units()] == [
        ("试验市工信局", 1, 0),
        ("试验市财政局", 0, 1),
    ]
    assert [task.clause.path for task in tasks(unit="试验市财政局")] == ["一(一)"]
    assert {line.unit for line in unknown_units()} == {"试验市工信局", "试验市财政局"}


def test_documents_find_each_other_by_number(world: World) -> None:
    base = opened(world)
    later = reading(
        number="试政办发〔2025〕3号", title="试验市行动计划", based_on=[NUMBER, "别处〔2020〕1号"]
    )
    plan = opened(world, **later)
    assert [(each.document_number, each.version) for each in bases_of(plan)] == [
        (NUMBER, base),
        ("别处〔2020〕1号", None),
    ]
    assert resting_on(base) == [plan]
    assert version_by_key(NUMBER) == base and version_by_key("没有") is None
