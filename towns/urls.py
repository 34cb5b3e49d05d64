"""Addresses of the registry."""

from django.urls import path

from towns import views

app_name = "towns"
urlpatterns = [
    path("", views.town_list, name="town_list"),
    path("new/", views.town_create, name="town_create"),
    path("<int:pk>/", views.town_detail, name="town_detail"),
    path("<int:pk>/edit/", views.town_edit, name="town_edit"),
    path("<int:pk>/figures/new/", views.figure_create, name="figure_create"),
]
