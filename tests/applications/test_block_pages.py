"""The form page: what it shows, what each block's button and the script are answered, and how much it weighs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.blocks import BLOCKS
from applications.enums import State
from applications.models import Application, ApplicationBlock
from applications.services import drafting, filing, filling
from tests.applications.thread import LAST_YEAR, at, filled
from tests.factories import EnterpriseFactory, FigureFactory, TownFactory, World
from tests.harness.pages import Browser
from towns.models import Indicator

pytestmark = pytest.mark.django_db

SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
LARGEST_PAGE = 200_000


@pytest.fixture
def draft(world: World) -> Application:
    return filled(world)


@pytest.fixture
def client(world: World, browser_of: Browser) -> Client:
    return browser_of(world.filer)


def edit(row: Application) -> str:
    return reverse("applications:application_edit", args=[row.pk])


def block(row: Application, key: str) -> str:
    return reverse("applications:application_block", args=[row.pk, key])


def page(client: Client, row: Application) -> str:
    answer = client.get(edit(row))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_block_has_its_place_its_form_and_its_way_in_the_side(
    client: Client, draft: Application
) -> None:
    html = page(client, draft)
    for each in BLOCKS:
        assert f'id="block-{each.key}"' in html and f'href="#block-{each.key}"' in html
        assert f'action="{block(draft, each.key)}"' in html and f"保存{each.title}" in html


def test_a_figure_says_its_meaning_its_clause_and_threshold_and_what_nobody_asks_is_optional(
    client: Client, draft: Application
) -> None:
    html = page(client, draft)
    assert "特色主导产业全年产值，按现行价格计算。" in html
    assert "附2一(四)：" in html and "亿元以上" in html
    revenue = html.partition("营业收入<")[2][:200]
    assert "选填" in revenue


def test_the_registry_fills_the_form_and_is_not_typed_twice(
    world: World, client: Client, draft: Application
) -> None:
    FigureFactory(
        town=world.town, indicator=Indicator.objects.get(key="tax"), year=LAST_YEAR, value=3_000_000
    )
    EnterpriseFactory(town=world.town, name="试验醋业公司")
    html = page(client, draft)
    assert 'value="300"' in html and "取自登记库" in html
    assert "试验醋业公司" in html and reverse("towns:row_list", args=[world.town.pk, "enterprises"]) in html
    typed = {"version": 0, f"tax_{LAST_YEAR}": "300"}
    assert client.post(block(draft, "employment"), typed).status_code == 302
    draft.refresh_from_db()
    assert "tax" not in draft.draft["figures"]


def test_the_button_leads_back_to_its_block_and_the_last_one_on_to_submission(
    client: Client, draft: Application
) -> None:
    answer = client.post(block(draft, "history"), {"version": 0, "history_text": "始于明代。😀"})
    assert answer.headers["Location"] == f"{edit(draft)}#block-history"
    html = page(client, draft)
    assert "尚未提交" in html and "始于明代。😀" in html and "已保存" in html
    answer = client.post(block(draft, "commitment"), {"version": 0, "commitment": "on", "leave": "yes"})
    assert answer.headers["Location"] == reverse("applications:application_detail", args=[draft.pk])


def test_the_script_is_answered_with_version_and_time(client: Client, draft: Application) -> None:
    answer = client.post(block(draft, "history"), {"version": 0, "history_text": "始于明代。"}, **SCRIPT)
    saved = ApplicationBlock.objects.get()
    assert answer.json()["version"] == saved.version == 1
    assert len(answer.json()["saved_at"]) == 5


def test_the_script_learns_both_texts_of_every_field_that_differs(
    world: World, client: Client, draft: Application
) -> None:
    meanwhile = {"figures": {}, "answers": {"history_text": "同事写的。", "traits": ["historical_origin"]}}
    filling.save_block(actor=world.filer, application=draft, key="history", content=meanwhile, version=0)
    answer = client.post(block(draft, "history"), {"version": 0, "history_text": "我写的。"}, **SCRIPT)
    found = answer.json()
    assert (answer.status_code, found["version"]) == (409, 1)
    fields = {each["name"]: each for each in found["fields"]}
    assert fields["history_text"]["values"] == ["同事写的。"]
    assert fields["traits"] == {
        "name": "traits",
        "label": "传统特色",
        "saved": "历史发源地",
        "values": ["historical_origin"],
    }


def test_a_page_that_is_too_old_comes_back_with_both_texts(
    world: World, client: Client, draft: Application
) -> None:
    meanwhile = {"figures": {}, "answers": {"history_text": "同事写的。"}}
    filling.save_block(actor=world.filer, application=draft, key="history", content=meanwhile, version=0)
    answer = client.post(block(draft, "history"), {"version": 0, "history_text": "我写的。"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的。" in html and "同事写的。" in html and world.filer.user.display_name in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1,234.5", "1234.5"), ("１２．５", "12.5"), (" 30 ", "30"), ("12.5亿元", "12.5"), ("0", "0")],
)
def test_figures_are_understood_as_people_paste_them(
    client: Client, draft: Application, typed: str, kept: str
) -> None:
    assert (
        client.post(block(draft, "scale"), {"version": 0, f"output_value_{LAST_YEAR}": typed}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert draft.draft["figures"]["output_value"][str(LAST_YEAR)] == kept


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("scale", {f"output_value_{LAST_YEAR}": "125000万元"}, "这里的单位是亿元，您填的是“万元”"),
        ("scale", {f"output_value_{LAST_YEAR}": "12亿"}, "只填数字，例如 12.5"),
        ("scale", {f"output_value_{LAST_YEAR}": "十二"}, "请填数字，例如 12.5"),
        ("scale", {f"share_of_county_{LAST_YEAR}": "120"}, "应在 0 到 100 之间"),
        ("entities", {f"enterprises_{LAST_YEAR}": "-1"}, "不能小于 0"),
        ("history", {"history_text": "字" * 10_000}, "最多 800 个字，现在是 10000 个字"),
        ("history", {"history_text": "a\x00b"}, "空"),
        ("services", {"platforms": ["testing"], "no_platforms": "on"}, "不能同时选"),
        ("basics", {"category": "nothing"}, "nothing"),
        ("history", {"version": ""}, "页面已过期"),
    ],
)
def test_what_does_not_hold_is_named_and_everything_typed_comes_back(
    client: Client, draft: Application, key: str, typed: dict[str, Any], said: str
) -> None:
    sent = {"version": 0} | typed
    answer = client.post(block(draft, key), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client.post(block(draft, key), sent, **SCRIPT).status_code == 422
    assert not ApplicationBlock.objects.exists()


def test_a_long_text_that_is_refused_comes_back_whole_and_line_breaks_count_once(
    client: Client, draft: Application
) -> None:
    text = "字" * 10_000
    assert text in client.post(block(draft, "history"), {"version": 0, "history_text": text}).content.decode()
    lines = "\r\n".join(["字" * 9] * 80)
    assert client.post(block(draft, "history"), {"version": 0, "history_text": lines}).status_code == 302


def test_traits_follow_the_registry_until_somebody_says_otherwise(
    world: World, client: Client, draft: Application
) -> None:
    world.town.complete_sections = ["traits"]
    world.town.save()
    Application.objects.filter(pk=draft.pk).update(draft={"category": "agriculture", "answers": {}})
    html = page(client, draft)
    assert 'name="no_traits" id="history_no_traits" checked' in html
    client.post(block(draft, "history"), {"version": 0, "no_traits": "on"})
    draft.refresh_from_db()
    assert draft.draft["answers"]["traits"] is None
    client.post(block(draft, "history"), {"version": 1, "traits": ["historical_origin"]})
    draft.refresh_from_db()
    assert draft.draft["answers"]["traits"] == ["historical_origin"]


def test_a_block_that_does_not_exist_and_another_units_application_are_not_there(
    world: World, client: Client, draft: Application, browser_of: Browser
) -> None:
    assert client.post(block(draft, "nothing"), {"version": 0}).status_code == 404
    stranger = browser_of(world.neighbour_filer)
    for name, data in (("block", {"version": 0}), ("presence", {})):
        address = reverse(f"applications:application_{name}", args=[draft.pk, "history"])
        assert stranger.post(address, data).status_code == 404


def test_last_years_words_are_offered_once_and_marked(world: World, client: Client) -> None:
    filing.withdraw_application(
        actor=world.filer, application=at(world, State.SUBMITTED, history_text="去年的历史。")
    )
    row = drafting.create_application(actor=world.filer, round_=world.round, town=world.town)
    assert "复制上年度内容" in page(client, row)
    assert client.post(reverse("applications:application_copy", args=[row.pk])).status_code == 302
    html = page(client, row)
    assert "去年的历史。" in html and "去年内容，请核对" in html
    assert "复制上年度内容" not in html
    client.post(block(row, "history"), {"version": 1, "history_text": "今年核对过。", "no_traits": "on"})
    assert (
        "去年内容，请核对"
        not in page(client, row).partition('id="block-history"')[2].partition("</section>")[0]
    )


def test_a_colleague_is_seen_where_they_type(world: World, client: Client, draft: Application) -> None:
    filling.note_presence(actor=world.unit_admin, application=draft, key="market")
    name = world.unit_admin.user.display_name
    assert f"{name} 正在填写" in page(client, draft)
    answer = client.post(reverse("applications:application_presence", args=[draft.pk, "history"]))
    assert answer.json() == {"people": {"market": [name]}}


def test_the_fullest_page_stays_under_200_kilobytes(world: World, client: Client) -> None:
    town = TownFactory(owner=world.county)
    EnterpriseFactory.create_batch(60, town=town)
    texts = dict.fromkeys(
        (
            *("history_text", "market_text", "employment_text", "environment_text"),
            *("projects_text", "investment_text", "relaxation_reason", "prospects_text"),
        ),
        "字" * 800,
    )
    row = filled(world, town=town, **texts)
    assert len(client.get(edit(row)).content) < LARGEST_PAGE
