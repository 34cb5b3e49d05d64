"""The machine of an import: which state may follow which."""

from django.db import models
from django.utils import timezone
from django_fsm import FSMField, transition

from core.models import Tracked
from exchange.enums import ImportState as State

AGAIN = [State.READY, State.FAULTY, State.OVERTAKEN]


class ImportWorkflow(Tracked):
    """Read, looked at, confirmed, written; each transition sets columns of its own row only."""

    state = FSMField("状态", max_length=12, choices=State.choices, default=State.UPLOADED, protected=True)
    applied_at = models.DateTimeField("写入时间", null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=state, source=State.UPLOADED, target=State.READY)
    def accept(self) -> None:
        """Everything in the file holds; a person may confirm."""

    @transition(field=state, source=State.UPLOADED, target=State.FAULTY)
    def refuse(self) -> None:
        """Some cells do not hold; nothing of the file is written."""

    @transition(field=state, source=[State.UPLOADED, State.CONFIRMED], target=State.FAILED)
    def fail(self) -> None:
        """The file cannot be read at all, or its writing was refused as a whole."""

    @transition(field=state, source=State.READY, target=State.CONFIRMED)
    def confirm(self) -> None:
        """A person has seen the preview and wants it written."""

    @transition(field=state, source=State.CONFIRMED, target=State.APPLIED)
    def apply(self) -> None:
        """All rows are written, in the same transaction."""
        self.applied_at = timezone.now()

    @transition(field=state, source=State.CONFIRMED, target=State.OVERTAKEN)
    def overtake(self) -> None:
        """Somebody changed rows between preview and writing: nothing was written."""

    @transition(field=state, source=AGAIN, target=State.UPLOADED)
    def read_again(self) -> None:
        """Hold the same file against the registry as it is now."""

    @transition(field=state, source=AGAIN, target=State.DISCARDED)
    def discard(self) -> None:
        """The person does not want it any more."""

    @transition(field=state, source=AGAIN, target=State.EXPIRED)
    def expire(self) -> None:
        """Nobody confirmed it in time."""

    @transition(field=state, source=State.APPLIED, target=State.UNDONE)
    def undo(self) -> None:
        """Every row stands as it did before the import."""
