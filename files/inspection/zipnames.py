"""The names inside a container: none may lead out of the folder into which somebody unpacks them."""

import re

from files.inspection.faults import Fault, demand

# A drive, a stream of Windows, a control character, a wild card.
ODD = re.compile(r"[\x00-\x1f\x7f:*?\"<>|\\]")
LONGEST_PATH = 400


def demand_safe_names(names: list[str]) -> None:
    """Relative, without steps upwards or backslashes, each once whatever the case of its letters."""
    for name in names:
        parts = name.removesuffix("/").split("/")
        is_safe = len(name) <= LONGEST_PATH and not ODD.search(name) and not {"", ".", ".."} & set(parts)
        demand(is_safe, Fault.UNSAFE_NAMES)
    demand(len({name.casefold() for name in names}) == len(names), Fault.UNSAFE_NAMES)
