"""Facts of the request being answered that records keep: address and request number."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """`address` is the caller's IP or empty; `number` is drawn once for each request."""

    address: str = ""
    number: str = ""


# Outside a request there is nothing to know.
NOWHERE = RequestFacts()
current_request: ContextVar[RequestFacts] = ContextVar("current_request", default=NOWHERE)
