"""What administrators read about users, organisations and failed sign-ins."""

from accounts.selectors.organisations import (
    OrganisationPage,
    city_governments,
    organisation_page,
    organisations_for_list,
    organisations_like,
    with_tier,
)
from accounts.selectors.sign_in import lock_out_begins, lock_out_ends, locked_usernames
from accounts.selectors.users import (
    UserRow,
    current_memberships,
    device_of,
    eligible_people,
    user_rows,
    users_for_list,
)

__all__ = [
    "OrganisationPage",
    "UserRow",
    "city_governments",
    "current_memberships",
    "device_of",
    "eligible_people",
    "lock_out_begins",
    "lock_out_ends",
    "locked_usernames",
    "organisation_page",
    "organisations_for_list",
    "organisations_like",
    "user_rows",
    "users_for_list",
    "with_tier",
]
