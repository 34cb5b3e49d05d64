"""Taking hold of a row: whoever comes second waits, and then sees what the first one did."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from core.errors import Conflict

Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row], row: Row) -> Row:
    """The row as it is now, locked until the transaction ends; Conflict when somebody removed it meanwhile."""
    own = rows.filter(pk=row.pk).order_by("pk")
    if rows.query.select_related:
        # Whoever waited would get the locked row as it is now and the rows joined to it as they were before.
        own.select_related(None).select_for_update(of=("self",)).first()
    found = own.select_for_update(of=("self",)).first()
    if found is None:
        raise Conflict("这件事项刚刚被删除或撤回，请回到列表查看。")
    return found
