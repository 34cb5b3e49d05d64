"""The strict fixtures bite: each forgives what is meant and fails what is careless."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import models
from django.template import Context, Template


def render(text: str, **values: Any) -> str:
    return Template(text).render(Context(values))


def test_an_undefined_variable_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable 'nmae'"):
        render("{{ nmae }}", name="平遥牛肉")


def test_an_undefined_variable_with_a_default_or_in_a_question_is_meant() -> None:
    assert render("{{ x|default:'无' }}{% if x %}有{% endif %}") == "无"


@pytest.mark.django_db
def test_rows_without_an_order_come_in_any_order() -> None:
    Group.objects.bulk_create([Group(name=str(number)) for number in range(20)])

    orders = {tuple(Group.objects.values_list("name", flat=True)) for _ in range(5)}
    ordered = {tuple(Group.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(5)}

    assert len(orders) > 1
    assert len(ordered) == 1
    assert Group.objects.get(name="7").name == Group.objects.filter(name="7").first().name


@pytest.mark.django_db
def test_a_lock_over_joined_tables_must_say_whose_row_it_locks() -> None:
    from django.contrib.auth.models import Permission

    rows = Permission.objects.select_related("content_type").order_by("pk")
    with pytest.raises(AssertionError, match="needs of="):
        list(rows.select_for_update())


def test_an_instant_is_refused_where_a_day_is_wanted() -> None:
    field = models.DateField(name="since")

    assert field.get_prep_value(datetime.date(2026, 11, 22)) == datetime.date(2026, 11, 22)
    with pytest.raises(AssertionError, match="a day is wanted"):
        field.get_prep_value(datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC))
