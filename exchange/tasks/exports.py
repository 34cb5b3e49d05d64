"""What the worker runs of exports: ids in, one service call, safe to run twice."""

from celery import shared_task


@shared_task(name="exchange.tasks.make_export")
def make_export(export_id: int) -> None:
    """Make the file of one export."""
    from exchange.services import making

    making.make_export(export_id=export_id)


@shared_task(name="exchange.tasks.sweep_exports")
def sweep_exports() -> int:
    """Send lost exports again, and delete files whose day is over; run by beat."""
    from exchange.services import exports

    exports.expire_exports()
    return exports.sweep_exports()
