"""Published recognition standards and their versions."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "standards"
    verbose_name = "认定标准"

    def ready(self) -> None:
        from standards import guards, listings, rules

        guards.register()
        rules.register()
        listings.register()
