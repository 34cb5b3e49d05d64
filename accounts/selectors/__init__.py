"""What administrators and heads of units read about users, organisations and failed sign-ins."""

from accounts.selectors.colleagues import (
    ColleagueRow,
    colleague_memberships,
    colleague_rows,
    colleagues_for_list,
    earlier_colleagues,
    free_username,
    receivers,
    roles_to_hand_over,
)
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
    "ColleagueRow",
    "OrganisationPage",
    "UserRow",
    "city_governments",
    "colleague_memberships",
    "colleague_rows",
    "colleagues_for_list",
    "current_memberships",
    "device_of",
    "earlier_colleagues",
    "eligible_people",
    "free_username",
    "lock_out_begins",
    "lock_out_ends",
    "locked_usernames",
    "organisation_page",
    "organisations_for_list",
    "organisations_like",
    "receivers",
    "roles_to_hand_over",
    "user_rows",
    "users_for_list",
    "with_tier",
]
