"""Every address of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("accounts/", include("accounts.urls")),
    path("records/", include("records.urls")),
    path("messages/", include("notifications.urls")),
    path("files/", include("files.urls")),
    path("exchange/", include("exchange.urls")),
    path("applications/", include("applications.urls")),
    path("policies/", include("policies.urls")),
    path("standards/", include("standards.urls")),
    path("registry/", include("towns.urls")),
    path("leadership/", include("leadership.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
