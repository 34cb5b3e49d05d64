"""Who may administer users and organisations, and what would lock everybody out."""

from accounts.rules.administration import (
    can_activate_organisation,
    can_add_member_unit,
    can_administer,
    can_change_kind,
    can_deactivate_organisation,
    can_disable_user,
    can_enable_user,
    can_link_person,
    can_reset_access,
    roles_of,
)
from accounts.rules.colleagues import (
    can_create_user,
    can_hand_over,
    can_manage_colleague,
    can_manage_unit,
    can_receive,
    can_reset_password,
    can_reveal_telephone,
)
from accounts.rules.memberships import can_add_membership, can_end_membership
from accounts.rules.separation import not_over

__all__ = [
    "can_activate_organisation",
    "can_add_member_unit",
    "can_add_membership",
    "can_administer",
    "can_change_kind",
    "can_create_user",
    "can_deactivate_organisation",
    "can_disable_user",
    "can_enable_user",
    "can_end_membership",
    "can_hand_over",
    "can_link_person",
    "can_manage_colleague",
    "can_manage_unit",
    "can_receive",
    "can_reset_access",
    "can_reset_password",
    "can_reveal_telephone",
    "not_over",
    "roles_of",
]
