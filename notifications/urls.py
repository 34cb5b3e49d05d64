"""Addresses of messages."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.message_list, name="message_list"),
    path("export/", views.message_export, name="message_export"),
    path("<int:pk>/", views.message_open, name="message_open"),
    path("read/", views.message_read_all, name="message_read_all"),
    path("settings/", views.settings, name="settings"),
]
