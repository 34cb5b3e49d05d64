"""The registry as facts: unknown, known to be empty and known are three things."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from applications.selectors.facts import sheet_content
from applications.selectors.sheets import sheet_tables
from criteria.facts import Facts
from standards.selectors.registry_facts import registry_facts, registry_lists
from tests.factories import (
    ApplicationFactory,
    EnterpriseFactory,
    FigureFactory,
    IndicatorFactory,
    TownFactory,
    World,
)
from towns.enums import Declarable
from towns.models import Brand, Heritage, Platform, TechnicalStandard, Title, Town
from towns.reference import load_indicators

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def facts_of(town: Town) -> dict[str, Any]:
    return registry_facts([town.pk], 2025)[town.pk]


def declare(town: Town, *sections: Declarable) -> None:
    Town.objects.filter(pk=town.pk).update(complete_sections=list(sections))


def fill(town: Town) -> None:
    """One row and one figure of everything."""
    firm = EnterpriseFactory(town=town, role="leading")
    Title.objects.create(town=town, enterprise=firm, kind="champion", level="national")
    Brand.objects.create(town=town, name="试验醋", kind="geographical_indication", level="provincial")
    TechnicalStandard.objects.create(town=town, number="试1", name="试验", level="group", role="joined")
    Platform.objects.create(town=town, name="甲", functions=["logistics", "design"])
    Platform.objects.create(town=town, name="乙", functions=["design", "testing"])
    Heritage.objects.create(town=town, name="试验", kind="historical_origin")
    FigureFactory(town=town, value=Decimal(1234000000))
    FigureFactory(town=town, indicator=IndicatorFactory(count=True), value=Decimal(800))
    FigureFactory(town=town, indicator=IndicatorFactory(share=True), value=Decimal("12.5"))
    FigureFactory(town=town, indicator=IndicatorFactory(key="tax", name="税收", unit="万元"), value=50_000)


def test_of_an_empty_registry_everything_is_unknown() -> None:
    town = TownFactory()

    known = {name: value for name, value in facts_of(town).items() if value not in (None, {})}

    assert known == {"category": "agriculture", "year": 2025, "counties": [town.county.code]}


def test_everything_registered_comes_in_the_form_of_the_command() -> None:
    town = TownFactory()
    other = TownFactory().county
    town.other_counties.add(other)
    fill(town)

    facts = facts_of(town)

    assert facts == {
        "category": "agriculture",
        "year": 2025,
        "output_value": "12.34",
        "counties": [town.county.code, other.code],
        "leading_enterprises": None,
        "supporting_enterprises": None,
        "employment": 800,
        "market_share": {"city": None, "province": None, "country": "12.5"},
        "wide_national_market": None,
        "traits": ["historical_origin", "geographical_indication"],
        "relaxation_reason": None,
        "titles": [{"kind": "champion", "level": "national"}],
        "brands": [{"name": "试验醋", "level": "provincial"}],
        "technical_standards": [{"level": "group", "role": "joined"}],
        "platforms": ["design", "testing", "logistics"],
        "indicators": {"tax": "5"},
    }
    assert Facts.from_dict(facts).output_value == Decimal("12.34")


def test_what_is_declared_complete_and_holds_nothing_is_known_to_be_empty() -> None:
    town = TownFactory()
    declare(town, *Declarable)

    facts = facts_of(town)

    assert [facts[name] for name in ("titles", "brands", "technical_standards", "platforms", "traits")] == [
        [],
        [],
        [],
        [],
        [],
    ]
    assert (facts["leading_enterprises"], facts["supporting_enterprises"]) == (0, 0)


def test_enterprises_are_counted_where_their_list_is_complete_and_no_figure_says_otherwise() -> None:
    town = TownFactory()
    EnterpriseFactory(town=town, role="leading")
    EnterpriseFactory(town=town, kind="family_farm")
    EnterpriseFactory(town=town, kind="cooperative")
    declare(town, Declarable.ENTERPRISES)
    stated = IndicatorFactory(key="supporting_enterprises", name="配套企业", unit="户", value_type="count")

    before = facts_of(town)
    FigureFactory(town=town, indicator=stated, value=Decimal(81))
    after = facts_of(town)

    assert [(each["leading_enterprises"], each["supporting_enterprises"]) for each in (before, after)] == [
        (1, 2),
        (1, 81),
    ]


def test_a_brand_that_ran_out_is_no_brand_and_no_ground() -> None:
    town = TownFactory()
    today = timezone.localdate()
    Brand.objects.create(
        town=town, name="试验", kind="geographical_indication", level="national", expires_on=today
    )

    last_day = registry_lists([town.pk], at=today)[town.pk]
    day_after = registry_lists([town.pk], at=today + timedelta(days=1))[town.pk]

    assert (last_day["traits"], day_after["traits"]) == (["geographical_indication"], None)
    assert (len(last_day["brands"]), day_after["brands"]) == (1, None)


def test_figures_that_were_sent_back_are_no_facts() -> None:
    town = TownFactory()
    FigureFactory(town=town, rejected_at=timezone.now(), rejected_by=town.owner, reject_reason="单位有误")

    assert facts_of(town)["output_value"] is None


def test_one_town_and_many_cost_the_same(django_assert_num_queries: Any) -> None:
    towns = [TownFactory() for _ in range(4)]
    for town in towns:
        fill(town)
        declare(town, Declarable.ENTERPRISES)

    for some in (towns[:1], towns):
        with django_assert_num_queries(12):
            found = registry_facts([town.pk for town in some], 2025)
        assert all(found[town.pk]["employment"] == 800 for town in some)


def test_a_submission_carries_the_registry_where_the_draft_is_silent(world: World) -> None:
    fill(world.town)
    silent = ApplicationFactory(round=world.round, town=world.town, draft={"category": "agriculture"})

    facts = sheet_content(silent)["facts"]
    assert facts["titles"] == [{"kind": "champion", "level": "national"}]
    assert facts["platforms"] == ["design", "testing", "logistics"]
    assert facts["traits"] == ["historical_origin", "geographical_indication"]

    silent.draft = {"category": "agriculture", "answers": {"platforms": [], "traits": ["influential"]}}
    answered = sheet_content(silent)["facts"]
    assert (answered["platforms"], answered["traits"]) == ([], ["influential"])
    assert answered["brands"] == facts["brands"]


def test_the_sheet_shows_titles_brands_and_standards_in_words(world: World) -> None:
    fill(world.town)
    load_indicators(settings.BASE_DIR / "fixtures" / "indicators.json")
    application = ApplicationFactory(round=world.round, town=world.town, draft={"category": "agriculture"})

    answers = dict(sheet_tables(application, world.filer).answers)

    assert answers["称号"] == "国家级单项冠军企业"
    assert answers["品牌"] == "试验醋（省级）"
    assert answers["技术标准"] == "参与制定团体标准"
    assert answers["公共服务功能"] == "研发设计、检验检测、物流服务"
