"""Messages to people: on the pages, and once a day by mail."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        from core import news
        from notifications import kinds, listings, neighbours

        listings.register()
        kinds.register(*neighbours.KINDS)
        news.plug(neighbours.Neighbours())
