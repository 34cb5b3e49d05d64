"""What waits in a unit for whoever comes: told to the pages about posts, which stand below the portal."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.workload import Item
from applications.enums import OFFICE_STATES, DecisionState, State
from applications.models import Application, Decision

MOST = 50
TASKS = {
    State.DRAFT: "填写并提交",
    State.RETURNED: "补正后重新提交",
    State.SUBMITTED: "审核后推荐上报",
    State.RECOMMENDED: "受理",
    State.REVIEWING: "复核",
    State.SHORTLISTED: "报请认定",
}
OWN = (State.DRAFT, State.RETURNED, State.SUBMITTED)


def waiting_at(organisation: Organisation) -> Sequence[Item]:
    """Open applications and prepared decisions of the unit, each with the address of its page; two queries."""
    return [*_applications(organisation), *_decisions(organisation)]


def _applications(unit: Organisation) -> Iterator[Item]:
    listed = Q(office=unit, state=State.SHORTLISTED, decision_item__isnull=True)
    rows = Application.objects.filter(
        Q(applicant=unit, state__in=OWN) | Q(holder=unit, state__in=OFFICE_STATES) | listed
    ).with_names()
    for row in rows.order_by("moved_at", "pk")[:MOST]:
        page = "application_detail" if row.applicant_id == unit.pk else "review"
        yield (
            f"{row.town.name}（{row.round.get_level_display()}）：{TASKS[State(row.state)]}",
            reverse(f"applications:{page}", args=[row.pk]),
        )


def _decisions(unit: Organisation) -> Iterator[Item]:
    rows = Decision.objects.filter(authority=unit, state=DecisionState.PREPARED).order_by("prepared_at", "pk")
    for row in rows[:MOST]:
        yield f"{row.title}：登记文号、日期后公布", reverse("applications:decision_detail", args=[row.pk])
