"""Addresses of imports and exports."""

from django.urls import path

from exchange.views import exports

app_name = "exchange"
urlpatterns = [
    path("exports/", exports.export_list, name="export_list"),
    path("exports/<int:pk>/", exports.export_detail, name="export_detail"),
    path("exports/<int:pk>/download/", exports.export_download, name="export_download"),
]
