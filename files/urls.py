"""The one address of files."""

from django.urls import path

from files import views

app_name = "files"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
