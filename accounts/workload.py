"""What people have in hand: the apps above say so, and move it when one colleague hands over to another."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from accounts.actors import Actor
from accounts.models import Organisation, User

# What it is in a few words, and the address of its page.
Item = tuple[str, str]
# A unit in; by primary key of the user, what that person has in hand there.
Workload = Callable[[Organisation], Mapping[int, Sequence[Item]]]
# Moves the open work of one user to another inside a unit; how many pieces. It writes no act of its own.
HandOver = Callable[[Organisation, User, User, Actor], int]

# A unit in; what waits there for whoever comes, named people aside.
Waiting = Callable[[Organisation], Sequence[Item]]

_workloads: list[Workload] = []
_waiting: list[Waiting] = []
_handovers: list[HandOver] = []


def register_workload(function: Workload) -> None:
    """Called from `AppConfig.ready`; registering twice is harmless."""
    if function not in _workloads:
        _workloads.append(function)


def register_handover(function: HandOver) -> None:
    """Called from `AppConfig.ready`; registering twice is harmless. Runs inside the transaction of the hand-over."""
    if function not in _handovers:
        _handovers.append(function)


def register_waiting(function: Waiting) -> None:
    """Called from `AppConfig.ready`; registering twice is harmless."""
    if function not in _waiting:
        _waiting.append(function)


def waiting_at(organisation: Organisation) -> list[Item]:
    """Everything that waits in the unit, for a newcomer to read."""
    return [item for function in _waiting for item in function(organisation)]


def is_known() -> bool:
    """Whether anybody tells what people have in hand."""
    return bool(_workloads)


def workload_of(organisation: Organisation) -> Mapping[int, Sequence[Item]]:
    """Everything in hand in the unit, by primary key of the user; a query or two for each app that tells."""
    found: dict[int, list[Item]] = defaultdict(list)
    for function in _workloads:
        for pk, items in function(organisation).items():
            found[pk].extend(items)
    return found


def move_work(organisation: Organisation, from_user: User, to_user: User, actor: Actor) -> int:
    """Hand all open work over; how many pieces moved."""
    return sum(function(organisation, from_user, to_user, actor) for function in _handovers)
