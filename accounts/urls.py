"""Addresses of signing in, users, the people of a unit, and organisations."""

from django.urls import path

from accounts.views import colleagues, memberships, organisations, second_factor, session, tour, unit, users

app_name = "accounts"
urlpatterns = [
    path("login/", session.sign_in, name="login"),
    path("logout/", session.sign_out, name="logout"),
    path("switch/", session.organisation_switch, name="switch"),
    path("password/", session.password_change, name="password_change"),
    path("tour/close/", tour.tour_close, name="tour_close"),
    path("totp/", second_factor.totp, name="totp"),
    path("users/", users.user_list, name="user_list"),
    path("users/export/", users.user_export, name="user_export"),
    path("users/new/", users.user_create, name="user_create"),
    path("users/<int:pk>/", users.user_detail, name="user_detail"),
    path("users/<int:pk>/edit/", users.user_edit, name="user_edit"),
    path("users/<int:pk>/disable/", users.user_disable, name="user_disable"),
    path("users/<int:pk>/enable/", users.user_enable, name="user_enable"),
    path("users/<int:pk>/unlock/", users.user_unlock, name="user_unlock"),
    path("users/<int:pk>/password/", users.user_reset_password, name="user_reset_password"),
    path("users/<int:pk>/totp/", users.user_remove_totp, name="user_remove_totp"),
    path("users/<int:pk>/telephone/", users.user_reveal_telephone, name="user_reveal_telephone"),
    path("users/<int:user_pk>/roles/new/", memberships.membership_unit, name="membership_unit"),
    path(
        "users/<int:user_pk>/roles/new/<int:organisation_pk>/",
        memberships.membership_create,
        name="membership_create",
    ),
    path("roles/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("unit/", unit.unit_people, name="unit_people"),
    path("unit/export/", unit.unit_export, name="unit_export"),
    path("unit/invite/", unit.unit_invite, name="unit_invite"),
    path("unit/take-in/", unit.unit_take_in, name="unit_take_in"),
    path("unit/<int:user_pk>/", colleagues.colleague_detail, name="colleague_detail"),
    path("unit/<int:user_pk>/role/", colleagues.colleague_role, name="colleague_role"),
    path("unit/<int:user_pk>/deputy/", colleagues.colleague_deputy, name="colleague_deputy"),
    path("unit/<int:user_pk>/end/", colleagues.colleague_end, name="colleague_end"),
    path("unit/<int:user_pk>/hand-over/", colleagues.colleague_hand_over, name="colleague_hand_over"),
    path(
        "unit/<int:user_pk>/password/", colleagues.colleague_reset_password, name="colleague_reset_password"
    ),
    path(
        "unit/<int:user_pk>/telephone/",
        colleagues.colleague_reveal_telephone,
        name="colleague_reveal_telephone",
    ),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/export/", organisations.organisation_export, name="organisation_export"),
    path("organisations/<int:pk>/", organisations.organisation_detail, name="organisation_detail"),
    path(
        "organisations/<int:superior_pk>/new/", organisations.organisation_create, name="organisation_create"
    ),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path(
        "organisations/<int:pk>/superior/", organisations.organisation_superior, name="organisation_superior"
    ),
    path(
        "organisations/<int:pk>/superior/<int:superior_pk>/",
        organisations.organisation_move,
        name="organisation_move",
    ),
    path(
        "organisations/<int:pk>/deactivate/",
        organisations.organisation_deactivate,
        name="organisation_deactivate",
    ),
    path(
        "organisations/<int:pk>/activate/", organisations.organisation_activate, name="organisation_activate"
    ),
    path("organisations/<int:organisation_pk>/aliases/", organisations.alias_create, name="alias_create"),
    path("aliases/<int:pk>/remove/", organisations.alias_remove, name="alias_remove"),
]
