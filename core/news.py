"""The port through which apps beside `notifications` tell people something; `notifications` plugs itself in."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db.models import Model


class Teller(Protocol):
    """What `notifications` offers to its neighbours."""

    def tell_owner(
        self,
        *,
        kind: str,
        owner: Any,
        uploader: Any,
        words: Mapping[str, str],
        key: str,
        target: Model | None = None,
    ) -> int:
        """Whoever uploaded something for a unit, and those who answer for the unit; returns how many."""

    def tell_administrators(self, *, kind: str, words: Mapping[str, str], key: str) -> int:
        """Every system administrator; returns how many."""


_tellers: list[Teller] = []


def plug(teller: Teller) -> None:
    """Called once by `notifications`; a second call replaces the first (tests)."""
    _tellers[:] = [teller]


def tell_owner(
    *, kind: str, owner: Any, uploader: Any, words: Mapping[str, str], key: str, target: Model | None = None
) -> int:
    """See `Teller`; in the transaction of whatever happened. A `key` reaches each person once."""
    return _teller().tell_owner(
        kind=kind, owner=owner, uploader=uploader, words=words, key=key, target=target
    )


def tell_administrators(*, kind: str, words: Mapping[str, str], key: str) -> int:
    """See `Teller`."""
    return _teller().tell_administrators(kind=kind, words=words, key=key)


def _teller() -> Teller:
    if not _tellers:
        raise RuntimeError("No teller is plugged in: is `notifications` installed?")
    return _tellers[0]
