"""The health page: three values, the cure beside each trouble, and never a long wait."""

import socket
import time
from datetime import timedelta

import pytest
from celery import current_app
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from core import queue
from portal import health
from records.models import Heartbeat
from tests.factories import CheckRunFactory, OrganisationFactory, actor

PAGE = reverse("portal:health")


@pytest.fixture
def desk(db, client):
    client.force_login(actor(Role.SYSTEM_ADMIN, organisation=OrganisationFactory(office=True)).user)
    return client


@pytest.fixture
def parts(monkeypatch):
    """Set which of broker and worker answer."""

    def put(*, broker, worker):
        monkeypatch.setattr(queue, "broker_is_alive", lambda timeout: broker)
        monkeypatch.setattr(queue, "worker_is_alive", lambda timeout: worker)

    return put


def states(response):
    return {line.name: line.state.label for line in response.context["lines"]}


def test_everything_well(desk, parts):
    parts(broker=True, worker=True)
    Heartbeat.objects.create(name="beat", beaten_at=timezone.now())
    page = desk.get(PAGE)
    assert set(states(page).values()) == {"正常"}
    assert "全部正常" in page.content.decode()


def test_what_cannot_be_asked_is_unknown_and_not_broken(desk, parts):
    parts(broker=False, worker=False)
    found = states(desk.get(PAGE))
    assert (found["任务队列"], found["后台进程"], found["定时调度"]) == ("异常", "未知", "未知")


def test_an_old_heartbeat_is_trouble_when_the_worker_lives(desk, parts):
    parts(broker=True, worker=True)
    Heartbeat.objects.create(name="beat", beaten_at=timezone.now() - timedelta(seconds=91))
    page = desk.get(PAGE)
    assert states(page)["定时调度"] == "异常"
    assert "请重新启动" in page.content.decode()


def test_checks_that_wait_too_long_are_trouble(desk, parts):
    parts(broker=True, worker=True)
    check = CheckRunFactory()
    assert "1 项等待中" in desk.get(PAGE).content.decode()
    check.requested_at = timezone.now() - timedelta(minutes=6)
    check.save(update_fields=["requested_at"])
    assert states(desk.get(PAGE))["条件检查"] == "异常"


def test_a_folder_that_cannot_be_written_is_said(desk, parts, settings, tmp_path):
    parts(broker=True, worker=True)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    settings.MEDIA_ROOT = in_the_way
    assert states(desk.get(PAGE))["文件存储"] == "异常"


def test_a_silent_broker_does_not_hold_the_page_up(desk, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        begun = time.monotonic()
        page = desk.get(PAGE)
        assert time.monotonic() - begun < 3
    assert states(page)["任务队列"] == "异常"


@pytest.mark.django_db
def test_only_administrators_see_it(client):
    assert client.get(PAGE).url.startswith(reverse("accounts:login"))
    client.force_login(actor(Role.REVIEWER).user)
    assert client.get(PAGE).status_code == 403


def test_the_word_for_the_outside(client, db, monkeypatch):
    assert client.get("/healthz").json() == {"status": "ok"}

    class Broken:
        def cursor(self):
            raise DatabaseError("secret host name")

    monkeypatch.setattr(health, "connection", Broken())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable"}
