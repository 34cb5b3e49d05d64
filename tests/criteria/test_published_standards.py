"""The three published standards, case by case, as their documents and the check_facts command promise."""

from typing import Any

import pytest

from criteria.errors import FactsError
from criteria.findings import Eligibility, Verdict, eligibility
from criteria.words import PLATFORMS
from tests.criteria import samples
from tests.criteria.samples import OLD, REASON, WITHOUT_IP, P, T, Y, output

OUTPUT_CASES = [
    (P, output("agriculture", "30"), "met"),
    (P, output("manufacturing", "20"), "met"),
    (P, output("manufacturing", "19.99", traits=[]), "unmet"),
    (P, output("craft", "10"), "met"),
    (P, output("craft", "9.99", traits=[]), "unmet"),
    (T, output("manufacturing", "12"), "met"),
    (P, output("manufacturing", "12", traits=[]), "unmet"),
    (P, output("manufacturing", "12", traits=OLD), "relaxable"),
    (P, output("manufacturing", "12", traits=OLD, relaxation_reason=REASON), "relaxed"),
    (P, output("manufacturing", "12", traits=OLD, relaxation_reason="  \n"), "relaxable"),
    (P, output("manufacturing", "12"), "missing"),
    (P, output("manufacturing", "12", relaxation_reason=REASON), "missing"),
    (P, output("manufacturing", "12", traits=["influential"], relaxation_reason=REASON), "unmet"),
    (P, output("manufacturing", "0.9", traits=OLD, relaxation_reason=REASON), "unmet"),
    (P, output("manufacturing", "0.9"), "unmet"),
    (P, output("manufacturing", "1", traits=OLD, relaxation_reason=REASON), "relaxed"),
    (T, output("manufacturing", "0.9", traits=OLD, relaxation_reason=REASON), "relaxed"),
    (T, output("manufacturing", "0", traits=OLD, relaxation_reason=REASON), "relaxed"),
    (T, output("manufacturing", "0"), "missing"),
    (T, output("agriculture", "5"), "met"),
    (T, output("craft", "4.99", traits=[]), "unmet"),
    (T, output("manufacturing", "9", traits=["strategic_emerging"]), "relaxable"),
    (T, output("manufacturing", "9", traits=["influential"]), "unmet"),
    (P, output("manufacturing", "9", traits=["strategic_emerging"]), "unmet"),
    (Y, output("manufacturing", "1.5", traits=["strategic_emerging"]), "unmet"),
    (Y, output("manufacturing", "2"), "met"),
    (Y, output("tourism", "1"), "met"),
    (Y, output("agriculture", "0.5", traits=["historical_origin"], relaxation_reason=REASON), "relaxed"),
    (Y, output("agriculture", "0.49", traits=["historical_origin"], relaxation_reason=REASON), "unmet"),
    (P, output("manufacturing", None, traits=[]), "missing"),
    (P, output(None, "500"), "missing"),
    (P, output(None, "0.1", traits=[]), "missing"),
]


@pytest.mark.parametrize(("code", "facts", "verdict"), OUTPUT_CASES)
def test_output(code: str, facts: dict[str, Any], verdict: str) -> None:
    assert samples.finding(code, "output_value", **facts).verdict == verdict


OTHER_CASES = [
    (P, "supporting_enterprises", 81, "met"),
    (P, "supporting_enterprises", 10, "met"),
    (P, "supporting_enterprises", 9, "unmet"),
    (T, "supporting_enterprises", 5, "met"),
    (T, "supporting_enterprises", 4, "unmet"),
    (Y, "supporting_enterprises", 5, "met"),
    (Y, "supporting_enterprises", 4, "judge"),
    (Y, "supporting_enterprises", 3, "unmet"),
    (P, "leading_enterprises", 1, "met"),
    (P, "leading_enterprises", 0, "unmet"),
    (Y, "leading_enterprises", None, "missing"),
    (Y, "employment", 500, "met"),
    (Y, "employment", 499, "unmet"),
    (P, "platforms", list(PLATFORMS), "met"),
    (P, "platforms", WITHOUT_IP, "judge"),
    (T, "platforms", WITHOUT_IP, "met"),
    (T, "platforms", ["ip"], "unmet"),
    (P, "platforms", ["ip"], "judge"),
    (P, "platforms", [], "unmet"),
    (P, "platforms", None, "missing"),
    (P, "brands", [{"name": "清徐老陈醋", "level": "national"}], "met"),
    (T, "brands", [{"level": "city"}, {"level": "provincial"}], "met"),
    (T, "brands", [{"name": "某品牌", "level": "city"}], "unmet"),
    (T, "brands", [{"name": "某品牌"}], "missing"),
    (P, "brands", [], "unmet"),
    (P, "technical_standards", [{"level": "international", "role": "joined"}], "met"),
    (P, "technical_standards", [{"level": "local", "role": "led"}], "met"),
    (P, "technical_standards", [{"level": "group", "role": "led"}], "unmet"),
    (P, "technical_standards", [{"role": "led"}], "missing"),
    (P, "technical_standards", [], "unmet"),
    (P, "titles", [{"kind": "technology_centre", "level": "provincial"}], "preferred"),
    (P, "titles", [{"kind": "engineering_centre", "level": "city"}], "none"),
    (T, "titles", [{"kind": "leading_enterprise", "level": "city"}], "preferred"),
    (T, "titles", [], "none"),
    (T, "titles", None, "none"),
]


