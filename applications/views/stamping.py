"""盖章扫描件: the print that comes back signed and sealed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import ActorRequest
from applications.forms import StampedScanForm
from applications.rules import can_stamp_sheet
from applications.selectors.judgements import newest_sheet
from applications.selectors.stamps import stamped_scans
from applications.services import stamping
from applications.views.shared import application_in_sight


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def paper_stamp(request: ActorRequest, pk: int) -> HttpResponse:
    """The scan for the submission that was printed; what the guard refuses is named at the field."""
    actor, application = request.actor, application_in_sight(request.actor, pk)
    sheet = newest_sheet(application)
    can_stamp_sheet(actor, application, sheet).demand()
    is_sent = request.method == "POST"
    form = StampedScanForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"sheet": sheet.number if sheet else None},
    )
    if form.is_valid():
        number, upload = form.cleaned_data["sheet"], form.cleaned_data["file"]
        stamping.add_stamped_scan(actor=actor, application=application, number=number, upload=upload)
        messages.success(request, f"已上传第 {number} 次提交的盖章扫描件。")
        return redirect("applications:application_detail", pk)
    context = {"application": application, "sheet": sheet, "form": form, "scans": stamped_scans(application)}
    return render(request, "applications/paper_stamp.html", context, status=422 if form.is_bound else 200)
