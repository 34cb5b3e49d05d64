"""Places, organisations, people, posts and users."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "单位与用户"

    def ready(self) -> None:
        from accounts import guards, listings, resources, signals

        guards.register()
        listings.register()
        signals.listen()
        resources.register()
