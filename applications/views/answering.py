"""退回补正 on the applicant's side: the answers to what an office gave back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from applications.models import ReturnItem
from applications.services.answering import answer_item
from applications.views.shared import application_in_sight, show
from applications.views.to_do import answer_form
from core.errors import Invalid

# The pages that the list stands on, by the name that its forms carry.
PAGES = {
    "edit": "applications:application_edit",
    "evidence": "applications:evidence_list",
    "detail": "applications:application_detail",
}


@require_POST
@login_required
def item_answer(request: ActorRequest, pk: int, item_pk: int) -> HttpResponse:
    """Keep one answer, and go on where the person was."""
    application = application_in_sight(request.actor, pk)
    rows = ReturnItem.objects.visible_to(request.actor).select_related("application", "notice")
    item = get_object_or_404(rows.filter(notice__isnull=False), pk=item_pk, application=application)
    item.application = application
    form = answer_form(item, request.POST)
    where = request.POST.get("where", "")
    if form.is_valid():
        try:
            answer_item(actor=request.actor, item=item, text=form.cleaned_data["answer"])
        except Invalid as invalid:
            show(form, invalid)
    if form.errors:
        context = {"application": application, "item": item, "form": form, "where": where}
        return render(request, "applications/item_answer.html", context, status=422)
    messages.success(request, "答复已保存。全部答复后请重新提交。")
    page = PAGES.get(where, PAGES["edit"])
    return redirect(f"{reverse(page, args=[pk])}#item-{item.pk}")
