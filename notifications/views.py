"""One's own messages, and what is mailed of them."""

from django.conf import settings as house
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import actor_of, user_of
from accounts.middleware import ACTING_FOR
from core import lists
from core.paging import keyset_page
from notifications import services
from notifications.forms import ReadAllForm, SettingsForm
from notifications.models import Message
from notifications.selectors import capped, messages_for


@require_safe
@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first; the unread ones unless all are asked for."""
    actor = actor_of(request)
    shows_all = request.GET.get("show") == "all"
    rows = messages_for(actor, only_unread=not shows_all)
    page = keyset_page(request, rows, newest_first=True, column="pk")
    context = {
        "shows_all": shows_all,
        "total": capped(messages_for(actor, only_unread=False)),
        "page_links": page,
        "newest": page.rows[0].pk if page.rows and not page.first_query else None,
    }
    return render(request, "notifications/message_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def message_export(request: HttpRequest) -> HttpResponse:
    """One's own messages, all pages of them, as a file."""
    return lists.answer(request, "messages")


@require_POST
@login_required
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read: a button, because a link changes nothing. Whoever belongs to the message's unit acts for it from now on."""
    actor = actor_of(request)
    message = get_object_or_404(Message.objects.visible_to(actor).select_related("organisation"), pk=pk)
    services.mark_read(actor=actor, messages=Message.objects.filter(pk=pk))
    unit = message.organisation
    if not actor.acts_for(unit) and unit in [each.organisation for each in actor.memberships]:
        request.session[ACTING_FOR] = unit.pk
        flash.info(request, f"这条消息属于{unit.name}，现在代表{unit.name}办理。")
    return redirect(message.url)


@require_POST
@login_required
def message_read_all(request: HttpRequest) -> HttpResponse:
    """Everything that the page knew of is read."""
    form = ReadAllForm(request.POST)
    if form.is_valid():
        seen = Message.objects.filter(pk__lte=form.cleaned_data["up_to"])
        number = services.mark_read(actor=actor_of(request), messages=seen)
        flash.success(request, f"已将 {number} 条消息标为已读。" if number else "没有未读消息。")
    else:
        flash.error(request, "页面已过期，请再点一次“全部标为已读”。")
    return redirect("notifications:message_list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """The table of all kinds, and what the daily mail brings."""
    form = SettingsForm(request.POST if request.method == "POST" else None, user=user_of(request))
    if form.is_valid():
        services.save_settings(
            actor=actor_of(request), email=form.cleaned_data["email"], wanted=form.cleaned_data["kinds"]
        )
        flash.success(request, "已保存消息设置。")
        return redirect("notifications:settings")
    context = {"form": form, "mail_is_configured": house.MAIL_IS_CONFIGURED}
    return render(request, "notifications/settings.html", context, status=422 if form.is_bound else 200)
