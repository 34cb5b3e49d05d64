"""The act log and failed tasks as administrators read them."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from accounts.actors import Actor
from core.enums import Level
from records import words
from records.models import Act, ActQuerySet, TaskFailure

Change = dict[str, str]


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act in full: what changed, with old and new, and what else was kept."""

    act: Act
    verb: str
    changes: list[Change]
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed task in words."""

    row: TaskFailure
    task: str
    arguments: str


def acts_for_list(actor: Actor) -> ActQuerySet:
    """The acts in the actor's sight; names stand in the rows themselves, so nothing is joined."""
    return Act.objects.visible_to(actor)


# Shown in a place of its own, and a key that only programs read.
NOT_SHOWN = frozenset({"changes", "kind"})


def act_page(act: Act) -> ActPage:
    """Old and new states and values of one act, in words."""
    details = act.details if isinstance(act.details, dict) else {}
    facts = [
        (words.fact_words(name), fact_value(name, value))
        for name, value in details.items()
        if name not in NOT_SHOWN and value not in ("", None, [])
    ]
    return ActPage(act, words.verb_words(act.verb), [*_moved(act), *details.get("changes", [])], facts)


def open_failures() -> QuerySet[TaskFailure]:
    """Failed tasks that nobody has dealt with."""
    return TaskFailure.objects.filter(settled_at__isnull=True)


def failure_rows(failures: list[TaskFailure]) -> list[Failure]:
    """The lines of one page."""
    return [
        Failure(row, words.task_words(row.task), "、".join(str(each) for each in row.arguments) or "无")
        for row in failures
    ]


def fact_value(name: str, value: Any) -> str:
    """A kept fact as people read it."""
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if name == "level" and value in Level.values:
        return Level(value).label
    return str(value)


def _moved(act: Act) -> list[Change]:
    if act.from_state == act.to_state:
        return []
    names = _state_names(act.target_type)
    old, new = (names.get(state, state) for state in (act.from_state, act.to_state))
    return [{"field": "状态", "old": old, "new": new}]


def _state_names(target_type: str) -> dict[str, str]:
    """The words of a machine's states; a model that left the code has none."""
    try:
        field: Any = apps.get_model(target_type)._meta.get_field("state")
    except LookupError:
        return {}
    return {str(value): str(label) for value, label in field.flatchoices}
