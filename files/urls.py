"""The addresses of files."""

from django.urls import path

from files import views

app_name = "files"
urlpatterns = [
    path("<int:pk>/", views.download, name="download"),
    path("<int:pk>/preview/", views.preview, name="preview"),
]
