"""The answer of every rule: allowed or not, and the reason that is shown to the person."""

from dataclasses import dataclass

from core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Permit:
    """`allowed`, and when not, a Chinese sentence that says why."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def demand(self) -> None:
        """Raise NotAllowed with the reason unless allowed."""
        if not self.allowed:
            raise NotAllowed(self.reason)


YES = Permit(True)


def no(reason: str) -> Permit:
    """A refusal with its reason."""
    return Permit(False, reason)


def first_refusal(*permits: Permit) -> Permit:
    """The first permit that refuses, else YES; rules read as a list of demands."""
    return next((permit for permit in permits if not permit), YES)


def demand_that(condition: bool, reason: str) -> Permit:
    """YES when the condition holds, else a refusal with the reason."""
    return YES if condition else no(reason)
