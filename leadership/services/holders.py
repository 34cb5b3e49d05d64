"""Posts change hands: one or twenty at once, all or nothing; every group in which a post sits follows by itself.

No document is issued for it (P 附件三, T 附件1 三). What was so before the day stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.models import Person, Post, Tenure
from core.errors import Conflict, Invalid
from leadership.rules import can_change_holders, posts_in_reach
from leadership.selectors.history import mark_of
from leadership.selectors.words import day_words, post_words
from leadership.services.telling import record_change, tell_other_groups

SEEN_OTHER = "您打开页面之后，{post}的任职已有变动，您这次的改动没有写入，请看过最新名单再办。"
OVERLAPS = "有岗位的任职期重叠，这次的改动没有写入，请刷新名单后再办。"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not known yet; `is_another` says that people of the same name were looked at."""

    name: str
    is_another: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """From `on` the post is held by `person`, or by nobody (None); a deputy stands in until (not on) a day.

    `line` is what the person who typed it calls the row; `seen` is `mark_of` the post's tenures when the page was
    drawn, None where no page was open.
    """

    post: Post
    on: date
    person: Person | NewPerson | None
    basis: str = ""
    is_deputy: bool = False
    until: date | None = None
    line: int = 1
    seen: str | None = None


@dataclass
class _Plan:
    """What a change does to the rows that are there."""

    change: Change
    ends: list[Tenure] = field(default_factory=list)
    before: Tenure | None = None


def change_holders(*, actor: Actor, changes: Sequence[Change]) -> list[Tenure]:
    """Write all of them or none; the new tenures in the order of the changes.

    Invalid: `fields` maps the line to what is wrong with it. Conflict: somebody else changed a post meanwhile.
    """
    can_change_holders(actor).demand()
    if not changes:
        raise Invalid("没有要改动的岗位：请至少填写一行的新任人员，或选择“空缺”。")
    try:
        with transaction.atomic():
            return _write_all(actor, changes)
    except IntegrityError as error:
        raise Conflict(OVERLAPS) from error


def _write_all(actor: Actor, changes: Sequence[Change]) -> list[Tenure]:
    _hold(changes)
    tenures = _tenures(changes)
    _demand_fresh(changes, tenures)
    wrong = _among_themselves(changes) | _out_of_reach(actor, changes)
    plans = [_plan(change, tenures.get(change.post.pk, []), wrong) for change in changes]
    if wrong:
        raise Invalid(_summary(changes, wrong), fields={str(line): words for line, words in wrong.items()})
    for plan in plans:
        for tenure in plan.ends:
            tenure.until = plan.change.on
            tenure.save(update_fields=["until"])
    made = [each for each in (_seat(actor, plan) for plan in plans) if each is not None]
    tell_other_groups(actor, changes)
    return made


