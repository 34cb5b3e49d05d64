"""Whether what a message speaks of is still open; the apps above say so, each for its own rows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from notifications.kinds import kind_of

if TYPE_CHECKING:
    from notifications.models import Message

# Primary keys as texts in, those of them that are still open out.
StillOpen = Callable[[Collection[str]], Iterable[object]]

_questions: dict[str, StillOpen] = {}


def register_liveness(target_type: str, still_open: StillOpen) -> None:
    """Called from `AppConfig.ready`; `target_type` is the label of the model in small letters (applications.application)."""
    _questions[target_type] = still_open


def still_open(messages: Sequence["Message"]) -> list["Message"]:
    """The messages whose target is not settled, in their order; one question for each type of target.

    Without a target, of a type that nobody answers for, or of a kind that tells the end: always open.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    for message in messages:
        if _depends(message):
            asked[message.target_type].add(message.target_id)
    answers = {name: {str(pk) for pk in _questions[name](ids)} for name, ids in asked.items()}
    return [each for each in messages if not _depends(each) or each.target_id in answers[each.target_type]]


def _depends(message: "Message") -> bool:
    return message.target_type in _questions and kind_of(message.kind).only_while_open
