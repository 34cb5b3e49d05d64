"""The addresses of files."""

from django.urls import path

from files.views import download, uploads

app_name = "files"
urlpatterns = [
    path("<int:pk>/", download.download, name="download"),
    path("<int:pk>/preview/", download.preview, name="preview"),
    path("uploads/<int:pk>/", uploads.upload, name="upload"),
]
