"""The rows of the registry: who writes them, what is refused at which field, and what the log keeps."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.factories import EnterpriseFactory, FigureFactory, IndicatorFactory, ProductFactory, World, actor
from towns import sections
from towns.credit_codes import check_digit
from towns.enums import Declarable
from towns.models import Brand, Enterprise, Heritage, Platform, RegistryRow, TechnicalStandard, Title, Town
from towns.sections import SECTIONS, Section
from towns.services import add_row, declare_complete, remove_row, update_row

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BODY = "91140121MA0TEAT00"
CODE = BODY + check_digit(BODY)
GOOD: dict[str, dict[str, Any]] = {
    "enterprises": {"name": "试验醋业", "kind": "company", "role": "leading", "credit_code": CODE},
    "titles": {"kind": "technology_centre", "level": "provincial", "recognised_year": 2023},
    "brands": {"name": "试验老陈醋", "kind": "geographical_indication", "level": "national"},
    "products": {"name": "试验食醋", "output_unit": "万吨"},
    "technical-standards": {"number": "试 1-2024", "name": "试验规程", "level": "local", "role": "led"},
    "platforms": {"name": "试验检验中心", "functions": ["testing"]},
    "heritage": {"name": "试验发源地", "kind": "historical_origin", "since": "明代"},
}


def add(who: Any, town: Town, section: Section, **changes: Any) -> RegistryRow:
    return add_row(actor=who, town=town, section=section, values=GOOD[section.key] | changes)


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_a_row_of_every_section_is_added_changed_and_removed_on_record(
    world: World, section: Section
) -> None:
    row = add(world.filer, world.town, section)
    named = section.fields[-1] if section.key in {"heritage", "products"} else section.fields[0]
    label, before = section.label(named), section.text(row, named)
    value = {"titles": "champion", "products": "万升", "heritage": "清代"}.get(section.key, "改过的名称")

    update_row(actor=world.unit_admin, section=section, row=row, values={named: value}, version=1)
    changed = section.rows().get(pk=row.pk)
    remove_row(actor=world.filer, section=section, row=changed, version=2)

    added, updated, removed = Act.objects.about(world.town).filter(verb__startswith=section.verb(""))
    assert {"field": label, "old": "", "new": before} in added.details["changes"]
    assert updated.details["changes"] == [
        {"field": label, "old": before, "new": section.text(changed, named)}
    ]
    assert {"field": label, "old": section.text(changed, named), "new": ""} in removed.details["changes"]
    assert not section.rows().filter(pk=row.pk).exists()


@pytest.mark.parametrize("stranger", ["neighbour_filer", "far_filer", "reviewer", "system_admin"])
def test_nobody_but_owner_and_keeper_writes(world: World, stranger: str) -> None:
    who = getattr(world, stranger)
    row = add(world.filer, world.town, sections.BRANDS)

    with pytest.raises(NotAllowed):
        add(who, world.town, sections.PRODUCTS)
    with pytest.raises(NotAllowed):
        update_row(actor=who, section=sections.BRANDS, row=row, values={"name": "别名"}, version=1)
    with pytest.raises(NotAllowed):
        remove_row(actor=who, section=sections.BRANDS, row=row, version=1)
    with pytest.raises(NotAllowed):
        declare_complete(actor=who, town=world.town, section=Declarable.BRANDS, complete=True)
    assert Brand.objects.get().name == "试验老陈醋"


def test_the_keeping_township_writes_too(world: World) -> None:
    Town.objects.filter(pk=world.town.pk).update(keeper=world.township)

    assert add(actor(Role.FILER, organisation=world.township), world.town, sections.PLATFORMS).pk


def test_rows_are_seen_by_those_above_at_once_and_by_nobody_beside(world: World) -> None:
    row = add(world.filer, world.town, sections.PLATFORMS)

    for who in (world.filer, world.reviewer, world.registrar):
        assert list(Platform.objects.visible_to(who)) == [row]
    for who in (world.neighbour_filer, world.far_reviewer):
        assert not Platform.objects.visible_to(who).exists()


@pytest.mark.parametrize(
    ("section", "changes", "field"),
    [
        ("enterprises", {"credit_code": CODE[:-1] + ("0" if CODE[-1] != "0" else "1")}, "credit_code"),
        ("enterprises", {"credit_code": CODE[:-1]}, "credit_code"),
        ("enterprises", {"role": "owner"}, "role"),
        ("enterprises", {"name": " "}, "name"),
        ("titles", {"recognised_year": 1800}, "recognised_year"),
        ("titles", {"recognised_year": timezone.localdate().year + 1}, "recognised_year"),
        (
            "titles",
            {"recognised_on": timezone.localdate() + timedelta(days=1), "recognised_year": None},
            "recognised_on",
        ),
        ("titles", {"recognised_on": timezone.localdate(), "recognised_year": 2001}, "recognised_year"),
        ("titles", {"level": "county"}, "level"),
        ("technical-standards", {"number": "长" * 61}, "number"),
        ("platforms", {"functions": ["cooking"]}, "functions"),
        ("platforms", {"functions": []}, "functions"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(
    world: World, section: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(world.filer, world.town, SECTIONS[section], **changes)

    assert list(refusal.value.fields) == [field]
    assert not refusal.value.fields[field].isascii()
    assert not SECTIONS[section].rows().exists()
    assert not Act.objects.filter(verb=SECTIONS[section].verb("add")).exists()


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("enterprises", "credit_code"),
        ("titles", "kind"),
        ("brands", "name"),
        ("products", "name"),
        ("technical-standards", "number"),
        ("platforms", "name"),
        ("heritage", "name"),
    ],
)
def test_the_same_row_twice_is_refused_at_its_field(world: World, section: str, field: str) -> None:
    add(world.filer, world.town, SECTIONS[section])

    with pytest.raises(Invalid) as refusal:
        add(world.filer, world.town, SECTIONS[section])

    assert list(refusal.value.fields) == [field]
    assert SECTIONS[section].rows().count() == 1
    assert add(world.neighbour_filer, world.neighbour_town, SECTIONS[section]).pk


def test_an_enterprise_without_a_code_is_known_by_its_name(world: World) -> None:
    add(world.filer, world.town, sections.ENTERPRISES, credit_code="")

    with pytest.raises(Invalid, match="同名"):
        add(world.filer, world.town, sections.ENTERPRISES, credit_code="")
    assert add(world.filer, world.town, sections.ENTERPRISES).pk


def test_a_title_is_held_by_an_enterprise_of_the_same_town(world: World) -> None:
    ours, theirs = EnterpriseFactory(town=world.town), EnterpriseFactory(town=world.neighbour_town)

    with pytest.raises(Invalid) as refusal:
        add(world.filer, world.town, sections.TITLES, enterprise=theirs)

    assert list(refusal.value.fields) == ["enterprise"]
    assert str(add(world.filer, world.town, sections.TITLES, enterprise=ours)) == f"{ours} 省级企业技术中心"


def test_a_day_brings_its_year_and_pasted_text_stands_on_one_line(world: World) -> None:
    today = timezone.localdate()

    row = add(
        world.filer,
        world.town,
        sections.TITLES,
        recognised_year=None,
        recognised_on=today,
        document="试验\n文件\x01",
    )

    stored = Title.objects.get(pk=row.pk)
    assert (stored.recognised_year, stored.document) == (today.year, "试验 文件")


def test_an_old_page_neither_overwrites_nor_removes(world: World) -> None:
    row = add(world.filer, world.town, sections.HERITAGE)
    update_row(
        actor=world.unit_admin, section=sections.HERITAGE, row=row, values={"since": "唐代"}, version=1
    )

    with pytest.raises(Conflict) as conflict:
        update_row(actor=world.filer, section=sections.HERITAGE, row=row, values={"since": "宋代"}, version=1)
    with pytest.raises(Conflict):
        remove_row(actor=world.filer, section=sections.HERITAGE, row=row, version=1)

    assert world.unit_admin.user is not None
    assert world.unit_admin.user.display_name in conflict.value.detail[0]
    assert Heritage.objects.get().since == "唐代"


def test_a_row_that_a_colleague_removed_is_a_conflict(world: World) -> None:
    row = add(world.filer, world.town, sections.TECHNICAL_STANDARDS)
    TechnicalStandard.objects.all().delete()

    with pytest.raises(Conflict):
        remove_row(actor=world.filer, section=sections.TECHNICAL_STANDARDS, row=row, version=1)


def test_what_figures_or_titles_hang_on_is_not_removed(world: World) -> None:
    firm, product = EnterpriseFactory(town=world.town), ProductFactory(town=world.town)
    add(world.filer, world.town, sections.TITLES, enterprise=firm)
    FigureFactory(town=None, product=product, indicator=IndicatorFactory())

    for section, row in ((sections.ENTERPRISES, firm), (sections.PRODUCTS, product)):
        with pytest.raises(Conflict, match="不能删除"):
            remove_row(actor=world.filer, section=section, row=row, version=1)
    assert not Act.objects.filter(verb__endswith=".remove").exists()


def test_a_section_is_declared_complete_and_taken_back_once_each(world: World) -> None:
    for complete in (True, True, False, False):
        town = declare_complete(
            actor=world.filer, town=world.town, section=Declarable.BRANDS, complete=complete
        )

    assert town.complete_sections == []
    acts = Act.objects.filter(verb="town.declare").order_by("pk")
    assert [act.details["changes"][0]["new"] for act in acts] == ["已登记齐全", "尚未声明齐全"]


@pytest.mark.parametrize("columns", [{"kind": "shop"}, {"role": "owner"}])
def test_the_database_itself_knows_the_kinds(world: World, columns: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.create(town=world.town, name="试验", **{"role": "leading", **columns})
