"""The policy library: documents that the portal understands."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "政策文件"

    def ready(self) -> None:
        from policies import doors, guards, listings, rules

        doors.register()
        guards.register()
        listings.register()
        rules.register()
