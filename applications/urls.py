"""Addresses of recognition."""

from django.urls import path

from applications.views import applicant, decisions, detail, office

app_name = "applications"
urlpatterns = [
    path("", applicant.application_list, name="application_list"),
    path("new/<int:round_pk>/", applicant.application_create, name="application_create"),
    path("<int:pk>/", detail.application_detail, name="application_detail"),
    path("<int:pk>/edit/", applicant.application_edit, name="application_edit"),
    path("<int:pk>/delete/", applicant.application_delete, name="application_delete"),
    path("<int:pk>/check/", detail.check_status, name="check_status"),
    path("<int:pk>/steps/<int:step_pk>/close/", detail.step_close, name="step_close"),
    path("<int:pk>/do/<slug:name>/", detail.application_act, name="application_act"),
    path("queue/", office.queue, name="queue"),
    path("rounds/", office.round_list, name="round_list"),
    path("rounds/new/", office.round_create, name="round_create"),
    path("rounds/<int:pk>/publish/", office.round_publish, name="round_publish"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/new/<int:round_pk>/", decisions.decision_create, name="decision_create"),
    path("decisions/<int:pk>/", decisions.decision_detail, name="decision_detail"),
    path("decisions/<int:pk>/cancel/", decisions.decision_cancel, name="decision_cancel"),
    path("decisions/<int:pk>/apply/", decisions.decision_apply, name="decision_apply"),
]
