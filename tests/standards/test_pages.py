"""The standards as everybody reads them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from standards.enums import VersionState
from standards.models import StandardVersion
from tests.factories import OrganisationFactory, StandardFactory, StandardVersionFactory
from tests.standards.conftest import ISSUERS, P, T, Y
from tests.standards.helpers import load, load_with_indicator, spec_of

pytestmark = pytest.mark.django_db
Versions = dict[str, StandardVersion]
DRAFT = "正在征求意见"
COUNT = {"kind": "count", "params": {"figure": "employment", "unit": "人", "at_least": 5}}


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html: str) -> str:
    """What a reader sees, without the spaces between tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def criterion(html: str, number: int) -> str:
    """The card of one criterion, by the anchor that others link to."""
    start = html.index(f'id="criterion-{number}"')
    return words(html[start : html.index("</section>", start)])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


# --- the list -------------------------------------------------------------------------------------------------


def test_the_list_names_issuer_document_version_state_and_day(client: Client, versions: Versions) -> None:
    shown = words(page(client, "/standards/"))

    for said in (
        *ISSUERS.values(),
        "晋政办发〔2022〕80号",
        "2022年9月26日",
        "已发布",
        "征求意见稿",
        "第 1 版",
    ):
        assert said in shown
    for key_of_ours in ("太原方案2023", "永济计划2024"):
        assert key_of_ours not in shown
    assert "文号未公布" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [P, T, Y]),
        ("level=city", [T]),
        ("level=county", [Y]),
        ("q=太原", [T]),
        ("q=永济+人民政府", [Y]),
        ("q=80号", [P]),
        ("q=没有", []),
        ("level=moon", [P, T, Y]),
        ("q=%00", [P, T, Y]),
        ("after=%00~1", [P, T, Y]),
        ("after=taiyuan-2023~0", [T, Y]),
    ],
)
@pytest.mark.parametrize("address", ["/standards/", "/standards/self-check/"])
def test_the_list_is_filtered_by_its_address(
    client: Client, versions: Versions, address: str, query: str, found: list[str]
) -> None:
    rows = client.get(f"{address}?{query}").context["rows"]

    assert [standard.code for standard, _ in rows] == found


def test_a_condition_that_does_not_hold_is_named(client: Client, versions: Versions) -> None:
    assert "没有这个级别" in page(client, "/standards/?level=moon")
    assert "没有符合条件的标准" in page(client, "/standards/?q=没有")


def test_a_standard_with_retired_versions_only_is_listed_but_not_offered(
    client: Client, versions: Versions
) -> None:
    versions[T].retire()
    versions[T].save()

    assert "各版均已停用" in page(client, "/standards/")
    assert f"/standards/self-check/{T}/" not in page(client, "/standards/self-check/")
    assert client.get(f"/standards/self-check/{T}/").status_code == 404
    assert VersionState.RETIRED.label in page(client, f"/standards/{T}/")


@pytest.mark.parametrize(("address", "most"), [("/standards/", 2), ("/standards/self-check/", 2)])
def test_lists_cost_the_same_at_one_and_at_twenty_rows(client: Client, address: str, most: int) -> None:
    issuer = OrganisationFactory()

    def add(count: int) -> int:
        for _ in range(count):
            StandardVersionFactory(standard=StandardFactory(issuer=issuer))
        return queries(client, address)

    costs = [add(1), add(2), add(17)]
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= most


# --- one standard ---------------------------------------------------------------------------------------------


def test_a_criterion_says_threshold_relaxation_evidence_clause_and_our_reading(
    client: Client, versions: Versions
) -> None:
    shown = criterion(page(client, f"/standards/{P}/"), 4)

    for said in (
        "4 产业集聚",
        "二(四)",
        "制造业 20 亿元以上",
        "特优农业 10 亿元以上",
        "历史发源地、地理标志",
        "不低于 1 亿元，须写明理由",
        "统计部门出具的证明或统计报表",
        "本平台的理解",
        "影响力、知名度、市场占有率和发展前景由工作人员研判",
    ):
        assert said in shown, said
    assert shown.count("本平台的理解") == 1


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        (P, 1, "由人研判"),
        (P, 5, "至少 10 户"),
        (P, 5, "没有也不影响认定"),
        (P, 5, "国家级或省级企业技术中心"),
        (P, 6, "主导或参与制定国家标准、行业标准、地方标准"),
        (P, 7, "8 项功能"),
        (T, 4, "未规定下限"),
        (T, 4, "战略性新兴产业"),
        (T, 7, "7 项功能"),
        (Y, 1, "不超过 20%，由工作人员研判"),
        (Y, 3, "运城全市市场占有率不低于 10%；或者在全国有较大市场空间"),
        (Y, 4, "至少 500 人"),
    ],
)
def test_what_the_published_standards_demand(
    client: Client, versions: Versions, code: str, number: int, said: str
) -> None:
    assert said in criterion(page(client, f"/standards/{code}/1/"), number)


