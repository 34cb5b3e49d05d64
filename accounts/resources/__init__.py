"""Users and organisations by Excel."""

from accounts.resources.organisations import OrganisationSheet
from accounts.resources.users import UserSheet
from core import resources


def register() -> None:
    """Called from `AppConfig.ready`."""
    resources.register(UserSheet, OrganisationSheet)
