"""The public site and the workbench: reads only."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        from accounts import workload
        from portal import listings
        from portal.selectors.handover import waiting_at

        listings.register()
        workload.register_waiting(waiting_at)
