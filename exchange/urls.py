"""Addresses of imports and exports."""

from django.urls import path

from exchange.views import exports, imports

app_name = "exchange"
urlpatterns = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/<slug:key>/<int:place>/template/", imports.import_template, name="import_template"),
    path("imports/<slug:key>/<int:place>/new/", imports.import_create, name="import_create"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/problems/", imports.import_problems, name="import_problems"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/read-again/", imports.import_read_again, name="import_read_again"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("exports/", exports.export_list, name="export_list"),
    path("exports/<int:pk>/", exports.export_detail, name="export_detail"),
    path("exports/<int:pk>/download/", exports.export_download, name="export_download"),
]
