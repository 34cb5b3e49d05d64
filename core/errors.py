"""One family of errors; `core.middleware` translates it into answers in one place."""

from collections.abc import Mapping, Sequence


class DomainError(Exception):
    """Something a person asked for cannot be done; `message` is a Chinese sentence for that person."""

    status = 400

    def __init__(self, message: str, *, detail: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.detail = tuple(detail)


class NotAllowed(DomainError):
    """In the person's sight, but not theirs to do: 403 with the reason."""

    status = 403


class Conflict(DomainError):
    """The row has moved on (wrong state, stale page, second click): 409 with what happened and by whom."""

    status = 409


class Invalid(DomainError):
    """What was typed does not hold; `fields` maps a form field to its sentence."""

    status = 400

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class NoRoom(DomainError):
    """The disk is full: 507; nothing was kept."""

    status = 507
