"""Who acts: a user, the organisation they act for now, and what they may do in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.enums import APPLICANT_ROLES, OFFICE_ROLES, OrganisationKind, Role, role_words, roles_given
from accounts.models import Membership, Organisation, Post, Tenure, User


@dataclass(frozen=True)
class Standing:
    """The roles of a user in one organisation today."""

    organisation: Organisation
    roles: frozenset[Role]
    # Those of `roles` that are held as a deputy.
    deputy_roles: frozenset[Role] = frozenset()

    @property
    def role_names(self) -> str:
        """The roles in words, in their fixed order; what is held as a deputy says so."""
        return _in_words(self.roles, self.deputy_roles)

    @property
    def gives(self) -> frozenset[Role]:
        """The roles that may be given to colleagues in this unit."""
        return roles_given(self.roles, OrganisationKind(self.organisation.kind))


@dataclass(frozen=True)
class Actor:
    """Every rule and service is handed one; an anonymous visitor has neither user nor organisation."""

    user: User | None = None
    organisation: Organisation | None = None
    roles: frozenset[Role] = frozenset()
    memberships: tuple[Standing, ...] = field(default=(), repr=False)
    is_system: bool = False
    deputy_roles: frozenset[Role] = frozenset()

    @property
    def is_anonymous(self) -> bool:
        return self.user is None

    @property
    def is_system_admin(self) -> bool:
        return Role.SYSTEM_ADMIN in self.roles

    @property
    def is_applicant(self) -> bool:
        return bool(self.roles & APPLICANT_ROLES)

    @property
    def is_office(self) -> bool:
        return bool(self.roles & OFFICE_ROLES)

    @property
    def needs_second_factor(self) -> bool:
        """Who examines, decides or administers may be asked for a one-time password as well (TOTP_FOR_OFFICES)."""
        weighty = OFFICE_ROLES | {Role.REGISTRAR, Role.SYSTEM_ADMIN}
        return settings.TOTP_FOR_OFFICES and bool(self.roles & weighty)

    @property
    def is_registrar(self) -> bool:
        return Role.REGISTRAR in self.roles

    @property
    def role_names(self) -> str:
        """The roles in the acting organisation, in words; what is held as a deputy says so."""
        return _in_words(self.roles, self.deputy_roles)

    @property
    def gives(self) -> frozenset[Role]:
        """The roles that may be given to colleagues in the acting organisation."""
        if self.organisation is None:
            return frozenset()
        return roles_given(self.roles, OrganisationKind(self.organisation.kind))

    @cached_property
    def post(self) -> Post | None:
        """The post that this person holds today in the acting organisation, if it is known.

        An office is staffed out of other units of its government (兼任): there the post held in one of them counts.
        """
        if self.user is None or self.user.person_id is None or self.organisation is None:
            return None
        tenures = (
            Tenure.objects.at(timezone.localdate())
            .filter(self._posts_of_unit(), person_id=self.user.person_id)
            .select_related("post")
            .order_by("is_deputy", "since", "pk")
        )
        here = [each.post for each in tenures if each.post.organisation_id == self.organisation.pk]
        return next(iter([*here, *(each.post for each in tenures)]), None)

    def _posts_of_unit(self) -> Q:
        assert self.organisation is not None
        own = Q(post__organisation=self.organisation)
        if self.organisation.kind != OrganisationKind.OFFICE or self.organisation.superior_id is None:
            return own
        superior = self.organisation.superior_id
        return own | Q(post__organisation__superior=superior) | Q(post__organisation=superior)

    def acts_for(self, organisation: Organisation | None) -> bool:
        """Whether the acting organisation is this one."""
        return (
            organisation is not None
            and self.organisation is not None
            and organisation.pk == self.organisation.pk
        )

    def has_any(self, *roles: Role) -> bool:
        """Whether one of these roles is held in the acting organisation."""
        return bool(self.roles & set(roles))


ANONYMOUS = Actor()
# Commands that load reference data act as nobody in particular.
SYSTEM = Actor(is_system=True)


def standings(user: User, *, at: date) -> tuple[Standing, ...]:
    """What the user may do on that day, one entry an organisation, in one query."""
    rows = (
        Membership.objects.at(at)
        .filter(user=user, organisation__is_active=True)
        .select_related("organisation__division", "organisation__superior__division")
        .order_by("organisation__key", "role_number")
    )
    return tuple(
        _standing(organisation, list(group))
        for organisation, group in groupby(rows, key=lambda row: row.organisation)
    )


def actor_for(user: User, *, organisation_id: int | None = None) -> Actor:
    """The user acting for the chosen organisation, or for the first one they belong to."""
    found = standings(user, at=timezone.localdate())
    chosen = next(
        (each for each in found if each.organisation.pk == organisation_id), found[0] if found else None
    )
    if chosen is None:
        return Actor(user=user)
    return Actor(
        user=user,
        organisation=chosen.organisation,
        roles=chosen.roles,
        deputy_roles=chosen.deputy_roles,
        memberships=found,
    )


def _standing(organisation: Organisation, rows: list[Membership]) -> Standing:
    return Standing(
        organisation,
        roles=frozenset(Role(row.role) for row in rows),
        deputy_roles=frozenset(Role(row.role) for row in rows if row.is_deputy),
    )


def _in_words(roles: frozenset[Role], deputy_roles: frozenset[Role]) -> str:
    return "、".join(role_words(role, is_deputy=role in deputy_roles) for role in Role if role in roles)
