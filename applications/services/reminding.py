"""Reminders, computed from open work alone and sent once each: a step or an answer falls due, a round closes on a draft."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.actors import SYSTEM
from applications.enums import OFFICE_STATES, State
from applications.models import Application, ApplicationStep
from applications.models.applications import ApplicationQuerySet
from applications.rules import open_items
from applications.selectors.dues import clock_of, due_days
from applications.selectors.lists import current_steps
from applications.services.telling import tell_applicant, tell_handler
from core.calendar import add_working_days
from core.templatetags.formats import deadline
from notifications.models import Message

# An office is reminded this many working days before a step falls due, an applicant this many days before an answer does.
STEP_AHEAD = 2
ANSWER_AHEAD = timedelta(days=2)
# Whoever still has a draft is told so long before the round closes, the nearest first.
CLOSING_AHEAD = (timedelta(hours=4), timedelta(days=2), timedelta(days=7))
CHUNK = 500


def remind(*, at: datetime | None = None) -> int:
    """Send every reminder that is due at that instant and was not sent before; returns how many people got one.

    Safe to run twice and at once: each reminder has a key, and reaches a person once.
    """
    moment = at or timezone.now()
    return _remind_offices(moment) + _remind_answers(moment) + _remind_drafts(moment)


def _remind_offices(moment: datetime) -> int:
    """Steps that fall due within two working days, and those that are overdue."""
    today = timezone.localdate(moment)
    horizon = add_working_days(today, STEP_AHEAD)
    sent = 0
    for rows in _chunks(Application.objects.filter(state__in=OFFICE_STATES)):
        dues = due_days({row.pk: clock_of(row) for row in rows})
        pressing = [row for row in rows if row.pk in dues and dues[row.pk] <= horizon and _steps(row)]
        keys = {_step_key(row, dues[row.pk], today): row for row in pressing}
        sent += sum(_remind_office(row, dues[row.pk], today) for row in _unreminded(keys))
    return sent


def _remind_office(application: Application, due: date, today: date) -> int:
    assert application.holder is not None
    return tell_handler(
        actor=SYSTEM,
        kind="step_due",
        application=application,
        office=application.holder,
        key=_step_key(application, due, today),
        step=_steps(application)[0].template.name,
        due=_due_words(due, today),
    )


def _remind_answers(moment: datetime) -> int:
    """Returned applications whose answer is wanted within two days, or was."""
    today = timezone.localdate(moment)
    rows = Application.objects.filter(state=State.RETURNED, return_due_on__lte=today + ANSWER_AHEAD)
    sent = 0
    for chunk in _chunks(rows):
        for row in _unreminded({_answer_key(row, today): row for row in chunk}):
            due = _due_words(row.return_due_on, today)
            sent += tell_applicant(
                actor=SYSTEM,
                kind="answer_due",
                application=row,
                key=_answer_key(row, today),
                due=due,
                items=_left_words(row),
            )
    return sent


def _remind_drafts(moment: datetime) -> int:
    """Drafts alone: what was handed in, returned or withdrawn hears nothing of the closing."""
    rows = Application.objects.filter(
        state=State.DRAFT,
        # What an office keys in came in time already.
        came_on_paper=False,
        round__published_at__isnull=False,
        round__closes_at__gt=moment,
        round__closes_at__lte=moment + CLOSING_AHEAD[-1],
    )
    sent = 0
    for chunk in _chunks(rows):
        for row in _unreminded({_draft_key(row, moment): row for row in chunk}):
            closes = deadline(row.round.closes_at)
            sent += tell_applicant(
                actor=SYSTEM,
                kind="draft_closing",
                application=row,
                key=_draft_key(row, moment),
                round=row.round.title,
                closes=closes,
            )
    return sent


def _chunks(rows: ApplicationQuerySet) -> Iterable[list[Application]]:
    """The rows with what a reminder says of them, some hundred at a time."""
    rows = rows.with_names().select_related("handler").prefetch_related(current_steps()).order_by("pk")
    after = 0
    while chunk := list(rows.filter(pk__gt=after)[:CHUNK]):
        yield chunk
        after = chunk[-1].pk


def _unreminded(keys: Mapping[str, Application]) -> Iterable[Application]:
    """Those of which nobody was reminded yet; one query for all."""
    sent = set(Message.objects.filter(key__in=keys).order_by().values_list("key", flat=True))
    return (row for key, row in keys.items() if key not in sent)


def _steps(application: Application) -> list[ApplicationStep]:
    return application.open_steps  # type: ignore[attr-defined, no-any-return]


def _step_key(application: Application, due: date, today: date) -> str:
    """Once before the day and once after it."""
    return f"step_due:{_steps(application)[0].pk}:{due}:{'late' if due < today else 'soon'}"


def _answer_key(application: Application, today: date) -> str:
    due = application.return_due_on
    assert due is not None
    return f"answer_due:{application.pk}:{due}:{'late' if due < today else 'soon'}"


def _draft_key(application: Application, moment: datetime) -> str:
    """One reminder for each of the three spans before the closing; an extension begins anew."""
    left = application.round.closes_at - moment
    span = next(each for each in CLOSING_AHEAD if left <= each)
    return f"draft_closing:{application.pk}:{application.round.closes_at.isoformat()}:{span}"


def _left_words(application: Application) -> str:
    """共 3 项，还有 1 项没有答复."""
    items = open_items(application) or []
    left = sum(not item.is_answered for item in items)
    return f"共 {len(items)} 项，{f'还有 {left} 项没有答复' if left else '都已答复'}" if items else "整件"


def _due_words(due: date | None, today: date) -> str:
    assert due is not None
    day = f"{due.month}月{due.day}日"
    return f"已超过期限（{day}）" if due < today else f"将于{day}到期"
