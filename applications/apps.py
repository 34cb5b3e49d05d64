"""Recognition: rounds, applications, checks, decisions."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申报认定"

    def ready(self) -> None:
        from accounts import workload
        from applications import doors, guards, listings, notices, rules
        from applications.models import Application
        from applications.selectors.figures_used import figures_in_sheets
        from applications.selectors.lists import still_open
        from applications.selectors.words import label_of, news_for, past_words
        from applications.selectors.workload import work_in_hand
        from applications.services.succession import hand_over_applications
        from notifications import kinds, liveness
        from records import workflow
        from towns import figure_uses

        kinds.register(*notices.KINDS)
        liveness.register_liveness("applications.application", still_open)
        guards.register()
        rules.register()
        workflow.tell_with(Application, news_for)
        workflow.name_with(Application, label_of, past_words)
        doors.register()
        workload.register_workload(work_in_hand)
        workload.register_handover(hand_over_applications)
        figure_uses.register("applications.factsheet", figures_in_sheets)
        listings.register()
