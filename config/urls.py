"""Every address of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("accounts/", include("accounts.urls")),
    path("records/", include("records.urls")),
    path("applications/", include("applications.urls")),
]
