"""What the worker runs: ids in, one service call, safe to run twice."""

from celery import shared_task


@shared_task
def run_check(check_id: int) -> None:
    """Hold one fact sheet against its standard."""
    from applications.services import checking

    checking.run_check(check_id=check_id)


@shared_task
def run_checks(*check_ids: int) -> None:
    """Hold many fact sheets against their standards at once."""
    from applications.services import checking

    checking.run_checks(check_ids=check_ids)


@shared_task
def remind() -> int:
    """Tell people what falls due; run by beat."""
    from applications.services import reminding

    return reminding.remind()


@shared_task
def sweep_checks() -> int:
    """Send lost checks again; run by beat."""
    from applications.services import checking

    return checking.sweep_checks()


@shared_task
def make_package(package_id: int) -> None:
    """Pack the evidence of one application."""
    from applications.services import packing

    packing.make_package(package_id=package_id)


@shared_task
def sweep_packages() -> int:
    """Pack again what was lost, take away what has expired; run by beat."""
    from applications.services import packing

    return packing.sweep_packages()
