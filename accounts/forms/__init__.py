"""What is typed while signing in and on the administrator's pages."""

from accounts.forms.organisations import AliasForm, OrganisationForm, SearchForm
from accounts.forms.session import NewPasswordForm, SignInForm, TokenForm
from accounts.forms.users import EndForm, MembershipForm, UserCreateForm, UserForm

__all__ = [
    "AliasForm",
    "EndForm",
    "MembershipForm",
    "NewPasswordForm",
    "OrganisationForm",
    "SearchForm",
    "SignInForm",
    "TokenForm",
    "UserCreateForm",
    "UserForm",
]
