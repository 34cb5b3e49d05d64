"""Leading groups: their seats, who sits there on any day, member units and liaisons."""

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "leadership"
    verbose_name = "领导小组"

    def ready(self) -> None:
        from leadership import guards, notices
        from notifications import kinds

        guards.register()
        kinds.register(*notices.KINDS)
