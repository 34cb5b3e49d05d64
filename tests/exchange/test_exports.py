"""A list as a file: at once when short, in the background when long, for its owner alone and for a day."""

from collections.abc import Callable
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from core import lists
from core.lists import find
from exchange.enums import ExportStatus
from exchange.models import Export
from exchange.selectors.exports import Asked
from exchange.services import exports, making
from notifications.models import Message
from records.models import Act
from tests.factories import ExportFactory, MessageFactory, TownFactory, World
from tests.harness.books import lines_of, values_of
from tests.harness.pages import Browser
from towns.models import Town

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TOWNS = "/registry/export/"
Run = Callable[[], int]


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows are a long list, read two at a time."""
    monkeypatch.setattr("exchange.views.exports.AT_ONCE", 2)
    monkeypatch.setattr(lists, "TOGETHER", 2)


@pytest.fixture
def towns(world: World) -> list[str]:
    """Five towns of the county, the first of them called like a formula; their names in the order of the list."""
    for name in ("=1+1", "乙", "丙", "丁"):
        TownFactory(owner=world.county, name=name)
    return list(
        Town.objects.filter(owner=world.county).order_by("sort_key", "pk").values_list("name", flat=True)
    )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def names(content: bytes) -> list[str]:
    return [row[0] for row in values_of(content)[1:]]


def made(browser: Client, run_tasks: Run, address: str = TOWNS) -> Export:
    """Asked for by pressing the button, and made."""
    answer = browser.post(address)
    assert answer.status_code == 302, answer.content.decode()
    run_tasks()
    return Export.objects.get(pk=int(answer.headers["Location"].split("/")[-2]))


def download(browser: Client, export: Export) -> HttpResponse:
    return browser.get(f"/exchange/exports/{export.pk}/download/")


def ask(world: World, query: str = "") -> Export:
    asked = Asked.of("towns", {}, TOWNS, QueryDict(query))
    return exports.request_export(actor=world.filer, asked=asked)


def test_a_short_list_comes_at_once_and_is_on_record(
    world: World, towns: list[str], browser_of: Browser
) -> None:
    answer = browser_of(world.filer).get(TOWNS)

    assert names(answer.content) == towns
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    act = Act.objects.get(verb="export.take")
    assert (act.user, act.details["list"], act.details["rows"]) == (world.filer.user, "登记的专业镇", 5)


def test_the_same_as_a_file_without_types(world: World, towns: list[str], browser_of: Browser) -> None:
    answer = browser_of(world.filer).get(f"{TOWNS}?format=csv")

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert [line[0].removeprefix("'") for line in lines_of(answer.content)[1:]] == towns
    assert "'=1+1" in [line[0] for line in lines_of(answer.content)]


def test_an_unknown_form_of_file_is_excel(world: World, browser_of: Browser) -> None:
    assert browser_of(world.filer).get(f"{TOWNS}?format=exe").content.startswith(b"PK")


def test_a_long_list_asks_first_and_a_look_makes_nothing(
    world: World, towns: list[str], long: None, browser_of: Browser
) -> None:
    page = browser_of(world.filer).get(f"{TOWNS}?q=").content.decode()

    assert "共 5 行，需要在后台生成" in page and "开始生成" in page
    assert not Export.objects.exists() and not Act.objects.filter(verb__startswith="export").exists()


def test_a_long_list_is_made_by_the_worker_and_equals_the_page(
    world: World, towns: list[str], long: None, browser_of: Browser, run_tasks: Run
) -> None:
    browser = browser_of(world.filer)
    answer = browser.post(f"{TOWNS}?after=zzz~1")
    export = Export.objects.get()
    waiting = browser.get(answer.headers["Location"]).content.decode()
    assert "等待生成" in waiting and 'hx-trigger="every 1s"' in waiting
    assert "文件还没有生成好" in download(browser, export).content.decode()

    run_tasks()

    export.refresh_from_db()
    done = browser.get(answer.headers["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "可下载" in done and "hx-trigger" not in done and "<html" not in done
    content = body(download(browser, export))
    assert names(content) == towns
    assert (export.row_count, export.rows_done, export.size) == (5, 5, len(content))
    assert [each.verb for each in Act.objects.filter(verb__startswith="export").order_by("pk")] == [
        "export.request",
        "export.make",
        "export.fetch",
    ]
    message = Message.objects.get(user=world.filer.user, kind="export_done")
    assert message.url == answer.headers["Location"] and "登记的专业镇" in message.words


def test_the_filter_goes_with_it_and_the_page_of_the_list_does_not(
    world: World, towns: list[str], browser_of: Browser, run_tasks: Run
) -> None:
    browser = browser_of(world.filer)
    export = made(browser, run_tasks, f"{TOWNS}?q=乙&after=x~1&format=csv")

    assert [line[0] for line in lines_of(body(download(browser, export)))[1:]] == ["乙"]
    assert export.list_address == "/registry/?q=%E4%B9%99"


@pytest.mark.parametrize("who", ["unit_admin", "neighbour_filer", "far_filer", "director", "system_admin"])
def test_nobody_else_finds_it(who: str, world: World, browser_of: Browser, run_tasks: Run) -> None:
    export = made(browser_of(world.filer), run_tasks)
    other = browser_of(getattr(world, who))

    assert download(other, export).status_code == 404
    assert other.get(f"/exchange/exports/{export.pk}/").status_code == 404
    assert export.title not in other.get("/exchange/exports/").content.decode()


def test_it_holds_what_its_owner_sees_and_nothing_of_another_county(
    world: World, browser_of: Browser, run_tasks: Run
) -> None:
    TownFactory(owner=world.neighbour, name="邻县的镇")
    export = made(browser_of(world.filer), run_tasks)

    assert names(body(download(browser_of(world.filer), export))) == [world.town.name]


def test_another_countys_town_is_not_found_however_it_is_asked(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.neighbour_filer)
    for rest in ("figures/export/", "enterprises/export/"):
        address = f"/registry/{world.town.pk}/{rest}"
        assert browser.get(address).status_code == browser.post(address).status_code == 404
    assert not Export.objects.exists()


def test_who_may_not_read_the_page_may_not_ask_for_the_file(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.filer)

    assert browser.get("/accounts/users/export/").status_code == 403
    assert browser.post("/accounts/users/export/").status_code == 403
    assert not Export.objects.exists()


def test_a_role_that_is_taken_away_takes_the_file_along(
    world: World, browser_of: Browser, run_tasks: Run
) -> None:
    export = made(browser_of(world.filer), run_tasks)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=world.filer.user).update(until=yesterday)

    assert download(browser_of(world.filer), export).status_code == 404


def test_a_role_that_is_taken_away_before_it_is_made_makes_nothing(world: World, run_tasks: Run) -> None:
    export = ask(world)
    Membership.objects.filter(user=world.filer.user).update(until=timezone.localdate() - timedelta(days=1))
    run_tasks()

    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.FAILED, making.NO_LONGER_THEIRS)
    assert not export.file


def test_an_account_that_is_closed_makes_nothing(world: World, run_tasks: Run) -> None:
    export = ask(world)
    type(world.filer.user).objects.filter(pk=world.filer.user.pk).update(is_active=False)
    run_tasks()

    assert Export.objects.get(pk=export.pk).status == ExportStatus.FAILED


def test_after_a_day_the_link_is_over_and_the_file_gone(world: World, browser_of: Browser) -> None:
    export = ExportFactory(owner=world.filer, over=True)
    browser, name = browser_of(world.filer), str(export.file)
    before = download(browser, export)
    assert before.status_code == 409 and "已过期" in before.content.decode()

    assert exports.expire_exports() == 1
    assert exports.expire_exports() == 0

    assert not default_storage.exists(name)
    export.refresh_from_db()
    assert (export.status, str(export.file)) == (ExportStatus.EXPIRED, "")
    assert download(browser, export).status_code == 409
    assert "已经删除" in browser.get(f"/exchange/exports/{export.pk}/").content.decode()
    assert "已过期" in browser.get("/exchange/exports/").content.decode()


def test_a_file_that_still_lives_stays(world: World) -> None:
    export = ExportFactory(owner=world.filer, done=True)

    assert exports.expire_exports() == 0
    assert default_storage.exists(str(export.file))


def test_the_same_asked_twice_is_made_once(world: World, sent_tasks: list[Any]) -> None:
    assert ask(world, "q=a&after=1") == ask(world, "q=a")
    assert ask(world, "q=b") != ask(world, "q=a")
    assert Export.objects.count() == 2


def test_what_was_made_a_moment_ago_is_handed_out_again_and_later_made_anew(world: World) -> None:
    first = ask(world)
    making.make_export(export_id=first.pk)
    assert ask(world) == first

    Export.objects.update(finished_at=timezone.now() - exports.SAME_WITHIN - timedelta(seconds=1))
    assert ask(world) != first


def test_somebody_has_five_in_the_making_and_no_more(world: World, browser_of: Browser) -> None:
    for number in range(exports.MOST_OPEN):
        ask(world, f"q={number}")

    answer = browser_of(world.filer).post(f"{TOWNS}?q=six")
    assert answer.status_code == 409 and "正在生成" in answer.content.decode()
    assert Export.objects.count() == exports.MOST_OPEN


def test_it_is_made_once_however_often_the_task_comes(world: World) -> None:
    export = ask(world)

    assert making.make_export(export_id=export.pk) is not None
    assert making.make_export(export_id=export.pk) is None
    assert Act.objects.filter(verb="export.make").count() == 1
    assert len(default_storage.listdir("exports")[1]) == 1


def test_hands_that_were_thought_dead_do_not_overwrite(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that stood still for a minute wakes up when another one has made the file."""
    export = ask(world)

    def meanwhile(*args: Any, **options: Any) -> Any:
        monkeypatch.undo()
        Export.objects.filter(pk=export.pk).update(touched_at=timezone.now() - 2 * exports.LOST_AFTER)
        assert making.make_export(export_id=export.pk) is not None
        return making.chunks_of(*args, **options)

    monkeypatch.setattr(making, "chunks_of", meanwhile)
    assert making.make_export(export_id=export.pk) is None

    done = Export.objects.get(pk=export.pk)
    assert (done.status, done.attempts) == (ExportStatus.DONE, 2)
    assert default_storage.listdir("exports")[1] == [Path(str(done.file)).name]
    assert Message.objects.filter(kind="export_done").count() == 1


