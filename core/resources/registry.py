"""The port where every app says what of it comes in by Excel; accounts too, which lies below `exchange`."""

from collections.abc import Mapping

from core.resources.base import SheetResource

_resources: dict[str, SheetResource] = {}


def register(*resources: type[SheetResource]) -> None:
    """Called from `AppConfig.ready`; the key is the name, so registering twice is harmless."""
    for each in resources:
        _resources[each.key] = each()


def find(key: str) -> SheetResource:
    """The resource of that key; KeyError when no app brings it."""
    return _resources[key]


def registered() -> Mapping[str, SheetResource]:
    """Every resource by its key."""
    return _resources
