"""The self-check: answers at once, keeps nothing, loses nothing that was typed."""

import random
import re
import string
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from criteria.words import PLATFORMS
from standards.forms import SelfCheckForm
from standards.models import StandardVersion
from standards.selectors import compiled
from standards.selectors.answers import answer
from tests.factories import DivisionFactory
from tests.standards.conftest import P, T, Y
from tests.standards.helpers import load_with_indicator

pytestmark = pytest.mark.django_db
Versions = dict[str, StandardVersion]
OK, WRONG = 200, 422


def address(code: str) -> str:
    return f"/standards/self-check/{code}/"


def verdicts(client: Client, code: str, **typed: Any) -> dict[str, str]:
    response = client.post(address(code), typed)
    assert response.status_code == OK, response.context["form"].errors
    return {found.requirement: found.verdict.value for found in response.context["answer"].findings}


def errors(client: Client, code: str, **typed: Any) -> dict[str, list[str]]:
    response = client.post(address(code), typed)
    assert response.status_code == WRONG
    html = response.content.decode()
    found = {name: list(each) for name, each in response.context["form"].errors.items()}
    for sentences in found.values():
        for sentence in sentences:
            assert f">{sentence}</span>" in html.replace("&#x27;", "'"), f"not shown at its field: {sentence}"
    return found


@pytest.mark.parametrize(
    ("code", "typed", "requirement", "verdict"),
    [
        (P, {"category": "manufacturing", "output_value": "１２"}, "output_value", "missing"),
        (P, {"category": "manufacturing", "output_value": "12", "no_traits": "on"}, "output_value", "unmet"),
        (P, {"category": "manufacturing", "output_value": "12", "traits": "historical_origin"}, "output_value", "relaxable"),
        (P, {"category": "manufacturing", "output_value": "12", "traits": "historical_origin",
             "relaxation_reason": "历史悠久"}, "output_value", "relaxed"),
        (T, {"category": "manufacturing", "output_value": "12"}, "output_value", "met"),
        (T, {"output_value": "12"}, "output_value", "missing"),
        (P, {"supporting_enterprises": "1,081"}, "supporting_enterprises", "met"),
        (P, {"supporting_enterprises": "0"}, "supporting_enterprises", "unmet"),
        (P, {"supporting_enterprises": ""}, "supporting_enterprises", "missing"),
        (P, {"platforms": [key for key in PLATFORMS if key != "ip"]}, "platforms", "judge"),
        (P, {"no_platforms": "on"}, "platforms", "unmet"),
        (P, {}, "platforms", "missing"),
        (P, {"brands_1_name": "演示牌", "brands_1_level": "provincial"}, "brands", "met"),
        (P, {"brands_2_level": "national"}, "brands", "met"),
        (P, {"brands_0_name": "演示牌"}, "brands", "missing"),
        (P, {"brands_0_name": "演示牌", "brands_0_level": "city"}, "brands", "unmet"),
        (P, {"no_brands": "on"}, "brands", "unmet"),
        (P, {}, "brands", "missing"),
        (P, {"technical_standards_0_level": "local"}, "technical_standards", "met"),
        (P, {"technical_standards_0_level": "group", "technical_standards_0_number": "9"}, "technical_standards", "unmet"),
        (P, {"technical_standards_0_role": "led"}, "technical_standards", "missing"),
        (P, {"no_technical_standards": "on"}, "technical_standards", "unmet"),
        (P, {"titles_champion": ["national"]}, "titles", "preferred"),
        (P, {"titles_little_giant": ["unknown"]}, "titles", "preferred"),
        (P, {"titles_technology_centre": ["city", "unknown"]}, "titles", "none"),
        (P, {"county": "140121"}, "single_county", "met"),
        (P, {"county": "140121", "other_counties": ["140121"]}, "single_county", "met"),
        (P, {"county": "140121", "other_counties": ["140122"]}, "single_county", "judge"),
        (P, {}, "single_county", "missing"),
        (Y, {"market_share_city": "10"}, "market_share", "met"),
        (Y, {"wide_national_market": "yes"}, "market_share", "met"),
        (Y, {"market_share_city": "9", "wide_national_market": "no"}, "market_share", "unmet"),
        (Y, {"market_share_city": "9"}, "market_share", "missing"),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(
    client: Client, versions: Versions, code: str, typed: dict[str, Any], requirement: str, verdict: str
) -> None:
    for place in ("140121", "140122"):
        DivisionFactory(code=place)

    assert verdicts(client, code, **typed)[requirement] == verdict


def test_the_answer_says_verdict_figure_gap_and_clause_and_that_it_is_advice(
    client: Client, versions: Versions
) -> None:
    typed = {"category": "manufacturing", "year": "2024", "output_value": "12", "no_traits": "on"}
    html = client.post(address(P), typed).content.decode()

    for said in (
        "有未满足的条件",
        "有 1 项未满足",
        "仅供参考，不作为认定结论",
        "2024 年主导产业产值 12 亿元，低于制造业 20 亿元的要求",
        "主导产业产值还差 8 亿元",
        "依据 二(四)",
        f'href="/standards/{P}/1/#criterion-4"',
        "4 产业集聚",
    ):
        assert said in html, said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "还缺 5 项数据"),
        ({"employment": "1"}, "有 1 项未满足"),
        (
            {
                "leading_enterprises": "1",
                "supporting_enterprises": "4",
                "category": "tourism",
                "output_value": "1",
                "market_share_city": "10",
                "employment": "500",
            },
            "其中 1 项要由工作人员",
        ),
        (
            {
                "leading_enterprises": "1",
                "supporting_enterprises": "5",
                "category": "tourism",
                "output_value": "1",
                "market_share_city": "10",
                "employment": "500",
            },
            "各项要求都已满足",
        ),
    ],
)
def test_the_advice_in_words(client: Client, versions: Versions, typed: dict[str, str], said: str) -> None:
    answer = client.post(address(Y), typed).context["answer"]

    assert said in answer.advice


