"""Who does what, as files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict

from accounts.actors import Actor
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from policies.models import Duty
from policies.selectors import ledger
from policies.selectors.ledger import Task, UnitLine
from policies.selectors.library import version_by_key

UNITS = (
    Column("单位", 30),
    Column("适用地区", 16),
    Column("牵头", 8, Kind.INTEGER, "项"),
    Column("责任", 8, Kind.INTEGER, "项"),
)
TASKS = (
    Column("序号", 6, Kind.PLAIN),
    Column("文件", 36),
    Column("文号", 22),
    Column("条款", 12),
    Column("任务", 36),
    Column("牵头单位", 40),
    Column("责任单位", 60),
)
LONGEST = 80


def unit_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """Every unit with the number of its tasks; open to everybody."""
    return Opened("谁负责什么", UNITS, ledger.units(), _unit_lines)


def task_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The tasks of a unit or of a document; without either all of them."""
    return Opened("责任分工", TASKS, asked_tasks(query), _task_lines)


def asked_tasks(query: QueryDict) -> list[Task]:
    """What the address asks for."""
    unit, document, place = (asked(query, name) for name in ("unit", "document", "division"))
    version = version_by_key(document) if document else None
    if document and version is None:
        return []
    return ledger.tasks(unit=unit, version=version, place=place)


def asked(query: QueryDict, name: str) -> str:
    """One word of the address, cut to what any name is long."""
    return query.get(name, "").replace("\0", "").strip()[:LONGEST]


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(
        Listing("policy_units", "谁负责什么", unit_listing),
        Listing("policy_tasks", "责任分工", task_listing),
    )


def _unit_lines(rows: Sequence[UnitLine], first: int) -> Iterator[Line]:
    for row in rows:
        yield (row.unit, row.place, row.leads, row.shares)


def _task_lines(rows: Sequence[Task], first: int) -> Iterator[Line]:
    for number, task in enumerate(rows, start=first):
        version = task.clause.version
        heading = task.clause.heading or task.clause.text[:40]
        yield (
            number,
            version.title,
            version.document_number,
            task.clause.path,
            heading,
            _names(task.lead),
            _names(task.responsible),
        )


def _names(duties: Sequence[Duty]) -> str:
    return "、".join(duty.unit for duty in duties)
