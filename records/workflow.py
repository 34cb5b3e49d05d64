"""The one routine that changes a state: lock, rule, transition, save, record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django_fsm import GET_STATE

from accounts.actors import Actor
from core.errors import Conflict, Invalid, NotAllowed
from core.locks import locked
from core.models import Tracked
from core.permits import Permit
from records.enums import Outcome
from records.models import Act
from records.services import record

Rule = Callable[[Actor, Any], Permit]
Row = TypeVar("Row", bound=Tracked)


@dataclass(frozen=True, slots=True)
class Action:
    """One transition as people meet it: `name` in code, `label` on the button, `past` in sentences about it.

    `needs_comment`: words are asked for; `is_grave`: hard to undo; not `is_offered`: never a button of its own.
    """

    name: str
    label: str
    rule: Rule
    needs_comment: bool = False
    is_grave: bool = False
    past: str = ""
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """An action in the eyes of one person, now."""

    action: Action
    permit: Permit


# What a person may be told of a row that has moved on: the words for its state, and the last act in their sight.
News = Callable[[Actor, Any], tuple[str, Act | None]]

# What an action of a row is called where the step that it is in has a word of its own.
Naming = Callable[[Action, Any], str]
# What was done by an act, likewise.
Telling = Callable[[Act], str]

_actions: dict[type[models.Model], dict[str, Action]] = {}
_news: dict[type[models.Model], News] = {}
_namings: dict[type[models.Model], tuple[Naming, Telling]] = {}


def register(model: type[models.Model], *actions: Action) -> None:
    """Called from `AppConfig.ready`: the actions of a model in the order in which people should see them."""
    _actions[model] = {action.name: action for action in actions}


def tell_with(model: type[models.Model], news: News) -> None:
    """Called from `AppConfig.ready` where not everybody may read every state and every act of a model."""
    _news[model] = news


def name_with(model: type[models.Model], naming: Naming, telling: Telling) -> None:
    """Called from `AppConfig.ready` where an action is called otherwise from step to step."""
    _namings[model] = (naming, telling)


def actions_of(model: type[models.Model]) -> Mapping[str, Action]:
    """The registered actions of a model by name."""
    return _actions[model]


def registered() -> Mapping[type[models.Model], Mapping[str, Action]]:
    """Every registered action, by model and name."""
    return _actions


def edges(model: Any) -> set[tuple[str, str]]:
    """Every (from, to) that the machine of a model declares; the database's guards are made of them."""
    found: set[tuple[str, str]] = set()
    for each in model._meta.get_field("state").get_all_transitions(model):
        targets = each.target.allowed_states if isinstance(each.target, GET_STATE) else [each.target]
        found.update((str(each.source), str(target)) for target in targets)
    return found


def perform(
    obj: Row,
    name: str,
    *,
    actor: Actor,
    comment: str = "",
    version: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Row:
    """Take one row along one edge, in the caller's transaction or its own, and return it locked and changed.

    `version` is the version of the page that was acted upon. Raises NotAllowed (rule), Conflict (the row has
    moved on) or Invalid (words are missing).
    """
    action = _actions[type(obj)][name]
    with transaction.atomic():
        row: Any = locked(type(obj)._default_manager.all(), obj)
        _demand_fresh(row, action, version, actor)
        permit = action.rule(actor, row)
        if not permit:
            raise NotAllowed(permit.reason)
        if action.needs_comment and not comment.strip():
            message = f"请写明{_name(action, row)}的理由。"
            raise Invalid(message, fields={"comment": message})
        before = row.state
        getattr(row, name)()
        row.version += 1
        row.moved_at = timezone.now()
        row.save()
        record(
            actor=actor,
            verb=f"{row._meta.model_name}.{name}",
            target=row,
            from_state=before,
            to_state=row.state,
            comment=comment.strip(),
            details=details,
        )
    changed: Row = row
    return changed


def available_actions(obj: Any, actor: Actor) -> list[Offer]:
    """Every action that leads away from the row's state, allowed or not, with the reason; buttons come from here."""
    return [
        Offer(action, action.rule(actor, obj))
        for action in _actions[type(obj)].values()
        if action.is_offered and can_proceed(obj, action.name)
    ]


def can_proceed(obj: Any, name: str) -> bool:
    """Whether the machine knows an edge of that name from the row's state."""
    return any(each.name == name for each in obj.get_available_state_transitions())


def _demand_fresh(row: Any, action: Action, version: int | None, actor: Actor) -> None:
    """Conflict, in words that say what happened meanwhile and by whom, when the page was old or the edge is gone."""
    if can_proceed(row, action.name) and version in (None, row.version):
        return
    words, last = _news.get(type(row), _everything)(actor, row)
    detail = [_what_happened(type(row), last)] if last else []
    if can_proceed(row, action.name):
        raise Conflict("您打开页面之后，这件事项已有变化，请看过最新内容再办。", detail=detail)
    raise Conflict(f"现在是“{words}”，不能再{action.label}。", detail=detail)


def _everything(actor: Actor, row: Any) -> tuple[str, Act | None]:
    """For models without secrets."""
    return row.get_state_display(), Act.objects.about(row).filter(outcome=Outcome.DONE).last()


def _what_happened(model: type[models.Model], act: Act) -> str:
    """The last act in one sentence: 11月22日 10:32，演示复核员（太原市……办公室）受理。"""
    at = timezone.localtime(act.at)
    action = _actions[model].get(act.verb.partition(".")[2])
    own = _namings.get(model)
    did = (own[1](act) if own else action.past or action.label) if action else "更新了内容"
    where = f"（{act.organisation_name}）" if act.organisation_name else ""
    return f"{at.month}月{at.day}日 {at:%H:%M}，{act.user_name or '系统'}{where}{did}。"


def _name(action: Action, row: Any) -> str:
    own = _namings.get(type(row))
    return own[0](action, row) if own else action.label
