"""Leading groups as everybody reads them: names and posts, nothing else."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from leadership.forms import DayForm
from leadership.selectors.rosters import groups, last_confirmation, roster_at


@require_safe
def group_list(request: ActorRequest) -> HttpResponse:
    """Every group that has been registered, the province first."""
    rows = groups().order_by("organisation__division__code", "code")
    return render(request, "portal/group_list.html", {"groups": rows})


@require_safe
def group_page(request: ActorRequest, pk: int) -> HttpResponse:
    """The roster of a day."""
    group = get_object_or_404(groups(), pk=pk)
    form = DayForm(request.GET)
    today = timezone.localdate()
    context = {
        "group": group,
        "form": form,
        "roster": roster_at(group, on=form.day()),
        "confirmation": last_confirmation(group, on=today),
        "today": today,
    }
    return render(request, "portal/group_page.html", context)
