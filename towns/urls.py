"""Addresses of the registry."""

from django.urls import path

from towns.views import confirmation, designations, figures, rows, towns

app_name = "towns"
ROWS = "<int:pk>/<slug:section>/"
urlpatterns = [
    path("", towns.town_list, name="town_list"),
    path("export/", towns.town_export, name="town_export"),
    path("new/", towns.town_create, name="town_create"),
    path("figures/waiting/", confirmation.figure_waiting, name="figure_waiting"),
    path("figures/waiting/export/", confirmation.figure_waiting_export, name="figure_waiting_export"),
    path("figures/confirm/", confirmation.figure_confirm, name="figure_confirm"),
    path("figures/<int:pk>/reject/", confirmation.figure_reject, name="figure_reject"),
    path("designations/<int:pk>/", designations.designation_detail, name="designation_detail"),
    path("designations/<int:pk>/revoke/", designations.revocation_propose, name="revocation_propose"),
    path("revocations/<int:pk>/confirm/", designations.revocation_confirm, name="revocation_confirm"),
    path("revocations/<int:pk>/cancel/", designations.revocation_cancel, name="revocation_cancel"),
    path("<int:pk>/", towns.town_detail, name="town_detail"),
    path("<int:pk>/edit/", towns.town_edit, name="town_edit"),
    path("<int:pk>/figures/", figures.figure_list, name="figure_list"),
    path("<int:pk>/figures/export/", figures.figure_export, name="figure_export"),
    path("<int:pk>/figures/new/", figures.figure_create, name="figure_create"),
    path(ROWS, rows.row_list, name="row_list"),
    path(f"{ROWS}export/", rows.row_export, name="row_export"),
    path(f"{ROWS}new/", rows.row_create, name="row_create"),
    path(f"{ROWS}declare/", rows.section_declare, name="section_declare"),
    path(f"{ROWS}<int:row>/edit/", rows.row_edit, name="row_edit"),
    path(f"{ROWS}<int:row>/remove/", rows.row_remove, name="row_remove"),
    path(f"{ROWS}<int:row>/figures/new/", figures.figure_create, name="subject_figure_create"),
]
