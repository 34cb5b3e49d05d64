"""A policy in plain words: written by its office alone, read by everybody once open, and honest about whether it holds."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.errors import Conflict, NotAllowed
from policies import services
from policies.models import PolicyCard
from records.models import Act
from tests.factories import World
from tests.harness.pages import Browser
from tests.policies.documents import opened

pytestmark = [pytest.mark.both, pytest.mark.django_db]

TYPED = {
    "audience": "enterprise",
    "summary": "支持陶器企业做大的政策。",
    "concerns": "首次上台阶的企业。",
    "benefits": "一次性 20 万元（一(一)）。",
    "term": "2026 年底前",
    "steps": "向市工信局申请。",
    "contact": "试验市工信局",
    "telephone": "0351-0000000",
    "is_open": "on",
}


def words(**changes: Any) -> dict[str, Any]:
    return TYPED | {"is_open": True} | changes


def test_the_office_writes_and_everybody_reads(world: World, browser_of: Browser, client: Client) -> None:
    policy = opened(world).policy
    form = f"/policies/{policy.pk}/card/edit/"
    office = browser_of(world.reviewer)
    assert "支持上台阶" in office.get(form).content.decode()
    assert office.post(form, TYPED | {"seen": 0}).status_code == 302
    page = client.get(f"/policies/{policy.pk}/card/").content.decode()
    assert "一次性 20 万元" in page and "0351-0000000" in page
    assert "支持陶器企业" in client.get("/policies/cards/?audience=enterprise").content.decode()
    assert "支持陶器企业" not in client.get("/policies/cards/?audience=unit").content.decode()
    assert Act.objects.filter(verb="policycard.save").count() == 1


def test_an_unopened_card_is_not_there_for_others(world: World, browser_of: Browser, client: Client) -> None:
    policy = opened(world).policy
    services.save_card(actor=world.reviewer, policy=policy, words=words(is_open=False), seen=0)
    address = f"/policies/{policy.pk}/card/"
    assert client.get(address).status_code == 404
    assert browser_of(world.far_reviewer).get(address).status_code == 404
    assert "尚未公开" in browser_of(world.director).get(address).content.decode()
    assert "支持陶器企业" not in client.get("/policies/cards/").content.decode()


@pytest.mark.parametrize("who", ["filer", "unit_admin", "far_reviewer", "system_admin"])
def test_nobody_else_writes(world: World, browser_of: Browser, who: str) -> None:
    policy = opened(world).policy
    with pytest.raises(NotAllowed):
        services.save_card(actor=getattr(world, who), policy=policy, words=words(), seen=0)
    assert browser_of(getattr(world, who)).get(f"/policies/{policy.pk}/card/edit/").status_code == 403


def test_two_writers_do_not_overwrite_each_other(world: World, browser_of: Browser) -> None:
    policy = opened(world).policy
    services.save_card(actor=world.reviewer, policy=policy, words=words(), seen=0)
    with pytest.raises(Conflict, match="同事刚刚改过"):
        services.save_card(actor=world.director, policy=policy, words=words(term="改"), seen=0)
    answer = browser_of(world.director).post(
        f"/policies/{policy.pk}/card/edit/", TYPED | {"seen": 0, "term": "另一个期限"}
    )
    assert answer.status_code == 409 and "另一个期限" in answer.content.decode()
    assert PolicyCard.objects.get().term == "2026 年底前"


@pytest.mark.parametrize("bad", ["", "长" * 10_000, "含\0空"])
def test_what_does_not_hold_comes_back(world: World, browser_of: Browser, bad: str) -> None:
    policy = opened(world).policy
    answer = browser_of(world.reviewer).post(
        f"/policies/{policy.pk}/card/edit/", TYPED | {"seen": 0, "summary": bad}
    )
    assert answer.status_code == 422 and not PolicyCard.objects.exists()
    assert "试验市工信局" in answer.content.decode()


def test_an_expired_policy_says_so_first(world: World, client: Client) -> None:
    policy = opened(world, effective_from="2020-01-01", effective_to="2020-12-31").policy
    services.save_card(actor=world.reviewer, policy=policy, words=words(), seen=0)
    page = client.get(f"/policies/{policy.pk}/card/").content.decode()
    assert page.index("这份政策已失效") < page.index("支持陶器企业")


def test_a_longer_list_costs_no_more(world: World, client: Client) -> None:
    counts = []
    for number in range(8):
        policy = opened(world, number=f"试政办发〔2024〕{number + 10}号").policy
        services.save_card(actor=world.reviewer, policy=policy, words=words(), seen=0)
        if number in {0, 7}:
            client.get("/policies/cards/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/policies/cards/")
            counts.append(len(queries))
    assert counts[0] == counts[1]
