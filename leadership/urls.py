"""Addresses of leading groups."""

from django.urls import path

from leadership.views import annexes, groups, holders, papers, seats, sheets, units

app_name = "leadership"
urlpatterns = [
    path("", groups.group_list, name="group_list"),
    path("below/<int:organisation_pk>/", groups.group_counties, name="group_counties"),
    path("new/<int:organisation_pk>/", groups.group_create, name="group_create"),
    path("copy/<int:organisation_pk>/", seats.group_copy, name="group_copy"),
    path("<int:pk>/", groups.group_detail, name="group_detail"),
    path("<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("<int:pk>/changes/", groups.group_changes, name="group_changes"),
    path("<int:pk>/confirm/", groups.group_confirm, name="group_confirm"),
    path("<int:pk>/read/", annexes.roster_read, name="roster_read"),
    path("<int:pk>/word/", papers.roster_word, name="roster_word"),
    path("<int:pk>/pdf/", papers.roster_pdf, name="roster_pdf"),
    path("<int:pk>/excel/", papers.roster_excel, name="roster_excel"),
    path("<int:pk>/units/", units.unit_list, name="unit_list"),
    path("<int:pk>/seats/new/", seats.seat_create, name="seat_create"),
    path("seats/<int:pk>/", seats.seat_edit, name="seat_edit"),
    path("<int:pk>/holders/", holders.holder_change, name="holder_change"),
    path("<int:pk>/holders/sheet/", sheets.holder_sheet, name="holder_sheet"),
    path("<int:pk>/holders/import/", sheets.holder_import, name="holder_import"),
    path("posts/<int:pk>/", holders.post_detail, name="post_detail"),
    path("posts/<int:pk>/hand-over/", holders.post_hand_over, name="post_hand_over"),
    path("people/<int:pk>/", holders.person_detail, name="person_detail"),
    path("units/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("units/<int:organisation_pk>/liaison/", units.liaison_set, name="liaison_set"),
    path("liaisons/<int:pk>/telephone/", units.liaison_reveal, name="liaison_reveal"),
]
