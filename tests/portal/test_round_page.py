"""The public page of one round: who, until when, under which standard, which way, whom to call."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from applications.models import Round, RoundApplicant, RoundExtension
from tests.factories import OrganisationFactory, RoundFactory, StandardVersionFactory, UserFactory, World
from tests.harness.pages import Browser
from tests.portal.helpers import text_of

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def page_of(round_: Round) -> str:
    return f"/rounds/{round_.pk}/"


def test_it_says_everything_that_an_applicant_has_to_know(client: Client) -> None:
    county = OrganisationFactory(name="试验县人民政府")
    round_ = RoundFactory(
        title="开放批次",
        applicants=[county],
        contact="演示联系人 0351-0000000",
        guidance="先登记专业镇，\n再填报。",
        closes_at=datetime(2030, 5, 21, tzinfo=SHANGHAI),
    )
    RoundApplicant.objects.update(quota=2)

    page = text_of(client, page_of(round_))

    for words in (
        "开放批次",
        "正在申报",
        "5月20日 24:00 前</b>（北京时间）",
        "试验县人民政府",
        "每个单位限报 2 个",
        "演示联系人 0351-0000000",
        "先登记专业镇，<br>再填报。",
        "市级",
        round_.office.name,
        round_.authority.name,
    ):
        assert words in page
    assert page.index("遴选") < page.index("受理</span>") < page.index("研判</span>")
    assert "15 个工作日" in page
    code = round_.standard_version.standard.code
    assert f'href="/standards/{code}/{round_.standard_version.number}/"' in page


def test_quotas_that_differ_stand_beside_the_names(client: Client) -> None:
    units = [OrganisationFactory(name=f"试验{name}县人民政府") for name in "甲乙"]
    round_ = RoundFactory(applicants=units)
    RoundApplicant.objects.filter(organisation=units[0]).update(quota=3)

    page = text_of(client, page_of(round_))

    assert "试验甲县人民政府（限报 3 个）" in page
    assert "试验乙县人民政府（不限）" in page


@pytest.mark.parametrize(("trait", "words"), [("future", "即将开始"), ("closed", "已截止")])
def test_it_says_where_the_round_stands(client: Client, trait: str, words: str) -> None:
    assert words in text_of(client, page_of(RoundFactory(**{trait: True})))


def test_every_extension_is_told_with_its_reason(client: Client) -> None:
    round_ = RoundFactory(closes_at=datetime(2030, 6, 1, tzinfo=SHANGHAI))
    for old, new, reason in ((10, 21, "雨雪天气。"), (21, 31, "材料较多。")):
        RoundExtension.objects.create(
            round=round_,
            old_closes_at=datetime(2030, 5, old, tzinfo=SHANGHAI),
            new_closes_at=datetime(2030, 5, new, tzinfo=SHANGHAI),
            reason=reason,
            made_by=UserFactory(),
            made_at=timezone.now() + timedelta(minutes=old),
        )

    page = text_of(client, page_of(round_))

    assert page.index("已延期至 <b>5月30日 24:00 前</b>") < page.index("已延期至 <b>5月20日 24:00 前</b>")
    assert "原因：雨雪天气。" in page and "原因：材料较多。" in page
    assert "重新开放" not in page


def test_only_a_clerk_of_a_unit_that_is_called_may_begin(world: World, browser_of: Browser) -> None:
    begin = f'href="/applications/new/{world.round.pk}/"'
    assert begin in text_of(browser_of(world.filer), page_of(world.round))
    for who in (world.unit_admin, world.far_filer, world.reviewer):
        assert begin not in text_of(browser_of(who), page_of(world.round))
    assert begin not in text_of(Client(), page_of(world.round))


def test_an_unpublished_round_is_its_offices_alone(world: World, browser_of: Browser) -> None:
    round_ = RoundFactory(office=world.office, standard_version=world.version, unpublished=True)
    for client in (Client(), browser_of(world.filer), browser_of(world.far_reviewer)):
        assert client.get(page_of(round_)).status_code == 404
    assert "这是预览" in text_of(browser_of(world.reviewer), page_of(round_))


def test_a_draft_standard_is_called_one(client: Client) -> None:
    assert "征求意见稿" in text_of(client, page_of(RoundFactory(standard_version=StandardVersionFactory())))