def test_nothing_is_kept(client: Client, versions: Versions) -> None:
    before = {model: model.objects.count() for model in apps.get_models()}

    response = client.post(address(P), {"category": "craft", "output_value": "3", "brands_0_name": "演示牌"})
    client.post(address(P), {"output_value": "错"})

    assert response.status_code == OK
    assert {model: model.objects.count() for model in apps.get_models()} == before
    assert Session.objects.count() == 0
    assert set(client.cookies) <= {"csrftoken"}


def test_what_was_typed_stays_beside_the_answer_and_beside_errors(client: Client, versions: Versions) -> None:
    typed = {
        "output_value": "１２",
        "relaxation_reason": "历史悠久",
        "brands_1_name": "演示<牌>",
        "traits": "influential",
    }
    for extra in ({}, {"employment": "很多"}):
        html = client.post(address(P), typed | extra).content.decode()

        assert 'value="１２"' in html
        assert "历史悠久</textarea>" in html
        assert 'value="演示&lt;牌&gt;"' in html
        assert re.search(r'value="influential"[^>]*checked', html)


def test_the_same_figures_can_be_held_against_another_standard(client: Client, versions: Versions) -> None:
    """What only the other one asks for stands folded in the form, so a switch loses nothing."""
    typed = {"category": "manufacturing", "output_value": "12", "market_share_city": "30", "no_brands": "on"}
    html = client.post(address(Y), typed).content.decode()

    assert f'formaction="{address(T)}"' in html
    assert 'name="no_brands"' in html
    assert verdicts(client, T, **typed)["output_value"] == "met"


def test_a_category_of_the_other_standard_is_asked_for_again(client: Client, versions: Versions) -> None:
    wrong = errors(client, P, category="tourism")

    assert wrong == {"category": ["这份标准没有这个类别，可选：制造业、特优农业、特色轻工（工艺美术）。"]}


@pytest.mark.parametrize(
    ("code", "asked", "folded"),
    [
        (P, "brands_0_name", "market_share_city"),
        (Y, "market_share_city", "brands_0_name"),
        (Y, "employment", "county"),
    ],
)
def test_the_form_asks_first_for_what_the_standard_needs(
    client: Client, versions: Versions, code: str, asked: str, folded: str
) -> None:
    html = client.get(address(code)).content.decode()
    fold = html.index("这份标准没有要求的数据")

    assert html.index(f'name="{asked}"') < fold < html.index(f'name="{folded}"')


def test_an_error_in_the_folded_part_opens_it(client: Client, versions: Versions) -> None:
    assert '<details class="rest">' in client.get(address(P)).content.decode()

    html = client.post(address(P), {"market_share_city": "101"}).content.decode()

    assert '<details class="rest" open>' in html


