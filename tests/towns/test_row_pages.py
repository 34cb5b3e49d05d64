"""The pages of the registry's rows: whose they are, what they keep, what they cost, and what the public reads."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from records.models import Act
from tests.factories import (
    DesignationFactory,
    EnterpriseFactory,
    FigureFactory,
    IndicatorFactory,
    ProductFactory,
    World,
    actor,
)
from tests.harness.pages import Browser
from towns.credit_codes import check_digit
from towns.models import Brand, Enterprise, Figure, Heritage, Platform, Title, Town
from towns.sections import SECTIONS

pytestmark = pytest.mark.django_db
BODY = "91140121MA0TEAT00"
CODE = BODY + check_digit(BODY)
FIRM = {"name": "试验醋业", "kind": "company", "role": "leading", "credit_code": CODE}


def lists(town: Town) -> list[str]:
    pages = [f"/registry/{town.pk}/{key}/" for key in ("figures", *SECTIONS)]
    return [*pages, *(f"{page}export/" for page in pages)]


def writing(town: Town, firm: Enterprise) -> list[str]:
    row = f"/registry/{town.pk}/enterprises/{firm.pk}"
    return [
        *(f"/registry/{town.pk}/{key}/new/" for key in SECTIONS),
        f"{row}/edit/",
        f"{row}/remove/",
        f"{row}/figures/new/",
    ]


def cells(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def test_owner_and_office_read_strangers_find_nothing(
    world: World, browser_of: Browser, client: Client
) -> None:
    firm = EnterpriseFactory(town=world.town)
    declare = f"/registry/{world.town.pk}/brands/declare/"
    for who, reads, writes in (
        (world.filer, 200, 200),
        (world.reviewer, 200, 403),
        (world.neighbour_filer, 404, 404),
        (world.far_reviewer, 404, 404),
    ):
        browser = browser_of(who)
        assert {browser.get(address).status_code for address in lists(world.town)} == {reads}
        assert {browser.get(address).status_code for address in writing(world.town, firm)} == {writes}
        assert browser.post(declare, {"complete": "1"}).status_code == (302 if writes == 200 else writes)
    for address in (*lists(world.town), *writing(world.town, firm)):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_unknown_sections_and_rows_of_other_towns_are_not_found(world: World, browser_of: Browser) -> None:
    theirs = EnterpriseFactory(town=world.neighbour_town)
    browser = browser_of(world.filer)

    for address in (
        f"/registry/{world.town.pk}/secrets/",
        f"/registry/{world.town.pk}/secrets/new/",
        f"/registry/{world.town.pk}/enterprises/{theirs.pk}/edit/",
        f"/registry/{world.town.pk}/brands/1/figures/new/",
    ):
        assert browser.get(address).status_code == 404


def test_a_clerk_adds_changes_and_removes_a_row(world: World, browser_of: Browser) -> None:
    browser, address = browser_of(world.filer), f"/registry/{world.town.pk}/enterprises/"

    assert browser.post(f"{address}new/", FIRM).headers["Location"] == address
    firm = Enterprise.objects.get()
    edited = browser.post(f"{address}{firm.pk}/edit/", FIRM | {"role": "supporting", "version": "1"})
    assert edited.status_code == 302
    page = browser.get(address).content.decode()
    assert "试验醋业" in page and "配套企业" in page and CODE in page
    assert browser.get(f"{address}{firm.pk}/remove/").status_code == 200
    assert browser.post(f"{address}{firm.pk}/remove/", {"version": "2"}).status_code == 302
    assert not Enterprise.objects.exists()
    assert "删除企业" in browser.get(f"/registry/{world.town.pk}/").content.decode()


def test_a_wrong_digit_is_refused_at_its_field_and_nothing_typed_is_lost(
    world: World, browser_of: Browser
) -> None:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")

    answer = browser_of(world.filer).post(
        f"/registry/{world.town.pk}/enterprises/new/", FIRM | {"credit_code": wrong}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["credit_code"]
    assert "校验位" in answer.content.decode() and wrong in answer.content.decode()
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("section", "typed", "field"),
    [
        (
            "titles",
            {"kind": "champion", "level": "national", "recognised_year": "9" * 5000},
            "recognised_year",
        ),
        ("titles", {"kind": "champion", "level": "national", "enterprise": "x"}, "enterprise"),
        ("titles", {"kind": "king", "level": "national"}, "kind"),
        ("brands", {"name": "a\0b", "kind": "regional", "level": "city"}, "name"),
        (
            "brands",
            {"name": "试", "kind": "regional", "level": "city", "expires_on": "9999-99-99"},
            "expires_on",
        ),
        ("platforms", {"name": "试", "functions": ["x"]}, "functions"),
        ("platforms", {"name": "试"}, "functions"),
        ("products", {"name": "长" * 61, "output_unit": "吨"}, "name"),
    ],
)
def test_bad_input_names_its_field_and_is_never_an_error(
    world: World, browser_of: Browser, section: str, typed: dict[str, str], field: str
) -> None:
    answer = browser_of(world.filer).post(f"/registry/{world.town.pk}/{section}/new/", typed)

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert not errors[field][0].isascii()
    assert not SECTIONS[section].rows().exists()


@pytest.mark.parametrize("version", ["1", "", "abc"])
def test_an_old_page_shows_both_and_a_second_save_goes_through(
    world: World, browser_of: Browser, version: str
) -> None:
    brand = Brand.objects.create(town=world.town, name="同事改的", kind="regional", level="city", version=2)
    browser, address = browser_of(world.filer), f"/registry/{world.town.pk}/brands/{brand.pk}/edit/"
    typed = {"name": "我写的", "kind": "product", "level": "city"}

    stale = browser.post(address, typed | {"version": version})

    assert stale.status_code == (422 if version == "abc" else 409)
    assert "我写的" in stale.content.decode()
    assert Brand.objects.get().name == "同事改的"
    if stale.status_code == 409:
        assert "区域品牌" in stale.content.decode()
        again = typed | {"version": stale.context["form"]["version"].value()}
        assert browser.post(address, again).status_code == 302
        assert Brand.objects.get().name == "我写的"


def test_an_old_page_removes_nothing(world: World, browser_of: Browser) -> None:
    firm = EnterpriseFactory(town=world.town, version=3)

    answer = browser_of(world.filer).post(
        f"/registry/{world.town.pk}/enterprises/{firm.pk}/remove/", {"version": "2"}
    )

    assert answer.status_code == 409
    assert Enterprise.objects.exists()


def test_a_list_is_filtered_and_exported_as_it_stands(world: World, browser_of: Browser) -> None:
    for number in range(25):
        EnterpriseFactory(town=world.town, name=f"配套{number}")
    EnterpriseFactory(town=world.town, name="=龙头", role="leading")
    browser, address = browser_of(world.filer), f"/registry/{world.town.pk}/enterprises/"

    first = browser.get(address)
    second = browser.get(f"{address}{first.context['page_links'].next_query}")
    leading = browser.get(f"{address}?role=leading&kind=nonsense&q=龙头")
    none = browser.get(f"{address}?q=没有的名字")

    names = [line.cells[0][1] for page in (first, second) for line in page.context["lines"]]
    assert len(names) == len(set(names)) == 26
    assert [line.cells[0][1] for line in leading.context["lines"]] == ["=龙头"]
    assert "没有这个类型" in leading.content.decode()
    assert "没有符合条件的登记" in none.content.decode()
    assert len(cells(browser.get(f"{address}export/").content)) == 27
    assert cells(browser.get(f"{address}export/?role=leading").content)[1][0] == "=龙头"


def test_towns_and_figures_are_filtered_and_exported(world: World, browser_of: Browser) -> None:
    DesignationFactory(town=world.town)
    FigureFactory(town=world.town, source="试验年报")
    FigureFactory(town=world.town, year=2024, indicator=IndicatorFactory(count=True), value=500)
    browser, figures = browser_of(world.reviewer), f"/registry/{world.town.pk}/figures/"

    recognised = browser.get("/registry/?level=city").context["rows"]
    others = browser.get("/registry/?level=none&q=小米").context["rows"]
    assert [town for town, _ in recognised] == [world.town]
    assert [town for town, _ in others] == [world.neighbour_town]
    assert len(cells(browser.get("/registry/export/?level=city").content)) == 2
    shown = browser.get(f"{figures}?indicator=employment&year=2024&state=waiting").context["lines"]
    assert [line.figure.value for line in shown] == [500]
    assert [row[4] for row in cells(browser.get(f"{figures}export/?q=年报").content)[1:]] == [12]


def test_a_section_is_declared_complete_in_the_browser(world: World, browser_of: Browser) -> None:
    browser, address = browser_of(world.filer), f"/registry/{world.town.pk}/heritage/"

    assert browser.post(f"{address}declare/", {"complete": "1"}).headers["Location"] == address
    assert Town.objects.get(pk=world.town.pk).complete_sections == ["traits"]
    assert "已声明登记齐全" in browser.get(address).content.decode()
    assert browser.post(f"{address}declare/", {"complete": "0"}).status_code == 302
    assert browser.post(f"{address}declare/", {"complete": "x"}).status_code == 400
    assert browser.post(f"/registry/{world.town.pk}/products/declare/", {"complete": "1"}).status_code == 400
    assert Town.objects.get(pk=world.town.pk).complete_sections == []


def test_a_products_output_is_reported_on_its_own_page(world: World, browser_of: Browser) -> None:
    product = ProductFactory(town=world.town, output_unit="万吨")
    output = IndicatorFactory(
        key="product_output", name="产品产量", unit="按产品", value_type="decimal", subject="product"
    )
    IndicatorFactory()
    browser, address = (
        browser_of(world.filer),
        f"/registry/{world.town.pk}/products/{product.pk}/figures/new/",
    )
    assert list(browser.get(address).context["form"].fields["indicator"].queryset) == [output]

    typed = {"indicator": output.pk, "year": "2025", "part": "year", "value": "6.5", "unit": "own"}
    answer = browser.post(address, typed | {"source": "试验年报"})

    assert answer.status_code == 302
    assert (Figure.objects.get().product, Figure.objects.get().unit) == (product, "万吨")
    assert "6.5万吨" in browser.get(f"/registry/{world.town.pk}/products/").content.decode()


def test_the_statistician_confirms_some_and_sends_one_back(world: World, browser_of: Browser) -> None:
    clerk = actor(Role.STATISTICIAN, organisation=world.county)
    figures = [
        FigureFactory(town=world.town, year=year, reporter=world.county) for year in (2023, 2024, 2025)
    ]
    theirs = FigureFactory(town=world.neighbour_town)
    browser = browser_of(clerk)

    page = browser.get("/registry/figures/waiting/")
    assert [figure for figure, _ in page.context["lines"]] == figures
    assert "数据确认" in page.content.decode()
    desk = browser.get("/workbench/").content.decode()
    assert "待确认的数据" in desk and "数据确认" in desk and "报请认定" not in desk
    some = {"figures": [figures[0].pk, figures[1].pk]}
    assert browser.post("/registry/figures/confirm/", some).status_code == 302
    assert browser.post("/registry/figures/confirm/", some).status_code == 409
    assert browser.post("/registry/figures/confirm/", {}).status_code == 400
    assert browser.post("/registry/figures/confirm/", {"figures": ["x"]}).status_code == 400
    assert browser.post("/registry/figures/confirm/", {"figures": [theirs.pk]}).status_code == 400
    reject = f"/registry/figures/{figures[2].pk}/reject/"
    assert browser.get(reject).status_code == 200
    assert browser.post(reject, {"reason": ""}).status_code == 422
    assert browser.post(reject, {"reason": "单位有误"}).status_code == 302
    assert browser.post(reject, {"reason": "再退"}).status_code == 409
    assert browser.get(f"/registry/figures/{theirs.pk}/reject/").status_code == 404
    assert Act.objects.filter(verb="figure.confirm").count() == 2
    assert "单位有误" in browser_of(world.filer).get(f"/registry/{world.town.pk}/figures/").content.decode()


def test_others_have_no_desk_for_figures(world: World, browser_of: Browser) -> None:
    figure = FigureFactory(town=world.town)
    for who in (world.filer, world.unit_admin, world.reviewer, world.system_admin):
        browser = browser_of(who)
        assert browser.get("/registry/figures/waiting/").status_code == 403
        assert browser.post("/registry/figures/confirm/", {"figures": [figure.pk]}).status_code == 403
        assert browser.get(f"/registry/figures/{figure.pk}/reject/").status_code == 403
        assert "数据确认" not in browser.get("/registry/").content.decode()


def test_pages_cost_the_same_with_one_row_and_with_many(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.filer)
    desk = browser_of(actor(Role.STATISTICIAN, organisation=world.county))

    def make(number: int) -> None:
        firm = EnterpriseFactory(town=world.town)
        product = ProductFactory(town=world.town)
        Title.objects.create(town=world.town, enterprise=firm, kind="champion", level="national")
        Brand.objects.create(town=world.town, name=f"品牌{number}", kind="regional", level="city")
        Platform.objects.create(town=world.town, name=f"平台{number}", functions=["design"])
        Heritage.objects.create(town=world.town, name=f"传承{number}", kind="intangible")
        FigureFactory(town=world.town, year=2000 + number, reporter=world.county)
        FigureFactory(town=None, product=product, year=2000 + number)

    def cost(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    DesignationFactory(town=world.town)
    pages = [(browser, address) for address in lists(world.town)]
    pages += [(browser, f"/registry/{world.town.pk}/"), (desk, "/registry/figures/waiting/")]
    pages += [(browser, f"/towns/{world.town.pk}/"), (browser, "/registry/export/")]
    make(0)
    before = [cost(*page) for page in pages]
    for number in range(1, 8):
        make(number)
    assert [cost(*page) for page in pages] == before


def test_the_public_page_shows_what_is_registered_and_leaves_out_what_is_not(
    world: World, client: Client
) -> None:
    DesignationFactory(town=world.town)
    Brand.objects.create(town=world.town, name="试验老陈醋", kind="geographical_indication", level="national")
    EnterpriseFactory(town=world.town, name="不公开的企业", credit_code=CODE)

    page = client.get(f"/towns/{world.town.pk}/").content.decode()

    assert "试验老陈醋" in page and "地理标志" in page
    assert "不公开的企业" not in page and CODE not in page
    assert "公共服务平台" not in page and "持有单位" not in page
