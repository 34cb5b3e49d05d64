"""Failed tasks: run again, set aside, once."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from core import queue
from records.models import Act, TaskFailure
from tests.factories import OrganisationFactory, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LIST = reverse("records:task_failure_list")


@pytest.fixture
def desk(client):
    client.force_login(actor(Role.SYSTEM_ADMIN, organisation=OrganisationFactory(office=True)).user)
    return client


@pytest.fixture
def failure(db):
    return TaskFailure.objects.create(
        task="applications.tasks.run_check", task_number="n1", arguments=[42], error="ValueError: 试验错误"
    )


def run(failure):
    return reverse("records:task_failure_run", args=[failure.pk])


def settle(failure):
    return reverse("records:task_failure_settle", args=[failure.pk])


def test_the_list_says_what_failed_in_words(desk, failure):
    page = desk.get(LIST).content.decode()
    for expected in ("条件检查", "42", "试验错误"):
        assert expected in page


def test_run_again_sends_the_same_task_once_and_settles_it(desk, failure, sent_tasks):
    assert desk.post(run(failure)).url == LIST
    assert [(task.name, args) for task, args in sent_tasks] == [("applications.tasks.run_check", (42,))]
    again = desk.post(run(failure))
    assert again.status_code == 409
    assert "已由" in again.content.decode()
    assert len(sent_tasks) == 1
    assert "没有待处理的失败任务" in desk.get(LIST).content.decode()
    assert Act.objects.filter(verb="task_failure.run_again").count() == 1


def test_what_the_broker_does_not_take_stays_on_the_list(desk, failure, monkeypatch):
    monkeypatch.setattr(queue, "send", lambda *args: False)
    refused = desk.post(run(failure))
    assert refused.status_code == 409
    assert "任务队列现在没有应答" in refused.content.decode()
    failure.refresh_from_db()
    assert failure.settled_at is None


def test_a_task_that_left_the_program_can_only_be_set_aside(desk, failure, sent_tasks):
    TaskFailure.objects.update(task="gone.tasks.away")
    assert desk.post(run(failure)).status_code == 409
    assert desk.post(settle(failure)).status_code == 302
    assert desk.post(settle(failure)).status_code == 409
    assert not sent_tasks


def test_arguments_that_no_longer_fit_are_told_and_stay_on_the_list(desk, failure, monkeypatch):
    def misfit(task, *args):
        raise TypeError("run_check() takes 1 positional argument but 2 were given")

    monkeypatch.setattr(queue, "send", misfit)
    answer = desk.post(run(failure))
    assert answer.status_code == 409 and "参数已变" in answer.content.decode()
    failure.refresh_from_db()
    assert failure.settled_at is None


def test_only_administrators_and_only_by_post(client, failure):
    client.force_login(actor(Role.FILER).user)
    assert client.post(run(failure)).status_code == 403
    assert client.post(settle(failure)).status_code == 403
    assert client.get(run(failure)).status_code == 405
    failure.refresh_from_db()
    assert failure.settled_at is None
