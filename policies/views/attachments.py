"""Files beside a document: what it encloses, and what explains it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import ActorRequest
from core.errors import Invalid
from policies import services
from policies.forms import AttachmentForm
from policies.models import PolicyAttachment
from policies.rules import can_read_in
from policies.selectors.library import attachments_of, newest_versions


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def policy_attach(request: ActorRequest, pk: int) -> HttpResponse:
    """Add one; those that are there can be taken away."""
    version = get_object_or_404(newest_versions(), policy__pk=pk)
    can_read_in(request.actor, version.policy).demand()
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.attach_file(
                actor=request.actor,
                policy=version.policy,
                kind=typed["kind"],
                title=typed["title"],
                upload=typed["file"],
            )
        except Invalid as invalid:
            form.add_error("title" if "title" in invalid.fields else "file", invalid.message)
        else:
            messages.success(request, f"已添加“{typed['title']}”。")
            return redirect("policies:policy_attach", pk)
    context = {"version": version, "form": form, "attachments": attachments_of(version)}
    return render(request, "policies/policy_attach.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def policy_detach(request: ActorRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Take one away."""
    version = get_object_or_404(newest_versions(), policy__pk=pk)
    can_read_in(request.actor, version.policy).demand()
    rows = PolicyAttachment.objects.select_related("policy")
    attachment = get_object_or_404(rows, policy__pk=pk, pk=attachment_pk)
    services.detach_file(actor=request.actor, attachment=attachment)
    messages.success(request, f"已撤下“{attachment.title}”。")
    return redirect("policies:policy_attach", pk)
