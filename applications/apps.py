"""Recognition: rounds, applications, checks, decisions."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申报认定"

    def ready(self) -> None:
        from applications import doors, guards, listings, notices, rules
        from applications.models import Application
        from applications.selectors.figures_used import figures_in_sheets
        from applications.selectors.lists import still_open
        from applications.selectors.words import news_for
        from notifications import kinds, liveness
        from records import workflow
        from towns import figure_uses

        kinds.register(*notices.KINDS)
        liveness.register_liveness("applications.application", still_open)
        guards.register()
        rules.register()
        workflow.tell_with(Application, news_for)
        doors.register()
        figure_uses.register("applications.factsheet", figures_in_sheets)
        listings.register()
