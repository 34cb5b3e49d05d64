"""The roles of a leading group, in protocol order."""

from django.db import models


class SeatRole(models.IntegerChoices):
    """What a seat is; the number is its place in the protocol and what the database's guard compares."""

    LEADER = 1, "组长"
    DEPUTY_LEADER = 2, "副组长"
    MEMBER = 3, "成员"
    OFFICE_DIRECTOR = 4, "办公室主任"
    OFFICE_DEPUTY = 5, "办公室副主任"

    @property
    def is_of_office(self) -> bool:
        return self in OFFICE_ROLES


# The office of the group is staffed out of other posts: 主任 by 兼任, 副主任 by 分管 (domain.md 4).
OFFICE_ROLES = (SeatRole.OFFICE_DIRECTOR, SeatRole.OFFICE_DEPUTY)
GROUP_ROLES = (SeatRole.LEADER, SeatRole.DEPUTY_LEADER, SeatRole.MEMBER)
