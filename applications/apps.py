"""Recognition: rounds, applications, checks, decisions."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申报认定"

    def ready(self) -> None:
        from applications import guards, rules

        guards.register()
        rules.register()
