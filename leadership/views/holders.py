"""Who holds a post: its past, what waits there, and how it changes hands, one by one or all at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Post
from accounts.requests import ActorRequest
from core.errors import Conflict, Invalid
from leadership.forms import HolderForm, HolderTable
from leadership.forms.holders import HolderLine
from leadership.models import LeadingGroup, Seat
from leadership.rules import can_change_holder
from leadership.selectors.desks import desk_of_post, may_read_desk
from leadership.selectors.history import holder_of, mark_of, tenures_of_person, tenures_of_post
from leadership.selectors.people import people_in_sight, posts_in_sight
from leadership.selectors.rosters import posts_of_group
from leadership.selectors.words import post_words
from leadership.services import change_holders
from leadership.views.shared import frame, group_to_keep


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """A post: who held it when, where it sits, and a form for whoever may change that."""
    actor = request.actor
    post = get_object_or_404(posts_in_sight(actor), pk=pk)
    permit = can_change_holder(actor, post)
    if request.method == "POST":
        permit.demand()
    tenures = tenures_of_post(post)
    form = HolderForm(request.POST if request.method == "POST" else None, post=post, seen=mark_of(tenures))
    if form.is_bound and form.is_valid():
        try:
            change_holders(actor=actor, changes=[form.change()])
        except Invalid as error:
            form.add_error(None, next(iter(error.fields.values()), error.message))
        else:
            messages.success(request, f"已登记{post_words(post)}的任职变动，所在名单随之更新。")
            return redirect("leadership:post_detail", pk)
    context = {"post": post, "name": post_words(post), "tenures": tenures, "form": form, "permit": permit}
    context |= _seats(request, post) | {"may_read_desk": may_read_desk(actor, post)}
    return render(request, "leadership/post_detail.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def post_hand_over(request: ActorRequest, pk: int) -> HttpResponse:
    """What waits for whoever takes the post over; open work stays with the post and its unit."""
    actor = request.actor
    post = get_object_or_404(posts_in_sight(actor), pk=pk)
    may_read_desk(actor, post).demand()
    tenures = tenures_of_post(post)
    context = {
        "post": post,
        "name": post_words(post),
        "holder": holder_of(tenures, on=timezone.localdate()),
        "tenures": tenures,
        "desk": desk_of_post(post),
    }
    return render(request, "leadership/post_hand_over.html", context | _seats(request, post))


@require_safe
@login_required
def person_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """A person: every post that they held."""
    person = get_object_or_404(people_in_sight(request.actor), pk=pk)
    posts = set(posts_in_sight(request.actor).order_by().values_list("pk", flat=True))
    tenures = [each for each in tenures_of_person(person) if each.post_id in posts]
    context = {"person": person, "tenures": tenures, "today": timezone.localdate()}
    return render(request, "leadership/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def holder_change(request: ActorRequest, pk: int) -> HttpResponse:
    """All posts of the group in one table: after an election everything changes at once, or nothing."""
    group = group_to_keep(request.actor, pk)
    table = HolderTable(request.POST if request.method == "POST" else None, table_lines(group))
    if request.method == "POST" and table.is_valid():
        changes = table.changes()
        try:
            change_holders(actor=request.actor, changes=changes)
        except Invalid as error:
            table.show(error)
        except Conflict as error:
            return _overtaken(request, group, error)
        else:
            messages.success(request, f"已登记 {len(changes)} 个岗位的任职变动。")
            return redirect("leadership:group_detail", pk)
    context = frame(request.actor, group, "holders") | {"table": table}
    status = 422 if request.method == "POST" else 200
    return render(request, "leadership/holder_change.html", context, status=status)


def table_lines(group: LeadingGroup) -> list[HolderLine]:
    """Every post that sits in the group today, numbered in the order of the protocol."""
    today = timezone.localdate()
    return [
        HolderLine(number, seat.post, seat.title, holder_of(tenures, on=today), mark_of(tenures))
        for number, (seat, tenures) in enumerate(posts_of_group(group, on=today), start=1)
    ]


def _overtaken(request: ActorRequest, group: LeadingGroup, conflict: Conflict) -> HttpResponse:
    """The table comes back with what was typed over the holders as they are now."""
    typed = request.POST.copy()
    lines = table_lines(group)
    for line in lines:
        typed[f"post-{line.post.pk}-seen"] = line.seen
    table = HolderTable(typed, lines)
    table.is_valid()
    messages.warning(request, conflict.message)
    context = frame(request.actor, group, "holders") | {"table": table}
    return render(request, "leadership/holder_change.html", context, status=409)


def _seats(request: ActorRequest, post: Post) -> dict[str, object]:
    seats = Seat.objects.visible_to(request.actor).filter(post=post).select_related("group")
    return {"seats": seats.order_by("group__code", "role", "since"), "today": timezone.localdate()}
