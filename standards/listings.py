"""The standards as a file; everybody reads it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict

from accounts.actors import Actor
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from standards.filters import StandardFilterForm, filtered_standards
from standards.models import Standard
from standards.selectors.library import standards_with_versions, version_in_use
from standards.templatetags.standard_words import document_number

STANDARDS = (
    Column("标准", 40),
    Column("级别", 8),
    Column("制定单位", 28),
    Column("依据文件", 50),
    Column("文号", 22),
    Column("版本", 12),
    Column("版本状态", 12),
    Column("施行日期", 14, Kind.DAY),
)


def standard_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """All standards, each with the version in use."""
    rows = filtered_standards(standards_with_versions(), StandardFilterForm(query).chosen())
    return Opened("认定标准", STANDARDS, rows.order_by("code", "pk"), _lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(Listing("standards", "认定标准", standard_listing))


def _lines(standards: Sequence[Standard], first: int) -> Iterator[Line]:
    for standard in standards:
        version = version_in_use(standard)
        yield (
            standard.title,
            standard.get_level_display(),
            standard.issuer.name,
            standard.document_title,
            document_number(standard.document),
            f"第 {version.number} 版" if version else "",
            version.get_state_display() if version else "各版均已停用",
            version.effective_from if version else None,
        )
