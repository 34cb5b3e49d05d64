"""Places and organisations; people, posts and who holds them; users and memberships."""

from accounts.models.people import Person, Post, Tenure
from accounts.models.places import Division, Jurisdiction, Organisation, OrganisationAlias
from accounts.models.users import Membership, User

__all__ = [
    "Division",
    "Jurisdiction",
    "Membership",
    "Organisation",
    "OrganisationAlias",
    "Person",
    "Post",
    "Tenure",
    "User",
]
