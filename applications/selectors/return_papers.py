"""补正通知书 as it is printed: the items, the day, to whom and by whom (practice.md 3.3)."""

from __future__ import annotations

from typing import Any

from applications.enums import ItemKind
from applications.models import Application, ReturnNotice
from core.templatetags.formats import day

# What stands on the paper where no acceptance number was drawn yet.
NOT_ACCEPTED = "未受理"


def notice_paper(application: Application, notice: ReturnNotice) -> dict[str, Any]:
    """The data of `return_notice.typ`: as it was told then, whatever was answered since."""
    items = list(notice.items.order_by("pk"))
    number = f"{application.number or NOT_ACCEPTED} 补正第 {notice.number} 号"
    return {
        "title": "补正通知书",
        "round": application.round.title,
        "is_draft": False,
        "proof": None,
        "footer": f"{application.town.name}　{number}",
        "number": number,
        "to": application.applicant.name,
        "town": application.town.name,
        "level": application.get_level_display(),
        "count": len(items),
        "locks_the_rest": all(item.kind != ItemKind.WHOLE for item in items),
        "items": [
            {"label": item.label, "reason": item.get_reason_display(), "text": item.text} for item in items
        ],
        "comment": notice.comment,
        "due": str(day(notice.due_on)) if notice.due_on else "",
        "by": notice.organisation.name,
        "person": notice.returned_by.display_name,
        "contact": application.round.contact,
        "date": str(day(notice.returned_at)),
    }
