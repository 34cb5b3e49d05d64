"""The benchmark compares like with like: three ways to the same findings, ratios from neighbouring windows."""

from collections import Counter

import pytest

from criteria.facts import Facts
from ops.bench import engine, reading
from ops.bench.facts import random_facts
from ops.bench.windows import Ratio, Series, interleaved


def test_engine_interpreter_and_closure_find_the_same_to_the_letter() -> None:
    checks = engine.Course().checks
    seen: Counter[str] = Counter()
    for row in random_facts(5, 1500):
        facts = Facts.from_dict(row)
        ours, *others = (check(facts) for check in checks.values())
        assert all(theirs == ours for theirs in others)
        seen.update(finding.verdict for finding in ours)
    assert set(seen) == {"met", "unmet", "relaxed", "relaxable", "judge", "missing", "preferred", "none"}


def test_a_difference_makes_the_figures_void(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine, "ROUNDS", 2)
    monkeypatch.setattr(engine, "SHEETS_A_WINDOW", 20)
    assert engine.run()
    assert "逐条相同" in capsys.readouterr().out
    monkeypatch.setattr(engine.closure, "check", lambda facts: [])
    assert not engine.run()
    assert "有 40 份不同，以上数字无效" in capsys.readouterr().out


def test_the_same_seed_gives_the_same_facts_and_another_one_others() -> None:
    assert list(random_facts(1, 20)) == list(random_facts(1, 20)) != list(random_facts(2, 20))


def test_windows_run_in_turn_and_each_is_set_against_its_neighbour() -> None:
    order: list[tuple[str, int]] = []

    def window(name: str, costs: list[float]) -> object:
        return lambda number: order.append((name, number)) or costs[number]

    # A machine that grows ten times slower: the ratio stays.
    series = interleaved({"a": window("a", [2, 4, 20, 22]), "b": window("b", [1, 2, 10, 11])}, 4)
    assert order == [(name, number) for number in range(4) for name in "ab"]
    assert series.ratio("a", "b") == Ratio(2, 2, 2)
    assert series.cost("b") == 6


def test_the_spread_of_a_ratio_is_its_middle_half() -> None:
    series = Series({"a": [1, 2, 3, 4, 5, 6, 7], "b": [1] * 7})
    assert str(series.ratio("a", "b")) == "4.00 倍（中间一半的窗口在 2.00 与 6.00 之间）"


def test_papers_give_the_same_clauses_in_every_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reading, "WINDOWS", 4)
    assert reading.run()
    assert "逐条相同" in capsys.readouterr().out
    monkeypatch.setattr(
        reading, "essence", lambda found, counted=Counter(): (counted.update("x"), counted["x"])
    )
    assert not reading.run()
    assert "以上数字无效" in capsys.readouterr().out