BAD = [
    ({"output_value": "一百"}, "output_value", "请填数字"),
    ({"output_value": "-1"}, "output_value", "不能小于 0"),
    ({"output_value": "1e400"}, "output_value", "数字"),
    ({"output_value": "1e99999999999999999999"}, "output_value", "请填数字"),
    ({"output_value": "NaN"}, "output_value", "请填数字"),
    ({"output_value": "9" * 5000}, "output_value", "数字"),
    ({"output_value": "1\x00"}, "output_value", "请填数字"),
    ({"market_share_country": "112"}, "market_share_country", "0 到 100"),
    ({"employment": "1.5"}, "employment", "小数"),
    ({"year": "1800"}, "year", "1949"),
    ({"year": "2999"}, "year", "1949"),
    ({"year": "1e3000000"}, "year", "应在"),
    ({"year": "去年"}, "year", "四位年份"),
    ({"county": "清徐"}, "county", ""),
    ({"other_counties": ["999999"]}, "other_counties", ""),
    ({"traits": ["influential", "出名"]}, "traits", ""),
    ({"traits": ["influential"], "no_traits": "on"}, "no_traits", "不能同时选"),
    ({"platforms": ["ip"], "no_platforms": "on"}, "no_platforms", "不能同时选"),
    ({"titles_champion": ["city"], "no_titles": "on"}, "no_titles", "不能同时选"),
    ({"brands_2_name": "演示牌", "no_brands": "on"}, "no_brands", "不能同时选"),
    ({"technical_standards_1_role": "led", "no_technical_standards": "on"}, "no_technical_standards", "不能同时选"),
    ({"technical_standards_0_number": "0"}, "technical_standards_0_number", "1 到 99"),
    ({"technical_standards_0_number": "100000"}, "technical_standards_0_number", "1 到 99"),
    ({"relaxation_reason": "长" * 2001}, "relaxation_reason", "2000"),
    ({"relaxation_reason": "有\x07铃"}, "relaxation_reason", "不可见字符"),
    ({"brands_0_name": "铃\x07"}, "brands_0_name", "不可见字符"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "field", "said"), BAD)
def test_bad_input_is_named_at_its_field(
    client: Client, versions: Versions, typed: dict[str, Any], field: str, said: str
) -> None:
    [(name, sentences)] = errors(client, P, **typed).items()

    assert name == field
    assert said in sentences[0]
    assert not re.search(r"[A-Za-z]{3}", sentences[0]), sentences[0]


def test_an_offices_own_indicator_is_asked_for_in_its_unit(client: Client) -> None:
    load_with_indicator()

    assert "税收（万元）" in client.get(address("trial-own")).content.decode()
    assert verdicts(client, "trial-own", indicator_tax_paid="100") == {"own": "met"}
    assert verdicts(client, "trial-own", indicator_tax_paid="-5") == {"own": "unmet"}
    assert verdicts(client, "trial-own", indicator_tax_paid="") == {"own": "missing"}
    assert "indicator_tax_paid" in errors(client, "trial-own", indicator_tax_paid="多")


PIECES = [
    *string.printable,
    "\0",
    "０",
    "亿",
    "\u202e",
    "😀",
    "1e9",
    "-",
    "NaN",
    "on",
    "led",
    "national",
    "<b>",
]


def nonsense(chance: random.Random, names: list[str]) -> QueryDict:
    """A few fields, each sent up to three times, with rubbish that now and then means something."""
    typed = QueryDict(mutable=True)
    for name in chance.sample(names, chance.randint(1, 8)):
        values = [
            "".join(chance.choices(PIECES, k=chance.randint(0, 8))) for _ in range(chance.randint(1, 3))
        ]
        typed.setlist(name, values)
    return typed


def test_whatever_is_typed_is_understood_or_refused_with_a_sentence(versions: Versions) -> None:
    chance = random.Random(20261122)
    spec = compiled(versions[P]).spec
    names = list(SelfCheckForm(spec=spec).fields)
    accepted = 0
    for _ in range(400):
        form = SelfCheckForm(nonsense(chance, names), spec=spec)
        if form.is_valid():
            accepted += 1
            assert answer(versions[P], form.facts).advice
        else:
            assert all(form.errors.values())
    assert 0 < accepted < 400


def test_whatever_is_sent_gets_a_page(client: Client, versions: Versions) -> None:
    chance = random.Random(7)
    names = list(SelfCheckForm(spec=compiled(versions[P]).spec).fields)
    for code in [P, T, Y] * 8:
        typed = nonsense(chance, names)
        response = client.post(
            address(code), typed.urlencode(), content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code in {OK, WRONG}, typed


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, versions: Versions, method: str) -> None:
    assert getattr(client, method)(address(P)).status_code == 405


def test_the_cost_does_not_depend_on_counties_or_standards(client: Client, versions: Versions) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.post(address(P), {"output_value": "3"}).status_code == OK
        return len(caught)

    cost()
    few = cost()
    for _ in range(30):
        DivisionFactory()
    load_with_indicator()

    assert cost() == few <= 3


def test_home_and_the_menu_lead_here(client: Client, versions: Versions) -> None:
    home = client.get("/").content.decode()

    assert "对照条件自测" in home
    assert home.count('href="/standards/self-check/"') >= 2
    start = client.get("/standards/self-check/").content.decode()
    assert f'href="{address(P)}"' in start
    assert re.search(r'href="/standards/self-check/" aria-current="page"', start)
    assert not re.search(r'href="/standards/" aria-current="page"', start)
