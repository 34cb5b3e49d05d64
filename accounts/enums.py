"""Kinds of place and organisation, the roles that a person has in one, and who gives them."""

from collections.abc import Collection

from django.db import models


class DivisionLevel(models.TextChoices):
    """Level of an administrative division."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇（街道）"


class OrganisationKind(models.TextChoices):
    """What an organisation is in the recognition of towns."""

    GOVERNMENT = "government", "人民政府"
    OFFICE = "office", "领导小组办公室"
    MEMBER_UNIT = "member_unit", "成员单位"
    ZONE = "zone", "开发区管委会"
    TOWNSHIP = "township", "镇（街道）"


class Role(models.TextChoices):
    """What a person may do in a unit; one membership carries one role."""

    FILER = "filer", "填报员"
    UNIT_ADMIN = "unit_admin", "单位管理员"
    REVIEWER = "reviewer", "复核员"
    OFFICE_DIRECTOR = "office_director", "办公室主任"
    REGISTRAR = "registrar", "认定登记员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    STATISTICIAN = "statistician", "统计员"


# The order is kept for ever: it is the number that the database's guard compares.
ROLE_NUMBERS = {role: number for number, role in enumerate(Role, start=1)}

APPLICANT_ROLES = frozenset({Role.FILER, Role.UNIT_ADMIN})
OFFICE_ROLES = frozenset({Role.REVIEWER, Role.OFFICE_DIRECTOR})

# Which roles make sense in which kind of organisation.
ROLES_OF_KIND = {
    # A county or a zone without an account for its statistics unit confirms its figures itself.
    OrganisationKind.GOVERNMENT: APPLICANT_ROLES | {Role.REGISTRAR, Role.STATISTICIAN},
    OrganisationKind.ZONE: APPLICANT_ROLES | {Role.STATISTICIAN},
    OrganisationKind.TOWNSHIP: APPLICANT_ROLES,
    # The provincial office recognises by itself (P 附件三).
    OrganisationKind.OFFICE: OFFICE_ROLES | {Role.REGISTRAR, Role.SYSTEM_ADMIN},
    OrganisationKind.MEMBER_UNIT: frozenset({Role.UNIT_ADMIN, Role.STATISTICIAN}),
}

# Which roles a role may give to colleagues in its own unit; all others are the system administrator's to give.
GRANTS = {
    Role.UNIT_ADMIN: frozenset({Role.FILER, Role.UNIT_ADMIN, Role.STATISTICIAN}),
    Role.OFFICE_DIRECTOR: frozenset({Role.REVIEWER}),
}


def roles_given(roles: Collection[Role], kind: OrganisationKind) -> frozenset[Role]:
    """What holders of these roles may give in a unit of that kind."""
    given: frozenset[Role] = frozenset().union(*(GRANTS.get(role, ()) for role in roles))
    return given & ROLES_OF_KIND[kind]


def role_words(role: Role, *, is_deputy: bool) -> str:
    """填报员, or 填报员（代理）."""
    return f"{role.label}（代理）" if is_deputy else role.label
