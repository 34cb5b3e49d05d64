"""What changed between two days, and the past of a post and of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Person, Post, Tenure
from leadership.models import LeadingGroup, Seat
from leadership.selectors.words import day_words, post_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that happened to a roster on a day, in words."""

    day: date
    words: str


def differences(group: LeadingGroup, *, after: date, until: date) -> list[Difference]:
    """What happened from the day after `after` to `until`, oldest first, in the order of the protocol within a day.

    Two queries. The people whom the founding document names are no change: they come with the group.
    """
    seats = list(
        Seat.objects.filter(group=group)
        .select_related("post__organisation__division")
        .order_by("role", "position", "pk")
    )
    tenures = Tenure.objects.filter(post__in=[seat.post_id for seat in seats])
    by_post: dict[int, list[Tenure]] = defaultdict(list)
    for tenure in tenures.select_related("person").order_by("since", "pk"):
        by_post[tenure.post_id].append(tenure)
    found = [*_founding(group), *_seat_changes(group, seats)]
    posts = {seat.post_id: seat for seat in seats}
    for pk, seat in posts.items():
        found += _hand_changes(group, seat, [one for one in seats if one.post_id == pk], by_post[pk])
    return sorted((each for each in found if after < each.day <= until), key=lambda each: each.day)


def tenures_of_post(post: Post) -> list[Tenure]:
    """Everybody who held the post, the latest first."""
    return list(post.tenures.select_related("person").order_by("-since", "-pk"))


def tenures_of_person(person: Person) -> list[Tenure]:
    """Every post that the person held, the latest first."""
    rows = person.tenures.select_related("post__organisation__division").order_by("-since", "-pk")
    return list(rows)


def holder_of(tenures: Iterable[Tenure], *, on: date) -> Tenure | None:
    """Who holds the post on that day, deputies aside."""
    return next((each for each in tenures if not each.is_deputy and each.holds_on(on)), None)


def mark_of(tenures: Iterable[Tenure]) -> str:
    """What a page carries to notice that a post changed hands meanwhile."""
    regular = sorted(
        (each for each in tenures if not each.is_deputy), key=lambda each: (each.since, each.pk or 0)
    )
    return f"{regular[-1].pk}~{regular[-1].until or ''}" if regular else "0"


def _founding(group: LeadingGroup) -> list[Difference]:
    return [Difference(group.founded_on, f"领导小组成立（{group.document}）")]


def _seat_changes(group: LeadingGroup, seats: Sequence[Seat]) -> list[Difference]:
    found = []
    for seat in seats:
        words = f"{seat.get_role_display()}席位：{seat.title}"
        if seat.since > group.founded_on:
            found.append(Difference(seat.since, f"增设{words}"))
        if seat.until:
            found.append(Difference(seat.until, f"撤销{words}"))
    return found


def _hand_changes(
    group: LeadingGroup, seat: Seat, seats: Sequence[Seat], tenures: Sequence[Tenure]
) -> list[Difference]:
    """What became of the post while it sat in the group; who came with the seat is no change."""
    post = post_words(seat.post)
    found = []
    for day in sorted({each for tenure in tenures for each in (tenure.since, tenure.until) if each}):
        if day <= group.founded_on or not _sits_through(seats, day):
            continue
        found += _on_a_day(post, day, tenures)
    return found


def _sits_through(seats: Sequence[Seat], day: date) -> bool:
    return any(seat.since < day and (seat.until is None or day < seat.until) for seat in seats)


def _on_a_day(post: str, day: date, tenures: Sequence[Tenure]) -> list[Difference]:
    regular = [each for each in tenures if not each.is_deputy]
    old = next((each.person.name for each in regular if each.until == day), "")
    new = next((each.person.name for each in regular if each.since == day), "")
    found = []
    if old and new:
        found.append(Difference(day, f"{post}由{old}换为{new}"))
    elif new:
        found.append(Difference(day, f"{post}由{new}接任，此前空缺"))
    elif old:
        found.append(Difference(day, f"{old}不再担任{post}，岗位空缺"))
    for tenure in tenures:
        if tenure.is_deputy and tenure.since == day:
            found.append(Difference(day, f"{tenure.person.name}代理{post}"))
        if tenure.is_deputy and tenure.until == day:
            found.append(Difference(day, f"{tenure.person.name}代理{post}结束"))
    return found


def difference_words(found: Sequence[Difference], *, with_year: bool) -> list[str]:
    """3 月 12 日：市财政局局长由甲换为乙."""
    return [f"{day_words(each.day, with_year=with_year)}：{each.words}" for each in found]
