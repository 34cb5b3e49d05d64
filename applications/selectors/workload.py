"""What people have in hand: drafts and returned applications of their unit, cases of their office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.workload import Item
from applications.blocks import BLOCK
from applications.enums import EDITABLE_STATES, OFFICE_STATES, State
from applications.models import Application, BlockPresence
from applications.selectors.blocks import PRESENT_FOR


def being_filled_in(unit: Organisation) -> QuerySet[Application]:
    """Drafts and returned applications that the unit holds; a paper is its office's until it is keyed in."""
    return Application.objects.filter(holder=unit, state__in=EDITABLE_STATES)


def on_desks_of(office: Organisation) -> QuerySet[Application]:
    """What waits for an office to act."""
    return Application.objects.filter(holder=office, state__in=OFFICE_STATES)


def work_in_hand(unit: Organisation) -> Mapping[int, Sequence[Item]]:
    """By person: what they type in now, what they look after, what they helped with, what they handle.

    Three queries whatever their number.
    """
    found: dict[int, list[Item]] = defaultdict(list)
    typing = _who_types(unit)
    kept = being_filled_in(unit).annotate(who=Coalesce(F("keeper"), F("created_by")))
    for row in kept.select_related("town").order_by("pk"):
        by_person = typing.get(row.pk, {})
        for who in dict.fromkeys((row.who, *by_person)):
            words = by_person.get(who) or (_stage(row) if who == row.who else "参与填写")
            found[who].append(_item(row, words, "application_detail"))
    cases = on_desks_of(unit).filter(handler__isnull=False).select_related("town").order_by("moved_at", "pk")
    for case in cases:
        if case.handler_id is not None:
            found[case.handler_id].append(_item(case, "经办", "review"))
    return found


def _who_types(unit: Organisation) -> dict[int, dict[int, str]]:
    """By application and person: 正在填写“产业规模”, or nothing where that was a while ago."""
    now = timezone.now()
    rows = BlockPresence.objects.filter(application__in=being_filled_in(unit)).order_by("-seen_at", "pk")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows:
        found[row.application_id][row.user_id] = _typing(row.key, row.seen_at, now)
    return found


def _typing(key: str, seen_at: datetime, now: datetime) -> str:
    return f"正在填写“{BLOCK[key].title}”" if seen_at > now - PRESENT_FOR else ""


def _stage(application: Application) -> str:
    """What is to be done with it by whoever looks after it."""
    if application.is_being_keyed_in:
        return "录入纸质件"
    if application.state == State.DRAFT:
        return "填写草稿"
    due = application.return_due_on
    return f"补正，{due.month}月{due.day}日前答复" if due else "补正"


def _item(application: Application, words: str, page: str) -> Item:
    title = f"{application.town.name}（{application.get_level_display()}）：{words}"
    return title, reverse(f"applications:{page}", args=[application.pk])