def test_a_disk_that_is_full_says_so_and_leaves_nothing(
    world: World, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **options: Any) -> Any:
        raise OSError(ENOSPC, "No space left on device")

    export = ask(world)
    monkeypatch.setattr(default_storage, "save", full)
    making.make_export(export_id=export.pk)

    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.FAILED, making.NO_ROOM)
    assert "磁盘空间不足" in browser_of(world.filer).get(f"/exchange/exports/{export.pk}/").content.decode()
    assert Message.objects.get(kind="export_failed").words.count("磁盘空间不足") == 1


def test_a_half_written_file_is_taken_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up while the file is copied into the storage."""
    export, save = ask(world), default_storage.save

    def half(name: str, content: Any) -> str:
        save(name, content)
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "save", half)
    making.make_export(export_id=export.pk)

    assert default_storage.listdir("exports")[1] == []


def test_a_file_that_is_gone_is_a_sentence(world: World, browser_of: Browser) -> None:
    export = ExportFactory(owner=world.filer, done=True)
    default_storage.delete(str(export.file))

    answer = download(browser_of(world.filer), export)
    assert answer.status_code == 409 and "请重新导出" in answer.content.decode()


def test_too_many_rows_are_refused_in_words(
    world: World, towns: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_ROWS", 3)
    export = ask(world)
    making.make_export(export_id=export.pk)

    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED and "缩小筛选范围" in export.error


def test_who_leaves_the_list_meanwhile_is_left_out(world: World, towns: list[str], long: None) -> None:
    opened = find("towns").open(world.filer, QueryDict(""), {})
    numbers = opened.numbers()
    Town.objects.filter(name="乙").delete()

    found = [line[0] for _, some in opened.read(numbers) for line in some]
    assert found == [name for name in towns if name != "乙"]


def test_lost_exports_are_sent_again_and_given_up_after_three_times(world: World, sent_tasks: Any) -> None:
    export = ask(world)
    sent_tasks.clear()
    assert exports.sweep_exports() == 0

    long_ago = timezone.now() - 2 * exports.LOST_AFTER
    Export.objects.update(touched_at=long_ago, status=ExportStatus.RUNNING, attempts=1)
    assert exports.sweep_exports() == 1
    assert [args for _, args in sent_tasks] == [(export.pk,)]

    Export.objects.update(touched_at=long_ago, attempts=exports.MAX_ATTEMPTS)
    assert exports.sweep_exports() == 0
    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED and "多次尝试" in export.error


def test_a_visitor_gets_a_long_public_list_while_it_is_written(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.views.exports.AT_ONCE", 0)
    answer = client.get("/standards/export/")

    assert answer.streaming
    assert values_of(body(answer))[0][0] == "标准"
    assert not Act.objects.filter(verb__startswith="export").exists()
    assert client.post("/standards/export/").status_code == 200
    assert not Export.objects.exists()


@pytest.mark.parametrize("size", [1, 9])
def test_a_long_list_costs_the_same_for_each_piece(size: int, world: World) -> None:
    """Read in one piece: as many queries for nine rows as for one."""
    for number in range(size):
        MessageFactory(user=world.filer.user, organisation=world.county, words=f"第 {number} 条")
    export = exports.request_export(
        actor=world.filer, asked=Asked.of("messages", {}, "/messages/export/", QueryDict(""))
    )
    with CaptureQueriesContext(connection) as caught:
        making.make_export(export_id=export.pk)
    assert len(caught) == 16, [query["sql"][:90] for query in caught]
