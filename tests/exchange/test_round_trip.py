"""An exported list, imported again as it is, says that everything is the same; and nothing is written."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Field

from exchange.enums import ImportState
from exchange.models import Import
from tests.exchange import sheets
from tests.exchange.conftest import Bring
from tests.factories import EnterpriseFactory, FigureFactory, IndicatorFactory, ProductFactory, World
from tests.harness.books import fast_values_of, lines_of
from tests.harness.pages import Browser
from towns.models import Enterprise
from towns.models.fields import KeysField
from towns.sections import SECTIONS, Section

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# As somebody might call a thing: like a formula, with marks, with what a program might take for its own.
NAMES = (
    "=1+1 公司",
    "＋加号公司",
    "-减号公司",
    "@合作社",
    "'引号'公司",
    "'=引号公司",
    "普通公司",
    "_x0041_公司",
    "<甲>&“乙”",
)
FORMS = ("xlsx", "csv")


def value_for(section: Section, name: str, number: int, holder: Enterprise) -> Any:
    field: Field[Any, Any] = section.field(name)
    if name == "enterprise":
        return holder
    if name == "credit_code":
        return sheets.code(number)
    if isinstance(field, KeysField):
        return list(field.words)[: 1 + number % 2]
    if field.choices:
        keys = [key for key, _ in field.flatchoices if key]
        return keys[number % len(keys)]
    kind = field.get_internal_type()
    if kind == "DateField":
        return date(2020 + number % 5, 5, 20)
    if kind.endswith("IntegerField"):
        return 2020 + number % 5
    return f"{NAMES[number]}{'' if name == 'name' else name}"[: field.max_length or 40]


def furnish(world: World, section: Section) -> int:
    """A row for each of the names; how many there are now."""
    for number in range(len(NAMES)):
        holder = EnterpriseFactory(
            town=world.town, name=f"{NAMES[number]}的主体", credit_code=sheets.code(100 + number)
        )
        row = section.new_row(world.town)
        for name in section.fields:
            setattr(row, name, value_for(section, name, number, holder))
        row.save()
    return section.rows_of(world.town).count()


def exported(world: World, browser_of: Browser, rest: str, form: str) -> SimpleUploadedFile:
    answer = browser_of(world.filer).get(f"/registry/{world.town.pk}/{rest}/export/?format={form}")
    assert answer.status_code == 200
    return SimpleUploadedFile(f"导出.{form}", answer.content)


def found(batch: Import) -> tuple[dict[str, int], list[Any]]:
    return {name: number for name, number in batch.counts.items() if number}, sheets.problems(batch)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", SECTIONS)
def test_every_section_comes_back_unchanged(
    key: str, form: str, world: World, browser_of: Browser, bring: Bring
) -> None:
    rows = furnish(world, SECTIONS[key])
    batch = bring(world.filer, key, world.town.pk, exported(world, browser_of, key, form))

    counts, problems = found(batch)
    assert problems == []
    assert counts.get("same") == rows and not {"new", "changed"} & counts.keys()


@pytest.mark.parametrize("form", FORMS)
def test_figures_come_back_unchanged(form: str, world: World, browser_of: Browser, bring: Bring) -> None:
    money = IndicatorFactory(key="trial_money", name="试验产值", unit="元")
    of_firm = IndicatorFactory(key="trial_firm", name="试验企业产值", unit="元", subject="enterprise")
    firm = EnterpriseFactory(town=world.town, name="=等号公司")
    ProductFactory(town=world.town)
    for number, name in enumerate(NAMES):
        FigureFactory(
            town=world.town,
            indicator=money,
            year=2015 + number,
            value=Decimal(number * 12_345_600) / 100,
            unit=("元", "万元", "亿元")[number % 3],
            source=f"{name}来源",
            scope=name,
        )
        FigureFactory(
            town=None, enterprise=firm, indicator=of_firm, year=2015 + number, unit="万元", source=name
        )
    batch = bring(world.filer, "figures", world.town.pk, exported(world, browser_of, "figures", form))

    counts, problems = found(batch)
    assert problems == []
    assert counts.get("same") == 2 * len(NAMES) and not {"new", "changed"} & counts.keys()


@pytest.mark.parametrize("form", FORMS)
def test_organisations_come_back_unchanged(
    form: str, world: World, browser_of: Browser, bring: Bring
) -> None:
    address = f"/accounts/organisations/export/?format={form}"
    answer = browser_of(world.system_admin).get(address)
    batch = bring(
        world.system_admin, "organisations", None, SimpleUploadedFile(f"单位.{form}", answer.content)
    )

    counts, problems = found(batch)
    assert problems == []
    assert counts["same"] >= 3 and not {"new", "changed"} & counts.keys()


def test_masked_numbers_of_people_do_not_come_back_as_their_numbers(
    world: World, browser_of: Browser, bring: Bring
) -> None:
    """A list with masks is no sheet to bring in: it is refused, and nobody's number is overwritten."""
    world.filer.user.telephone = "13800001234"
    world.filer.user.save()
    answer = browser_of(world.system_admin).get("/accounts/users/export/")
    assert "138****1234" in str(fast_values_of(answer.content))
    assert "13800001234" not in str(fast_values_of(answer.content))
    batch = bring(world.system_admin, "users", None, SimpleUploadedFile("用户.xlsx", answer.content))

    assert batch.state == ImportState.FAILED


def test_a_change_between_the_two_is_seen(world: World, browser_of: Browser, bring: Bring) -> None:
    """Were it not so, "the same" would prove nothing."""
    furnish(world, SECTIONS["platforms"])
    file = exported(world, browser_of, "platforms", "csv")
    lines = lines_of(file.read())
    lines[1][lines[0].index("运营单位") if "运营单位" in lines[0] else 2] = "另一个单位"
    batch = bring(world.filer, "platforms", world.town.pk, sheets.text(lines[0], lines[1:]))

    assert batch.counts["changed"] == 1