def _hold(changes: Sequence[Change]) -> None:
    """Whoever changes a post holds its row: two elections at once come one after the other."""
    pks = {change.post.pk for change in changes}
    list(Post.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


def _tenures(changes: Sequence[Change]) -> dict[int, list[Tenure]]:
    found: dict[int, list[Tenure]] = {}
    rows = Tenure.objects.filter(post__in=[change.post.pk for change in changes])
    for tenure in rows.select_related("person").order_by("since", "pk"):
        found.setdefault(tenure.post_id, []).append(tenure)
    return found


def _demand_fresh(changes: Sequence[Change], tenures: dict[int, list[Tenure]]) -> None:
    for change in changes:
        if change.seen is not None and change.seen != mark_of(tenures.get(change.post.pk, [])):
            raise Conflict(SEEN_OTHER.format(post=post_words(change.post)))


def _among_themselves(changes: Sequence[Change]) -> dict[int, str]:
    """A post twice, a person twice: in one act that is a slip of the pen."""
    wrong: dict[int, str] = {}
    posts: dict[object, int] = {}
    people: dict[object, int] = {}
    for change in changes:
        person = change.person
        who = person.pk if isinstance(person, Person) else (person.name if person else None)
        if (first := posts.setdefault(change.post.pk, change.line)) != change.line:
            wrong[change.line] = f"和第 {first} 行是同一个岗位，请只留一行。"
        elif who is not None and (first := people.setdefault(who, change.line)) != change.line:
            wrong[change.line] = f"和第 {first} 行填的是同一个人；确是兼任或同名的两人，请分两次办理。"
    return wrong


def _out_of_reach(actor: Actor, changes: Sequence[Change]) -> dict[int, str]:
    pks = [change.post.pk for change in changes]
    ours = set(Post.objects.filter(posts_in_reach(actor), pk__in=pks).order_by().values_list("pk", flat=True))
    return {
        change.line: "这个岗位不属于本级，也不在本级领导小组的席位里。"
        for change in changes
        if change.post.pk not in ours
    }


def _plan(change: Change, tenures: Sequence[Tenure], wrong: dict[int, str]) -> _Plan:
    """Which tenures end, or what stands in the way."""
    plan = _Plan(change)
    sentence = _wrong_by_itself(change) or _wrong_person(change)
    if not sentence:
        sentence = _place_deputy(plan, tenures) if change.is_deputy else _place_holder(plan, tenures)
    if sentence:
        wrong.setdefault(change.line, sentence)
    return plan


def _wrong_by_itself(change: Change) -> str:
    if change.is_deputy and change.person is None:
        return "请填写代理人的姓名。"
    if change.is_deputy and change.until is None:
        return "代理须写明结束日期。"
    if change.until is not None and change.until <= change.on:
        return f"结束日期 {change.until:%Y-%m-%d} 应晚于开始日期 {change.on:%Y-%m-%d}。"
    return ""


def _wrong_person(change: Change) -> str:
    """Nobody is taken for somebody else because the names agree."""
    if not isinstance(change.person, NewPerson):
        return ""
    if not change.person.name:
        return "请填写姓名。"
    known = Person.objects.filter(name=change.person.name).count()
    if known and not change.person.is_another:
        return f"已有 {known} 位同名的“{change.person.name}”，请选定是其中哪一位，或注明是另一人。"
    return ""


def _place_holder(plan: _Plan, tenures: Sequence[Tenure]) -> str:
    """Ends whoever holds the post on that day and a deputy with them; nobody may begin on it or later."""
    on = plan.change.on
    for tenure in tenures:
        # While a post is vacant its deputy stands in; a new holder ends that.
        if tenure.is_deputy and plan.change.person is None:
            continue
        if tenure.since >= on:
            return _in_the_way(tenure)
        if tenure.holds_on(on):
            plan.ends.append(tenure)
    plan.before = next((each for each in plan.ends if not each.is_deputy), None)
    person = plan.change.person
    if plan.before is not None and isinstance(person, Person) and plan.before.person_id == person.pk:
        return f"{person}已任此职，没有变化。"
    if not plan.ends and person is None:
        return "这个岗位那天本来就空缺，没有变化。"
    return ""


def _place_deputy(plan: _Plan, tenures: Sequence[Tenure]) -> str:
    """A deputy stands in beside a holder or alone; two deputies at a time are one too many."""
    change = plan.change
    assert change.until is not None
    for tenure in tenures:
        meets = tenure.since < change.until and (tenure.until is None or tenure.until > change.on)
        if tenure.is_deputy and meets:
            return _in_the_way(tenure)
        if meets and isinstance(change.person, Person) and tenure.person_id == change.person.pk:
            return f"{change.person}本人任此职，不用代理。"
    return ""


def _in_the_way(tenure: Tenure) -> str:
    until = f"至 {tenure.until:%Y-%m-%d}" if tenure.until else "起"
    kind = "代理" if tenure.is_deputy else "任职"
    return f"任期重叠：{tenure.person}自 {tenure.since:%Y-%m-%d} {until}已登记{kind}，请核对日期。"


def _seat(actor: Actor, plan: _Plan) -> Tenure | None:
    """The new tenure and the act that says so."""
    change = plan.change
    made = None
    if change.person is not None:
        made = Tenure.objects.create(
            post=change.post,
            person=_person(change),
            since=change.on,
            until=change.until,
            basis=change.basis,
            is_deputy=change.is_deputy,
        )
    record_change(actor, change, plan.before, made)
    return made


def _person(change: Change) -> Person:
    if isinstance(change.person, Person):
        return change.person
    assert change.person is not None
    note = f"{day_words(change.on, with_year=True).replace(' ', '')}任{post_words(change.post)}"
    return Person.objects.create(name=change.person.name, note=note[:120])


def _summary(changes: Sequence[Change], wrong: dict[int, str]) -> str:
    posts = {change.line: post_words(change.post) for change in changes}
    lines = [f"第 {line} 行（{posts[line]}）：{words}" for line, words in sorted(wrong.items())]
    return f"有 {len(wrong)} 行要改，这次的改动都没有写入。{''.join(lines)}"
