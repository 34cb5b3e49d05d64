"""The provincial office recognises by itself (P 附件三): an office may have registrars, kept apart from administrators."""

import pytest

from accounts.actors import SYSTEM
from accounts.enums import Role
from accounts.rules import roles_of
from accounts.services import add_membership
from core.errors import NotAllowed
from tests.accounts.test_memberships import today
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_an_office_knows_these_roles() -> None:
    office = OrganisationFactory(office=True)
    assert roles_of(office) == [Role.REVIEWER, Role.OFFICE_DIRECTOR, Role.REGISTRAR, Role.SYSTEM_ADMIN]


def test_an_office_is_given_a_registrar() -> None:
    row = add_membership(
        actor=SYSTEM,
        user=UserFactory(),
        organisation=OrganisationFactory(office=True),
        role=Role.REGISTRAR,
        since=today(),
    )
    assert row.role == Role.REGISTRAR


def test_an_offices_registrar_does_not_administer() -> None:
    held = MembershipFactory(organisation=OrganisationFactory(office=True), role=Role.SYSTEM_ADMIN)
    with pytest.raises(NotAllowed, match="不得兼任"):
        add_membership(
            actor=SYSTEM,
            user=held.user,
            organisation=held.organisation,
            role=Role.REGISTRAR,
            since=today(),
        )