def test_an_offices_own_indicator_is_shown_with_its_limit(client: Client) -> None:
    load_with_indicator()

    assert "税收不低于 100 万元" in words(page(client, "/standards/trial-own/"))


def test_the_address_without_number_is_the_version_in_use(client: Client) -> None:
    load(spec_of(COUNT), draft=False)
    load(spec_of({**COUNT, "words": "另一种说法。"}), number=2)

    assert "按要求填写。" in page(client, "/standards/trial-own/")
    later = page(client, "/standards/trial-own/2/")
    assert "另一种说法。" in later
    assert "/standards/trial-own/1/" in later
    assert DRAFT in later
    assert DRAFT not in page(client, "/standards/trial-own/1/")


def test_publication_takes_the_draft_banner_away(client: Client) -> None:
    version = load(spec_of(COUNT))
    assert DRAFT in page(client, "/standards/trial-own/1/")

    version.publish()
    version.save()

    assert DRAFT not in page(client, "/standards/trial-own/1/")


@pytest.mark.parametrize(
    "address",
    [
        "/standards/nowhere/",
        f"/standards/{P}/2/",
        f"/standards/{P}/0/",
        f"/standards/{P}/{'9' * 40}/",
        "/standards/self-check/nowhere/",
        "/standards/%00/",
        "/standards/self-check/%00/",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, versions: Versions, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_standard_without_versions_has_no_page(client: Client) -> None:
    StandardFactory(code="empty")

    assert client.get("/standards/empty/").status_code == 404
    assert client.get("/standards/empty/1/").status_code == 404


def test_a_draft_says_so_on_every_page_that_shows_it(client: Client, versions: Versions) -> None:
    for address in (
        f"/standards/{Y}/",
        f"/standards/{Y}/1/",
        f"/standards/self-check/{Y}/",
        "/standards/compare/",
    ):
        assert DRAFT in page(client, address), address
    assert DRAFT not in page(client, f"/standards/{T}/")
    assert "尚未施行" in page(client, f"/standards/{Y}/")


# --- side by side ---------------------------------------------------------------------------------------------


def rows(client: Client, query: str = "") -> dict[str, list[str]]:
    """Topic and what each column says, as a reader sees it."""
    html = page(client, f"/standards/compare/{query}")
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    lines = [re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL) for line in body.split("</tr>")]
    return {words(line[0]).strip(): [words(cell) for cell in line[1:]] for line in lines if line}


def test_the_same_topic_stands_in_one_row(client: Client, versions: Versions) -> None:
    table = rows(client)

    for said, cell in zip(
        ("制造业 20 亿元", "制造业 10 亿元", "制造业 2 亿元"), table["主导产业产值"], strict=True
    ):
        assert said in cell
    for said, cell in zip(("至少 10 户", "至少 5 户", "5 户左右"), table["配套企业户数"], strict=True):
        assert said in cell
    judged, _, counted = table["带动就业人数"]
    assert "由人研判" in judged
    assert "至少 500 人" in counted
    assert "未作要求" in table["历史传承"][2]


def test_every_cell_links_to_its_criterion(client: Client, versions: Versions) -> None:
    html = page(client, "/standards/compare/")

    for link in (
        f"/standards/{P}/1/#criterion-4",
        f"/standards/{T}/1/#criterion-4",
        f"/standards/{Y}/1/#criterion-2",
    ):
        assert link in html
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in page(client, address)


def test_others_can_be_chosen_where_there_are_more(client: Client, versions: Versions) -> None:
    assert "对照的标准" not in page(client, "/standards/compare/")
    load(spec_of(COUNT))

    assert "对照的标准" in page(client, "/standards/compare/")
    shown = [each.standard.code for each in client.get("/standards/compare/").context["versions"]]
    assert shown == [P, T, "trial-own"]
    query = f"?standard={Y}&standard={P}"
    chosen = [each.standard.code for each in client.get(f"/standards/compare/{query}").context["versions"]]
    assert chosen == [P, Y]
    assert "没有这份标准" in page(client, "/standards/compare/?standard=nowhere")


def test_no_more_than_four_stand_side_by_side(client: Client, versions: Versions) -> None:
    load(spec_of(COUNT))
    load(spec_of(COUNT, code="trial-more"), number=2)
    query = "&".join(f"standard={code}" for code in (P, T, Y, "trial-own", "trial-more"))

    assert "最多对照 4 份" in page(client, f"/standards/compare/?{query}")


def test_nothing_to_compare_says_so(client: Client) -> None:
    assert "还没有可以对照的标准" in page(client, "/standards/compare/")


# Two for the standards, one for the clauses that the policy library can show.
@pytest.mark.parametrize(
    ("address", "most"), [("/standards/compare/", 3), (f"/standards/{P}/", 3), (f"/standards/{P}/1/", 3)]
)
def test_a_page_costs_three_queries_once_the_standard_is_compiled(
    client: Client, versions: Versions, address: str, most: int
) -> None:
    queries(client, address)

    assert queries(client, address) <= most
