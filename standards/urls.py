"""Addresses of the standards; the fixed words stand before the codes."""

from django.urls import path

from standards import views

app_name = "standards"
urlpatterns = [
    path("", views.standard_list, name="standard_list"),
    path("export/", views.standard_export, name="standard_export"),
    path("compare/", views.standard_compare, name="standard_compare"),
    path("self-check/", views.self_check_start, name="self_check_start"),
    path("self-check/<slug:code>/", views.self_check, name="self_check"),
    path("<slug:code>/", views.standard_detail, name="standard_detail"),
    path("<slug:code>/<int:number>/", views.version_detail, name="version_detail"),
]
