"""What is typed while signing in on the administrator's pages and on those of a unit's head."""

from accounts.forms.colleagues import (
    ColleagueRoleForm,
    DeputyForm,
    EndRolesForm,
    HandOverForm,
    InviteForm,
    TakeInForm,
)
from accounts.forms.organisations import AliasForm, OrganisationForm, SearchForm
from accounts.forms.session import NewPasswordForm, SignInForm, TokenForm
from accounts.forms.users import EndForm, MembershipForm, UserCreateForm, UserForm

__all__ = [
    "AliasForm",
    "ColleagueRoleForm",
    "DeputyForm",
    "EndForm",
    "EndRolesForm",
    "HandOverForm",
    "InviteForm",
    "MembershipForm",
    "NewPasswordForm",
    "OrganisationForm",
    "SearchForm",
    "SignInForm",
    "TakeInForm",
    "TokenForm",
    "UserCreateForm",
    "UserForm",
]
