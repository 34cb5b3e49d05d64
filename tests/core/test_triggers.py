"""The guards inside the database: all there after every migrate, and each bites."""

import re
from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from accounts.models import Membership, Tenure
from core import triggers
from standards.models import Criterion, Requirement, StandardVersion
from tests.factories import (
    MembershipFactory,
    PostFactory,
    PublishedVersionFactory,
    StandardVersionFactory,
    TenureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CREATED = re.compile(r"CREATE (?:TRIGGER|OR REPLACE FUNCTION) (\w+)|ADD CONSTRAINT (\w+)")


def installed() -> dict[str, str]:
    """{name: body} of every trigger, trigger function and exclusion constraint that is in the database now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return dict(cursor.fetchall())
        cursor.execute("SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal")
        found = dict(cursor.fetchall())
        cursor.execute("SELECT conname, '' FROM pg_constraint WHERE contype = 'x'")
        found.update(cursor.fetchall())
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND prorettype = 'trigger'::regtype"
        )
        return found | dict(cursor.fetchall())


def declared() -> dict[str, str]:
    """{name: statements} of everything that the code registers for this engine."""
    found: dict[str, str] = {}
    for guard in triggers.registered():
        for statement in guard.create_statements(connection.vendor):
            match = CREATED.search(statement)
            if match:
                name = match[1] or match[2]
                # A trigger may bear the name of its function: both statements count.
                found[name] = f"{found.get(name, '')}{statement}"
    return found


def refused(work: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def test_what_is_in_the_database_is_what_the_code_declares() -> None:
    there, wanted = installed(), declared()
    assert set(there) == set(wanted)
    assert len(wanted) > 15
    for name, body in there.items():
        assert body in wanted[name], name


def test_migrate_brings_back_what_was_lost() -> None:
    triggers.remove(connection)
    assert not {name for name in installed() if name in declared()} - _functions()
    call_command("migrate", verbosity=0)
    assert set(installed()) == set(declared())


@pytest.mark.django_db(transaction=True)
def test_a_table_of_which_guards_speak_can_be_rebuilt_by_a_migration() -> None:
    """With its guards SQLite refuses: criteria are frozen by what stands in the table of versions."""
    version = PublishedVersionFactory()
    old = StandardVersion._meta.get_field("number")
    new = copy(old)
    new.null = True
    triggers.remove_before_migrate(plan=["a migration"])
    with connection.schema_editor() as editor:
        editor.alter_field(StandardVersion, old, new)
        editor.alter_field(StandardVersion, new, old)
    triggers.install_after_migrate()
    assert set(installed()) == set(declared())
    assert refused(lambda: Criterion.objects.filter(version=version).update(title="改过"))


def test_a_migrate_without_migrations_leaves_the_guards_where_they_are() -> None:
    triggers.remove_before_migrate(plan=[])
    assert set(installed()) == set(declared())


def _functions() -> set[str]:
    """PostgreSQL keeps the function when its trigger is dropped."""
    return {guard.name for guard in triggers.registered()} if connection.vendor == "postgresql" else set()


def test_guards_are_off_inside_suspended_and_on_again_after_it() -> None:
    version = PublishedVersionFactory()
    criterion = version.criteria.first()

    def rename() -> Any:
        return Criterion.objects.filter(pk=criterion.pk).update(title="改过")

    assert refused(rename)
    with triggers.suspended(connection):
        assert not refused(rename)
    assert refused(rename)


def test_a_published_standard_is_frozen_and_a_draft_is_not() -> None:
    published = PublishedVersionFactory()
    criterion = published.criteria.first()
    requirement = criterion.requirements.first()
    ways: list[Callable[[], Any]] = [
        lambda: Criterion.objects.filter(pk=criterion.pk).update(title="改过"),
        lambda: Criterion.objects.create(version=published, number=99, title="新增", clause="附"),
        lambda: Requirement.objects.filter(pk=requirement.pk).update(params={}),
        lambda: Requirement.objects.filter(pk=requirement.pk).delete(),
        lambda: Requirement.objects.create(
            criterion=criterion, key="k", kind="judged", clause="附", position=99
        ),
        lambda: StandardVersion.objects.filter(pk=published.pk).update(state="draft"),
    ]
    assert [refused(way) for way in ways] == [True] * len(ways)
    draft = StandardVersionFactory()
    row = Criterion.objects.create(version=draft, number=1, title="条件", clause="附")
    assert not refused(lambda: Criterion.objects.filter(pk=row.pk).update(title="改过"))
    assert not refused(lambda: Criterion.objects.filter(pk=row.pk).delete())


@pytest.mark.parametrize(
    ("since", "until", "overlaps"),
    [
        (date(2024, 1, 1), None, True),
        (date(2019, 1, 1), date(2020, 1, 2), True),
        (date(2021, 1, 1), date(2021, 2, 1), True),
        (date(2019, 1, 1), date(2020, 1, 1), False),
        (date(2025, 1, 1), None, False),
    ],
)
def test_one_holder_of_a_post_on_one_day(since: date, until: date | None, overlaps: bool) -> None:
    """The first holds from 2020 until (not on) the first of 2025."""
    post = PostFactory()
    TenureFactory(post=post, since=date(2020, 1, 1), until=date(2025, 1, 1))
    assert refused(lambda: TenureFactory(post=post, since=since, until=until)) == overlaps


def test_a_deputy_may_stand_beside_the_holder() -> None:
    holder = TenureFactory(since=date(2020, 1, 1))
    assert not refused(lambda: TenureFactory(post=holder.post, since=date(2024, 1, 1), is_deputy=True))
    assert not refused(lambda: TenureFactory(since=date(2024, 1, 1)))


def test_a_change_into_an_overlap_is_refused_like_a_new_row() -> None:
    first = TenureFactory(since=date(2020, 1, 1), until=date(2025, 1, 1))
    second = TenureFactory(post=first.post, since=date(2025, 1, 1))
    rows = Tenure.objects.filter(pk=second.pk)
    assert refused(lambda: rows.update(since=date(2024, 12, 31)))
    assert not refused(lambda: rows.update(since=date(2025, 6, 1)))


def test_a_role_is_held_once_at_a_time_and_another_beside_it() -> None:
    held = MembershipFactory(role=Role.FILER, since=date(2024, 1, 1))
    same = {"user": held.user, "organisation": held.organisation}
    assert refused(lambda: MembershipFactory(**same, role=Role.FILER, since=date(2025, 1, 1)))
    assert not refused(lambda: MembershipFactory(**same, role=Role.UNIT_ADMIN, since=date(2025, 1, 1)))
    assert Membership.objects.count() == 1


def test_a_period_ends_after_it_begins() -> None:
    day = date(2025, 1, 1)
    assert refused(lambda: TenureFactory(since=day, until=day))
