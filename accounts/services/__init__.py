"""Everything that happens to users, memberships and organisations."""

from accounts.services.colleagues import (
    HandedOver,
    end_roles,
    hand_over,
    hand_over_fingerprint,
    invite_colleague,
    take_in,
)
from accounts.services.importing import Newcomer, import_users, undo_users
from accounts.services.jurisdiction import rebuild_jurisdiction
from accounts.services.memberships import add_membership, end_membership
from accounts.services.organisation_import import Unit, import_organisations, undo_organisations
from accounts.services.organisations import (
    Particulars,
    activate_organisation,
    add_alias,
    add_member_unit,
    create_organisation,
    deactivate_organisation,
    learn_alias,
    move_organisation,
    organisation_fingerprint,
    remove_alias,
    update_organisation,
)
from accounts.services.passwords import draw_password
from accounts.services.second_factor import begin_totp, remove_totp, verify_totp
from accounts.services.sessions import clear_sessions
from accounts.services.users import (
    Issued,
    change_email,
    change_password,
    close_tour,
    create_user,
    disable_user,
    enable_user,
    reset_password,
    reveal_telephone,
    unlock_user,
    update_user,
    user_fingerprint,
)

__all__ = [
    "HandedOver",
    "Issued",
    "Newcomer",
    "Particulars",
    "Unit",
    "activate_organisation",
    "add_alias",
    "add_member_unit",
    "add_membership",
    "begin_totp",
    "change_email",
    "change_password",
    "clear_sessions",
    "close_tour",
    "create_organisation",
    "create_user",
    "deactivate_organisation",
    "disable_user",
    "draw_password",
    "enable_user",
    "end_membership",
    "end_roles",
    "hand_over",
    "hand_over_fingerprint",
    "import_organisations",
    "import_users",
    "invite_colleague",
    "learn_alias",
    "move_organisation",
    "organisation_fingerprint",
    "rebuild_jurisdiction",
    "remove_alias",
    "remove_totp",
    "reset_password",
    "reveal_telephone",
    "take_in",
    "undo_organisations",
    "undo_users",
    "unlock_user",
    "update_organisation",
    "update_user",
    "user_fingerprint",
    "verify_totp",
]
