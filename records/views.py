"""The act log and failed tasks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import actor_of, administrators_only
from core import lists
from core.paging import keyset_page
from records import services
from records.filters import ActFilter
from records.models import TaskFailure
from records.selectors import act_page, acts_for_list, failure_rows, open_failures

PAGE_SIZE = 30


@require_safe
@administrators_only
def act_list(request: HttpRequest) -> HttpResponse:
    """Who did what when, newest first."""
    found = ActFilter(request.GET, queryset=acts_for_list(actor_of(request)), request=request)
    page = keyset_page(request, found.qs, newest_first=True, column="pk", size=PAGE_SIZE)
    rows = [act_page(act) for act in page.rows]
    return render(request, "records/act_list.html", {"filter": found, "page_of_acts": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def act_export(request: HttpRequest) -> HttpResponse:
    """The filtered log, all pages of it, as a file."""
    return lists.answer(request, "acts")


@require_safe
@administrators_only
def act_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One act in full."""
    act = get_object_or_404(acts_for_list(actor_of(request)).select_related("user"), pk=pk)
    return render(request, "records/act_detail.html", {"shown": act_page(act)})


@require_safe
@administrators_only
def task_failure_list(request: HttpRequest) -> HttpResponse:
    """Background tasks that failed and that nobody has dealt with."""
    page = keyset_page(request, open_failures(), newest_first=True, column="pk", size=PAGE_SIZE)
    context = {"page_of_failures": page, "rows": failure_rows(page.rows)}
    return render(request, "records/task_failure_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def task_failure_export(request: HttpRequest) -> HttpResponse:
    """Failed tasks, all pages of them, as a file."""
    return lists.answer(request, "task_failures")


@require_POST
@administrators_only
def task_failure_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Run the task once more."""
    services.run_task_again(actor=actor_of(request), failure=get_object_or_404(TaskFailure, pk=pk))
    messages.success(request, "任务已重新送出；如再次失败，会重新出现在这里。")
    return redirect("records:task_failure_list")


@require_POST
@administrators_only
def task_failure_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the task aside."""
    services.settle_task_failure(actor=actor_of(request), failure=get_object_or_404(TaskFailure, pk=pk))
    messages.success(request, "已搁置，不再运行。")
    return redirect("records:task_failure_list")
