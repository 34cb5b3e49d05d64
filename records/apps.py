"""The act log, the transition routine, and what failed behind the scenes."""

from django.apps import AppConfig

from core import acts, triggers


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "办理记录"

    def ready(self) -> None:
        from records import listings, signals, services  # noqa: I001

        acts.plug(services.record)
        signals.listen_to_celery()
        listings.register()
        triggers.register(*triggers.append_only("records_act"))
