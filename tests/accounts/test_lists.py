"""Lists: the same few queries at 1, 10 and 100 rows, pages that neither repeat nor skip, filters in the address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from records.models import Act, TaskFailure
from records.services import record
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def users(number):
    for _ in range(number):
        MembershipFactory(organisation=OrganisationFactory(superior=OrganisationFactory()))


def acts(number):
    for _ in range(number):
        record(actor=None, verb="session.sign_in", outcome="refused", user_name="nobody")


def failures(number):
    for each in range(number):
        TaskFailure.objects.create(
            task="applications.tasks.run_check", task_number=str(each), arguments=[each], error="E"
        )


def organisations(number):
    superior = OrganisationFactory()
    for _ in range(number):
        OrganisationFactory(superior=superior)


LISTS = [
    ("accounts:user_list", users),
    ("accounts:organisation_list", organisations),
    ("records:act_list", acts),
    ("records:task_failure_list", failures),
]


@pytest.mark.parametrize(("name", "make"), LISTS)
def test_queries_do_not_grow_with_rows(desk, name, make):
    counts = []
    for number in (1, 9, 90):
        make(number)
        desk.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 12


def test_the_page_of_a_unit_does_not_grow_with_its_people(desk):
    unit = OrganisationFactory()
    url = reverse("accounts:organisation_detail", args=[unit.pk])
    counts = []
    for number in (1, 9):
        for _ in range(number):
            MembershipFactory(organisation=unit)
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_pages_of_users_neither_repeat_nor_skip(desk):
    users(55)
    seen, url = [], reverse("accounts:user_list")
    query = ""
    for _ in range(10):
        page = desk.get(url + query)
        seen += [row.user.username for row in page.context["rows"]]
        query = page.context["page_of_users"].next_query
        if not query:
            break
        assert query.replace("&", "&amp;") in page.content.decode()
    assert seen == sorted(User.objects.order_by("username").values_list("username", flat=True))


def test_filters_stay_in_the_address_of_the_next_page(desk):
    for each in range(25):
        UserFactory(display_name=f"试验同名{each}")
    page = desk.get(reverse("accounts:user_list"), {"q": "试验同名", "state": "on"})
    assert len(page.context["rows"]) == 20
    rest = desk.get(reverse("accounts:user_list") + page.context["page_of_users"].next_query)
    assert len(rest.context["rows"]) == 5


def test_users_are_found_by_unit_role_and_state(desk):
    unit = OrganisationFactory(name="试验之县人民政府")
    clerk = MembershipFactory(organisation=unit).user
    boss = MembershipFactory(organisation=unit, role=Role.UNIT_ADMIN, user__is_active=False).user

    def found(**query):
        return {row.user for row in desk.get(reverse("accounts:user_list"), query).context["rows"]}

    assert found(q="试验之县") == {clerk, boss}
    assert found(role="unit_admin") == {boss}
    assert found(state="off") == {boss}


def test_the_log_is_narrowed_by_day_unit_person_verb_and_outcome(desk, admin):
    acts(1)
    record(actor=admin, verb="user.update", target=UserFactory())
    today = Act.objects.latest("pk").at.astimezone().date().isoformat()

    def found(**query):
        page = desk.get(reverse("records:act_list"), query)
        assert page.status_code == 200
        return [row.act.verb for row in page.context["rows"]]

    assert found(outcome="refused") == ["session.sign_in"]
    assert found(verb="user.update") == ["user.update"]
    assert found(user="nobody") == ["session.sign_in"]
    assert found(user=admin.user.username) == ["user.update", "session.sign_in"]
    assert found(organisation=admin.organisation.name) == ["user.update", "session.sign_in"]
    assert found(since=today, until=today) == ["user.update", "session.sign_in", "session.sign_in"]
    assert found(until="2020-01-01") == []


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "since=0001-01-01", "until=9999-12-31", "verb=x", "user=%00", "after=~", "after=1~x"],
)
def test_an_address_that_makes_no_sense_is_answered(desk, query):
    assert desk.get(f"{reverse('records:act_list')}?{query}").status_code == 200
