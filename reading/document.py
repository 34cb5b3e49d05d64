"""What reading yields, in the words of contracts.md (`parse_policy`); nothing in it is confirmed by a person."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from reading.rosters import Seat


@dataclass(slots=True)
class Clause:
    """One labelled place: its path from the top, the label as written, its heading, its text, its first line."""

    path: str
    label: str
    heading: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Duty:
    """Units that lead and units that share, as written, one each."""

    path: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as written and in 元; both ends of a range are entries of their own."""

    path: str
    text: str
    yuan: Decimal
    line: int


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share, or a change in percentage points, as written."""

    path: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Warned:
    """What a person should look at: the line in the source, its text, the reason."""

    line: int
    text: str
    message: str


@dataclass(slots=True)
class Document:
    """A document as it was read; a date or a number that it does not give is None."""

    title: str = ""
    notice_title: str | None = None
    number: str | None = None
    issuer: str | None = None
    addressees: str | None = None
    signed_on: date | None = None
    published_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    draft: bool = False
    based_on: list[str] = field(default_factory=list)
    disclosure: dict[str, str] = field(default_factory=dict)
    preamble: str = ""
    clauses: list[Clause] = field(default_factory=list)
    closing: str = ""
    interpreted_by: str | None = None
    annexes: list[str] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    percentages: list[Percentage] = field(default_factory=list)
    roster: list[Seat] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The document ready for JSON: dates in ISO form, sums as text without trailing zeros."""
        plain: dict[str, Any] = asdict(self)
        for name in ("signed_on", "published_on", "effective_from", "effective_to"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        for amount in plain["amounts"]:
            amount["yuan"] = money_text(amount["yuan"])
        return plain


def money_text(yuan: Decimal) -> str:
    """2000000000 and 0.5, never 2E+9 and never 0.50."""
    said = f"{yuan:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
