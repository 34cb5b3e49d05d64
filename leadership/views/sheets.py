"""An election in one workbook: download, fill in, upload; all or nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core.errors import Invalid
from core.sheets.answers import workbook_answer
from leadership.forms.sheets import Problem, SheetForm
from leadership.selectors.words import post_words
from leadership.services import Change, change_holders
from leadership.sheets import written
from leadership.views.holders import table_lines
from leadership.views.shared import frame, group_to_keep


@require_safe
@login_required
def holder_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """The posts of the group with their holders, to be filled in."""
    group = group_to_keep(request.actor, pk)
    rows: list[list[str | int]] = [
        [
            line.number,
            line.post.pk,
            post_words(line.post),
            line.holder.person.name if line.holder else "空缺",
            "",
            "",
            "",
            "",
            "",
        ]
        for line in table_lines(group)
    ]
    return workbook_answer(written(rows), f"{group.name}任职变动")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def holder_import(request: ActorRequest, pk: int) -> HttpResponse:
    """The filled-in workbook; every mistake by row and column, and then nothing is written."""
    group = group_to_keep(request.actor, pk)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    problems: list[Problem] = []
    if form.is_bound and form.is_valid():
        changes, problems = form.changes(table_lines(group))
        if not problems:
            problems = _carry_out(request, changes)
        if not problems:
            messages.success(request, f"已登记 {len(changes)} 个岗位的任职变动。")
            return redirect("leadership:group_detail", pk)
    context = frame(request.actor, group, "holders") | {"form": form, "problems": problems}
    return render(request, "leadership/holder_import.html", context, status=422 if form.is_bound else 200)


def _carry_out(request: ActorRequest, changes: list[Change]) -> list[Problem]:
    """What the service finds wrong, by row."""
    try:
        change_holders(actor=request.actor, changes=changes)
    except Invalid as error:
        found = [(f"第 {line} 行", "新任、自", words) for line, words in error.fields.items()]
        return found or [("", "", error.message)]
    return []
