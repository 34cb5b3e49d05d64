"""The registry of towns."""

from django.apps import AppConfig


class TownsConfig(AppConfig):
    name = "towns"
    verbose_name = "专业镇名录"

    def ready(self) -> None:
        from towns import guards, listings, resources, rules

        guards.register()
        rules.register()
        listings.register()
        resources.register()
