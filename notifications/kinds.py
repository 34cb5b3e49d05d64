"""The one table of everything that the portal tells people about; upper apps register their kinds at start-up."""

from collections.abc import Mapping
from dataclasses import dataclass

from notifications.enums import Channel

LONGEST_SENTENCE = 300
# A message outlives its kind: what left the code is still called something.
NAMELESS = "通知"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: its title, who gets it in words, and the sentence with {names} to be filled in.

    `urgent`: stands first in the mail and is marked. `only_while_open`: not mailed any more once its target is
    settled (`notifications.liveness`); False for kinds that tell the end of something.
    """

    name: str
    title: str
    audience: str
    sentence: str
    channels: frozenset[Channel] = frozenset(Channel)
    urgent: bool = False
    only_while_open: bool = True

    @property
    def in_digest(self) -> bool:
        """Whether the daily mail can carry it at all."""
        return Channel.DIGEST in self.channels

    def words(self, facts: Mapping[str, str]) -> str:
        """The sentence on one line, at most 300 characters; KeyError when a fact is missing."""
        said = " ".join(self.sentence.format_map(facts).replace("\0", "").split())
        return said if len(said) <= LONGEST_SENTENCE else f"{said[: LONGEST_SENTENCE - 1]}…"


_kinds: dict[str, Kind] = {}


def register(*new: Kind) -> None:
    """Called from `AppConfig.ready`, in the order in which people should read the list; ValueError for a name that is taken."""
    for kind in new:
        if _kinds.setdefault(kind.name, kind) != kind:
            raise ValueError(f"another kind of message is called {kind.name} already")


def kinds() -> tuple[Kind, ...]:
    """Every registered kind, in order."""
    return tuple(_kinds.values())


def kind_of(name: str) -> Kind:
    """The kind of that name; KeyError when nobody registered it."""
    return _kinds[name]


def title_of(name: str) -> str:
    """What a message of that kind is called on the screen."""
    return _kinds[name].title if name in _kinds else NAMELESS


def is_urgent(name: str) -> bool:
    """Whether messages of that kind press."""
    return name in _kinds and _kinds[name].urgent
