"""Groups are founded, described and vouched for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from core.errors import Conflict, Invalid
from core.locks import locked
from core.pinyin import sort_key
from leadership.models import LeadingGroup, RosterConfirmation
from leadership.rules import can_found_group, can_keep_roster
from records.services import record

TAKEN = "这里已经有领导小组，不用再建。"
STALE = "您打开页面之后，这个领导小组的资料已有改动，请看过最新内容再办。"


@dataclass(frozen=True, slots=True)
class Founding:
    """What the founding document says about a group; `host` houses its office."""

    name: str
    document: str
    founded_on: date
    document_title: str = ""
    host: Organisation | None = None


@transaction.atomic
def found_group(*, actor: Actor, organisation: Organisation, founding: Founding) -> LeadingGroup:
    """A group without seats. Invalid: founded in the future; Conflict: there is one already."""
    can_found_group(actor, organisation).demand()
    _demand_past(founding)
    office = Organisation.objects.filter(superior=organisation, kind=OrganisationKind.OFFICE).order_by("key")
    group = LeadingGroup(code=_free_code(organisation), organisation=organisation, office=office.first())
    _describe(group, founding)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    record(actor=actor, verb="group.found", target=group, details={"document": group.document})
    return group


@transaction.atomic
def update_group(*, actor: Actor, group: LeadingGroup, founding: Founding, version: int) -> LeadingGroup:
    """Correct what is said about a group as it stood at `version`; Conflict when somebody did meanwhile."""
    row = locked(LeadingGroup.objects.all(), group)
    can_keep_roster(actor, row).demand()
    if row.version != version:
        raise Conflict(STALE)
    _demand_past(founding)
    _demand_before_seats(row, founding)
    before = _values(row)
    _describe(row, founding)
    after = _values(row)
    changes = [
        {"field": label, "old": before[label], "new": after[label]}
        for label in before
        if before[label] != after[label]
    ]
    if changes:
        row.version += 1
        row.save()
        record(actor=actor, verb="group.update", target=row, details={"changes": changes})
    return row


@transaction.atomic
def confirm_roster(*, actor: Actor, group: LeadingGroup) -> RosterConfirmation:
    """本名单截至今天无误. Conflict, naming who said so, when it was said today already."""
    row = locked(LeadingGroup.objects.all(), group)
    can_keep_roster(actor, row).demand()
    assert actor.user is not None
    today = timezone.localdate()
    earlier = RosterConfirmation.objects.filter(group=row, confirmed_on=today).first()
    if earlier is not None:
        raise Conflict(f"这份名单今天已由{earlier.confirmed_by_name}确认，不用再办。")
    made = RosterConfirmation.objects.create(
        group=row, confirmed_on=today, confirmed_by=actor.user, confirmed_by_name=actor.user.display_name
    )
    record(actor=actor, verb="group.confirm_roster", target=row, details={"day": today})
    return made


def _describe(group: LeadingGroup, founding: Founding) -> None:
    group.name, group.founded_on, group.host = founding.name, founding.founded_on, founding.host
    group.document, group.document_title = founding.document, founding.document_title


def _demand_past(founding: Founding) -> None:
    if founding.founded_on > timezone.localdate():
        sentence = "成立日期不能晚于今天。"
        raise Invalid(sentence, fields={"founded_on": sentence})


def _demand_before_seats(group: LeadingGroup, founding: Founding) -> None:
    """Seats that were there before their group would make no sense."""
    if group.seats.filter(since__lt=founding.founded_on).exists():
        sentence = f"已有席位自 {group.founded_on:%Y-%m-%d} 设立，成立日期不能比它们晚。"
        raise Invalid(sentence, fields={"founded_on": sentence})


def _free_code(organisation: Organisation) -> str:
    """taiyuan, and where two places sound alike the division's code behind it."""
    division = organisation.division
    place = division.name if division and organisation.kind == OrganisationKind.GOVERNMENT else ""
    stem = sort_key(place[:-1] if len(place) > 2 else place) or organisation.key
    taken = LeadingGroup.objects.filter(code=stem).exists()
    return f"{stem}-{division.code if division else organisation.pk}" if taken else stem


def _values(group: LeadingGroup) -> dict[str, Any]:
    return {
        "名称": group.name,
        "成立文件": group.document,
        "成立文件标题": group.document_title,
        "成立日期": f"{group.founded_on:%Y-%m-%d}",
        "办公室设在": group.host.short_name if group.host else "",
    }