@pytest.mark.parametrize(("code", "requirement", "value", "verdict"), OTHER_CASES)
def test_counts_and_lists(code: str, requirement: str, value: Any, verdict: str) -> None:
    assert samples.finding(code, requirement, **{requirement: value}).verdict == verdict


@pytest.mark.parametrize(
    ("counties", "verdict"),
    [(["140121"], "met"), (["140121", "140121"], "met"), (["140121", "140122"], "judge"), (None, "missing")],
)
def test_an_industry_in_several_counties_is_judged(counties: list[str] | None, verdict: str) -> None:
    assert samples.finding(P, "single_county", counties=counties).verdict == verdict


@pytest.mark.parametrize(
    ("city", "wide", "verdict"),
    [
        ("10", None, "met"),
        ("9.99", True, "met"),
        (None, True, "met"),
        ("9.99", False, "unmet"),
        ("9.99", None, "missing"),
        (None, False, "missing"),
        (None, None, "missing"),
    ],
)
def test_either_share_or_national_market_is_enough(city: str | None, wide: bool | None, verdict: str) -> None:
    found = samples.finding(Y, "market_share", market_share={"city": city}, wide_national_market=wide)
    assert found.verdict == verdict


SHAPE = {
    P: ("二({})", (1, 2, 3, 8)),
    T: ("附2一({})", (1, 2, 3, 8)),
}


@pytest.mark.parametrize("code", [P, T])
def test_the_eight_criteria_give_the_promised_findings_with_their_clauses(code: str) -> None:
    pattern, judged = SHAPE[code]
    found = samples.findings(code, {})
    promised = {
        **{number: ["judged"] for number in judged},
        4: ["single_county", "output_value"],
        5: ["leading_enterprises", "supporting_enterprises", "titles"],
        6: ["brands", "technical_standards"],
        7: ["platforms"],
    }
    for number in range(1, 9):
        mine = [each for each in found if each.criterion == number]
        assert [each.requirement for each in mine] == promised[number]
        assert {each.clause for each in mine} == {pattern.format("一二三四五六七八"[number - 1])}
    assert len(found) == 12


def test_the_county_draft_gives_the_promised_findings() -> None:
    found = samples.findings(Y, {})
    assert [(each.criterion, each.requirement, each.clause) for each in found] == [
        (1, "leading_enterprises", "三"),
        (1, "supporting_enterprises", "三"),
        (2, "output_value", "三"),
        (3, "market_share", "三"),
        (4, "employment", "三"),
    ]


COMPLETE_Y = {
    "category": "tourism",
    "year": 2024,
    "output_value": "1.2",
    "leading_enterprises": 1,
    "supporting_enterprises": 5,
    "market_share": {"city": 12.5},
    "employment": 620,
}


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({}, Eligibility.YES),
        ({"supporting_enterprises": 4}, Eligibility.JUDGE),
        ({"output_value": "0.8", "traits": OLD}, Eligibility.JUDGE),
        ({"output_value": "0.8", "traits": OLD, "relaxation_reason": REASON}, Eligibility.JUDGE),
        ({"supporting_enterprises": 4, "employment": None}, Eligibility.INCOMPLETE),
        ({"employment": None, "leading_enterprises": 0}, Eligibility.NO),
    ],
)
def test_the_advice(change: dict[str, Any], advice: Eligibility) -> None:
    assert eligibility(samples.findings(Y, COMPLETE_Y | change)) is advice


@pytest.mark.parametrize(("code", "category", "has"), [(P, "tourism", "craft"), (Y, "craft", "tourism")])
def test_a_category_of_another_standard_is_refused_with_those_that_exist(
    code: str, category: str, has: str
) -> None:
    with pytest.raises(FactsError) as refused:
        samples.findings(code, {"category": category})
    assert refused.value.field == "category"
    assert category in refused.value.message
    assert has in refused.value.message


def test_only_the_county_standard_is_a_draft_without_a_day_of_effect() -> None:
    specs = [samples.standard(code).spec for code in samples.CODES]
    assert [(spec.draft, spec.effective_from is None) for spec in specs] == [
        (False, False),
        (False, False),
        (True, True),
    ]
    assert [spec.document for spec in specs] == ["晋政办发〔2022〕80号", "太原方案2023", "永济计划2024"]


def test_a_finding_is_written_with_its_verdict_as_a_word() -> None:
    assert samples.finding(P, "titles")._asdict()["verdict"] == "none"
    assert Verdict.RELAXABLE.words == "可申请放宽"
