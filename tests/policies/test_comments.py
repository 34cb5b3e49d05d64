"""Drafts for comment: within the dates, without an account, nobody's name outside, and every comment answered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import ANONYMOUS
from core.errors import Conflict, Invalid, NotAllowed
from policies import services
from policies.models import Comment, CommentPeriod, PolicyVersion
from policies.services import comments as comments_module
from policies.services.comments import LENGTH, SIGNS
from records.models import Act
from tests.factories import World
from tests.harness.pages import Browser
from tests.policies.documents import opened, waiting

pytestmark = [pytest.mark.both, pytest.mark.django_db]

PHONE = "13800000123"
WORDS = {"text": "建议提高比例😀。", "name": "演示群众", "telephone": PHONE}


def called(world: World, *, opens: int = -1, closes: int = 1) -> CommentPeriod:
    """A draft that is out from so many days until so many days from now."""
    version = opened(world, draft=True, number="试政办函〔2026〕1号", title="试验办法（征求意见稿）")
    return out(version, opens=opens, closes=closes)


def out(version: PolicyVersion, *, opens: int, closes: int) -> CommentPeriod:
    now = timezone.now()
    return CommentPeriod.objects.create(
        version=version,
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
        introduction="欢迎提意见。",
        contact="演示联系人",
        telephone="0351-0000000",
    )


def said(period: CommentPeriod, **changes: Any) -> Comment:
    return services.send_comment(actor=ANONYMOUS, period=period, clause=None, words={**WORDS, **changes})


def address(period: CommentPeriod, page: str = "comment") -> str:
    return f"/policies/{period.version.policy_id}/{period.version.number}/{page}/"


def test_a_citizen_comments_on_a_clause_and_looks_up_the_answer(
    world: World, browser_of: Browser, client: Client
) -> None:
    period = called(world)
    clause = period.version.clauses.get(path="一(二)")
    page = client.get(address(period), {"clause": "一(二)"}).content.decode()
    assert "对“一(二) 支持建平台”提意见" in page and "对这一条提意见" in page
    sent = client.post(address(period), {**WORDS, "clause": clause.pk}, follow=True)
    comment = Comment.objects.get()
    assert comment.number in sent.content.decode() and comment.clause == clause
    assert len(comment.number) == LENGTH and set(comment.number) <= set(SIGNS)
    answer = {f"c{comment.pk}-answer": "partly", f"c{comment.pk}-reply": "改为百分之十二。", "seen": 1}
    office = browser_of(world.reviewer)
    assert office.post(f"/policies/comments/{comment.pk}/answer/", answer).status_code == 302
    found = client.get("/policies/receipts/", {"number": f" {comment.number.lower()} "}).content.decode()
    assert "部分采纳" in found and "改为百分之十二。" in found
    assert PHONE not in found and "演示群众" not in found


def test_only_between_the_instants(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    period = called(world)

    def at(moment: datetime) -> None:
        monkeypatch.setattr(comments_module.timezone, "now", lambda: moment)

    at(period.closes_at)
    with pytest.raises(Conflict, match="已经截止"):
        said(period)
    assert client.post(address(period), WORDS).status_code == 409
    at(period.opens_at - timedelta(microseconds=1))
    with pytest.raises(Conflict, match="还没有开始"):
        said(period)
    at(period.closes_at - timedelta(microseconds=1))
    assert said(period).number
    at(period.opens_at)
    assert said(period, text="另一条。").number


def test_a_second_click_gives_the_first_receipt(world: World) -> None:
    period = called(world)
    assert said(period) == said(period)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": "长" * 10_000},
        {"text": "含\0空"},
        {"telephone": ""},
        {"telephone": "不是号码"},
        {"name": ""},
        {"clause": "9" * 30},
    ],
)
def test_what_does_not_hold_comes_back_with_what_was_typed(
    world: World, client: Client, changes: dict[str, str]
) -> None:
    period = called(world)
    answer = client.post(address(period), {**WORDS, **changes})
    assert answer.status_code == 422 and not Comment.objects.exists()


def test_a_clause_of_another_document_is_refused(world: World, client: Client) -> None:
    period = called(world)
    other = opened(world).clauses.get(path="一(一)")
    assert client.post(address(period), {**WORDS, "clause": other.pk}).status_code == 422
    with pytest.raises(Invalid, match="这份征求意见稿"):
        services.send_comment(actor=ANONYMOUS, period=period, clause=other, words=WORDS)
    assert client.get(address(period), {"clause": "没有"}).status_code == 404


def test_one_address_cannot_flood(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments_module, "MOST_AN_HOUR", 2)
    period = called(world)
    for number in range(2):
        assert client.post(address(period), {**WORDS, "text": f"第{number}条"}).status_code == 302
    answer = client.post(address(period), {**WORDS, "text": "写了很久的话"})
    assert answer.status_code == 409 and "写了很久的话" in answer.content.decode()
    elsewhere = client.post(address(period), {**WORDS, "text": "别处"}, REMOTE_ADDR="10.9.8.7")
    assert elsewhere.status_code == 302
    assert not Comment.objects.filter(source__contains="127.0.0.1").exists()
    Comment.objects.update(received_at=timezone.now() - timedelta(hours=2))
    assert client.post(address(period), {**WORDS, "text": "写了很久的话"}).status_code == 302
    cache.clear()


def test_a_form_without_its_token_is_refused(world: World) -> None:
    period = called(world)
    assert Client(enforce_csrf_checks=True).post(address(period), WORDS).status_code == 403


def test_names_stay_inside_and_every_look_is_on_record(
    world: World, browser_of: Browser, client: Client
) -> None:
    period = called(world)
    comment = said(period)
    office = browser_of(world.reviewer)
    page = office.get(address(period, "comments")).content.decode()
    assert "演示群众" in page and PHONE not in page
    assert PHONE in office.post(f"/policies/comments/{comment.pk}/reveal/").content.decode()
    assert Act.objects.filter(verb="comment.reveal_telephone", target_id=str(comment.pk)).count() == 1
    assert not Act.objects.filter(details__icontains=PHONE).exists()
    CommentPeriod.objects.update(closes_at=timezone.now())
    for outside in (client.get(address(period, "outcome")), client.get(address(period, "outcome/export"))):
        text = b"".join(outside.streaming_content) if outside.streaming else outside.content
        assert outside.status_code == 200
        assert PHONE.encode() not in text and "演示群众".encode() not in text


@pytest.mark.parametrize("who", ["filer", "far_reviewer", "system_admin"])
def test_others_neither_read_nor_answer(world: World, browser_of: Browser, who: str) -> None:
    period = called(world)
    comment = said(period)
    browser = browser_of(getattr(world, who))
    assert browser.get(address(period, "comments")).status_code == 403
    for act in ("answer", "reveal"):
        assert browser.post(f"/policies/comments/{comment.pk}/{act}/").status_code == 404
    with pytest.raises(NotAllowed):
        services.reveal_commenter(actor=getattr(world, who), comment=comment)


def test_what_became_of_them_is_public_after_closing_alone(world: World, client: Client) -> None:
    period = called(world)
    comment = said(period)
    services.answer_comment(
        actor=world.reviewer, comment=comment, answer="declined", reply="财力不足。", seen=1
    )
    assert client.get(address(period, "outcome")).status_code == 409
    assert client.get(address(period, "outcome/export")).status_code == 409
    CommentPeriod.objects.update(closes_at=timezone.now())
    page = client.get(address(period, "outcome")).content.decode()
    assert "财力不足。" in page and "未采纳" in page


def test_an_answer_says_why_and_is_not_overwritten_unseen(world: World, browser_of: Browser) -> None:
    period = called(world)
    comment = said(period)
    with pytest.raises(Invalid, match="理由"):
        services.answer_comment(actor=world.reviewer, comment=comment, answer="declined", reply=" ", seen=1)
    services.answer_comment(actor=world.reviewer, comment=comment, answer="adopted", reply="", seen=1)
    typed = {f"c{comment.pk}-answer": "explained", f"c{comment.pk}-reply": "另有规定。", "seen": 1}
    answer = browser_of(world.director).post(f"/policies/comments/{comment.pk}/answer/", typed)
    assert answer.status_code == 409 and "另有规定。" in answer.content.decode()
    assert Comment.objects.get().answer == "adopted"


def test_paper_is_keyed_in_once_also_after_closing(world: World, browser_of: Browser) -> None:
    period = called(world, opens=-5, closes=-1)
    office = browser_of(world.reviewer)
    assert office.post(address(period, "comments/new"), WORDS).status_code == 302
    assert Comment.objects.get().is_paper and Comment.objects.get().keyed_by == world.reviewer.user
    assert office.post(address(period, "comments/new"), WORDS).status_code == 409


def test_the_office_puts_a_draft_out(world: World, browser_of: Browser) -> None:
    version = opened(world, draft=True, number="试政办函〔2026〕1号", title="试验办法（征求意见稿）")
    office, today = browser_of(world.reviewer), timezone.localdate()
    form = f"/policies/{version.policy_id}/1/comment/period/"
    typed = {
        "opens_on": today,
        "closes_on": today + timedelta(days=29),
        "contact": "演示联系人",
        "telephone": "0351-0000000",
        "seen": 0,
    }
    assert office.post(form, typed | {"closes_on": today - timedelta(days=1)}).status_code == 422
    assert office.post(form, typed).status_code == 302
    period = CommentPeriod.objects.get()
    assert timezone.localtime(period.closes_at).strftime("%H:%M") == "00:00"
    assert timezone.localdate(period.closes_at) == today + timedelta(days=30)
    assert office.post(form, typed).status_code == 409
    assert browser_of(world.far_reviewer).get(form).status_code == 403


def test_only_an_open_draft_is_put_out(world: World) -> None:
    facts = {"opens_at": timezone.now(), "closes_at": timezone.now() + timedelta(days=1)}
    for version in (opened(world), waiting(world, draft=True, number="试政办发〔2026〕9号")):
        with pytest.raises(NotAllowed):
            services.set_comment_period(actor=world.reviewer, version=version, facts=facts, seen=0)


def test_longer_lists_cost_no_more(world: World, browser_of: Browser, client: Client) -> None:
    period = called(world)
    office, pages = browser_of(world.reviewer), ("comments", "comment")

    def cost() -> list[int]:
        found = []
        for page in pages:
            browser = office if page == "comments" else client
            browser.get(address(period, page))
            with CaptureQueriesContext(connection) as queries:
                browser.get(address(period, page))
            found.append(len(queries))
        return found

    said(period)
    before = cost()
    for number in range(15):
        said(period, text=f"第 {number} 条")
    assert cost() == before
