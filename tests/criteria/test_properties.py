"""What holds for any facts whatever: nobody should have to believe it from examples."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.findings import Verdict, digest, eligibility
from tests.criteria import samples

each_standard = pytest.mark.parametrize("code", samples.CODES)


@each_standard
@samples.thorough
@given(data=st.data())
def test_no_valid_facts_break_a_check_and_every_finding_is_one_chinese_sentence(
    code: str, data: st.DataObject
) -> None:
    for found in samples.findings(code, data.draw(samples.facts(code))):
        assert found.message.endswith("。")
        assert found.message.count("。") == 1
        assert not any("a" <= letter.lower() <= "z" for letter in found.message + found.gap)
        assert found.clause
        assert bool(found.gap) == (
            found.verdict not in (Verdict.MET, Verdict.PREFERRED, Verdict.NONE)
            and found.requirement != "judged"
        )


@each_standard
@samples.thorough
@given(data=st.data())
def test_more_output_never_makes_it_worse(code: str, data: st.DataObject) -> None:
    facts = data.draw(samples.complete_facts(code))
    more = data.draw(samples.outputs())
    low, high = sorted([facts["output_value"], more], key=Decimal)
    before = samples.finding(code, "output_value", **facts | {"output_value": low}).verdict
    after = samples.finding(code, "output_value", **facts | {"output_value": high}).verdict
    order = [Verdict.UNMET, Verdict.RELAXABLE, Verdict.RELAXED, Verdict.MET]
    assert order.index(after) >= order.index(before)


@each_standard
@samples.thorough
@given(data=st.data())
def test_a_preference_never_changes_the_advice(code: str, data: st.DataObject) -> None:
    facts = data.draw(samples.facts(code))
    without = eligibility(samples.findings(code, facts | {"titles": None}))
    honoured = [{"kind": "technology_centre", "level": "national"}, {"kind": "champion"}]
    for titles in ([], honoured, facts.get("titles")):
        assert eligibility(samples.findings(code, facts | {"titles": titles})) == without


def _forget(facts: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """Forget some facts; of the lists and shares sometimes only a level or a scope."""
    kept = {key: value for key, value in facts.items() if key not in keys}
    if "brand_levels" in keys and kept.get("brands"):
        kept["brands"] = [{"name": brand["name"]} for brand in kept["brands"]]
    if "standard_levels" in keys and kept.get("technical_standards"):
        kept["technical_standards"] = [{"role": row["role"]} for row in kept["technical_standards"]]
    if "city_share" in keys and kept.get("market_share"):
        kept["market_share"] = kept["market_share"] | {"city": None}
    return kept


@each_standard
@samples.thorough
@given(data=st.data())
def test_what_is_unmet_with_facts_unknown_is_unmet_however_they_turn_out(
    code: str, data: st.DataObject
) -> None:
    complete = data.draw(samples.complete_facts(code))
    keys = [*complete, "brand_levels", "standard_levels", "city_share"]
    known = _forget(complete, data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
    for partial, full in zip(samples.findings(code, known), samples.findings(code, complete), strict=True):
        if partial.verdict is Verdict.UNMET:
            assert full.verdict is Verdict.UNMET


@each_standard
def test_nothing_known_gives_nothing_unmet(code: str) -> None:
    assert {found.verdict for found in samples.findings(code, {})} <= {
        Verdict.MISSING,
        Verdict.JUDGE,
        Verdict.NONE,
    }


@each_standard
@samples.thorough
@given(data=st.data(), seed=st.integers())
def test_the_order_of_keys_says_nothing(code: str, data: st.DataObject, seed: int) -> None:
    facts = data.draw(samples.complete_facts(code))
    chance = random.Random(seed)
    shuffled = {key: facts[key] for key in chance.sample(list(facts), len(facts))}
    for key in ("traits", "platforms", "counties"):
        chance.shuffle(shuffled[key])
    assert digest(samples.findings(code, shuffled)) == digest(samples.findings(code, facts))
