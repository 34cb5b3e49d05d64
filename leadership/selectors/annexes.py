"""An official annex read: every line of people beside its source, held against what the group has already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Tenure
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Seat
from leadership.selectors.rosters import seats_of
from leadership.selectors.titles import NamedPost, UnitNames, seat_among
from reading import rosters

ROLES = {"组长": SeatRole.LEADER, "副组长": SeatRole.DEPUTY_LEADER, "成员": SeatRole.MEMBER}
# Where the name of a unit that nobody registered ends, as far as that can be told.
UNIT_ENDS = re.compile(
    r"^([省市县区]委(?:组织部|宣传部|统战部|社会工作部|政法委|办公室|办公厅)?"
    r"|.{2,}?[厅局委办院校行台会部司关署社站队馆所市县区州]|.+?(?:中心|公司|集团|支行|分行|协会|大学|学院))(?=.)"
)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One member as the reader found them: `source` is what stands in the document, `doubts` what to look at."""

    number: int
    role: SeatRole
    name: str
    title: str
    source: str
    doubts: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReadAnnex:
    """Everybody in the order of the document, and the lines that nobody could make out."""

    lines: Sequence[ReadLine]
    unread: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the group has already of that day: its seats and holders by post."""

    seats: dict[tuple[int, str], Seat]
    holders: dict[tuple[int, str], Tenure]

    def of(self, post: NamedPost) -> tuple[Seat | None, Tenure | None]:
        """The seat and the holder of a named post; nothing where the unit is not known."""
        if post.organisation is None:
            return None, None
        key = (post.organisation.pk, post.name)
        return self.seats.get(key), self.holders.get(key)


def read_annex(text: str) -> ReadAnnex:
    """The members in pasted text or a whole document."""
    found, source = rosters.read(text), text.splitlines()
    lines = [
        ReadLine(
            number=number,
            role=ROLES[seat.role],
            name=seat.name,
            title=seat.post,
            source="\n".join(source[each - 1].strip() for each in seat.lines if each <= len(source)),
            doubts=seat.doubts,
        )
        for number, seat in enumerate(found.seats, start=1)
    ]
    return ReadAnnex(lines, [f"第 {each.line} 行“{each.text[:40]}”：{each.reason}" for each in found.unread])


def standing_of(group: LeadingGroup, posts: Sequence[NamedPost], *, on: date) -> Standing:
    """Read in three queries, however many posts are named."""
    units = {post.organisation.pk for post in posts if post.organisation}
    tenures = (
        Tenure.objects.at(on)
        .filter(post__organisation__in=units, post__portfolio="", is_deputy=False)
        .select_related("person", "post")
        .order_by("pk")
    )
    seats = seats_of(group, on=max(on, group.founded_on))
    return Standing(
        {(seat.post.organisation_id, seat.post.name): seat for seat in reversed(seats)},
        {(each.post.organisation_id, each.post.name): each for each in tenures},
    )


def parted(names: UnitNames, title: str) -> tuple[list[NamedPost], int]:
    """The posts of a title, and which of them carries the seat unless somebody says otherwise."""
    posts = names.posts_of(title)
    return posts, seat_among(posts)


def guessed_unit(post: NamedPost) -> tuple[str, str]:
    """Unit and post of a title in which no known unit stands: (市大数据局, 局长); the unit is asked about."""
    found = UNIT_ENDS.match(post.words)
    return (found[1], post.words[len(found[1]) :]) if found else ("", post.words)
