"""Who may download: the owner, and whoever an app above lets in. This app cannot know what refers to a file."""

from collections.abc import Callable

from accounts.actors import Actor
from files.models import FileVersion

Door = Callable[[Actor, FileVersion], bool]

_doors: dict[str, Door] = {}
_locks: dict[str, Door] = {}


def register(name: str, door: Door) -> None:
    """Called from `AppConfig.ready`; the name is the key, so registering twice is harmless."""
    _doors[name] = door


def register_lock(name: str, lock: Door) -> None:
    """Called from `AppConfig.ready`: what a lock shuts, not even the owner's people open (personal data)."""
    _locks[name] = lock


def can_read_version(actor: Actor, version: FileVersion) -> bool:
    """The owner's people, and everybody, even a stranger, for whom some door opens; nobody whom a lock keeps out."""
    if any(lock(actor, version) for lock in _locks.values()):
        return False
    if actor.acts_for(version.stored_file.owner):
        return True
    return any(door(actor, version) for door in _doors.values())
