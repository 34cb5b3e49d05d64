"""Facts of the request being answered that records keep: address and request number."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """`address` is the caller's IP or empty; `number` is drawn once for each request."""

    address: str = ""
    number: str = ""


current_request: ContextVar[RequestFacts] = ContextVar("current_request", default=RequestFacts())
