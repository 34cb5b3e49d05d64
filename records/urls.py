"""Addresses of the act log and of failed tasks."""

from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    path("acts/", views.act_list, name="act_list"),
    path("acts/<int:pk>/", views.act_detail, name="act_detail"),
    path("acts/export/", views.act_export, name="act_export"),
    path("failures/", views.task_failure_list, name="task_failure_list"),
    path("failures/export/", views.task_failure_export, name="task_failure_export"),
    path("failures/<int:pk>/run/", views.task_failure_run, name="task_failure_run"),
    path("failures/<int:pk>/settle/", views.task_failure_settle, name="task_failure_settle"),
]
