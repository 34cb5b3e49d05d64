"""申报书 and 审批表 as they are printed, and whether a print that somebody holds is the current one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.crypto import constant_time_compare

from accounts.actors import Actor
from accounts.qr import square
from applications.blocks import ANSWERS
from applications.enums import State
from applications.models import Application, FactSheet
from applications.rules import reads_draft
from applications.selectors.evidence import evidence_groups
from applications.selectors.facts import sheet_content
from applications.selectors.judgements import newest_sheet
from applications.selectors.opinions import opinions_of
from applications.selectors.sheets import UNKNOWN, Content, sheet_tables
from applications.selectors.words import KEYED_IN
from core.signatures import codes_of
from core.templatetags.formats import day, moment

# What of the form stands on the cover; empty lines are filled in by hand.
ON_THE_COVER = tuple(ANSWERS[name].label for name in ("leader", "contact_name", "contact_telephone"))
SALT = "applications.print"
SHORT_DIGEST = 12
SIGNED_ON_PAPER = "\n本件依纸质申报书录入，签字、盖章见纸质件。"

# From a code of a print to the address where it is looked up.
Addressing = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PrintStanding:
    """What the holder of a print may know: whose it is, which submission, and which one counts now (None: none does)."""

    town: str
    level: str
    number: int
    current: int | None

    @property
    def is_current(self) -> bool:
        return self.number == self.current


def application_paper(application: Application, actor: Actor, *, address_of: Addressing) -> dict[str, Any]:
    """申报书: what was submitted last; to the applicant, while it holds the pen, the draft with its watermark."""
    sheet = None if reads_draft(actor, application) else newest_sheet(application)
    content = _content_of(application, sheet)
    tables = sheet_tables(application, actor)
    return {
        **_frame("专业镇认定申报书", application, sheet, content, address_of),
        "cover": _cover(application, sheet, content, dict(tables.answers)),
        "years": tables.years,
        "figures": [{"name": row.name, "unit": row.unit, "values": row.values} for row in tables.figures],
        "answers": [each for each in tables.answers if each[0] not in ON_THE_COVER],
        "evidence": list(_evidence(application, actor)),
        "pledge": f"{ANSWERS['commitment'].label}{SIGNED_ON_PAPER if application.came_on_paper else ''}",
    }


def approval_paper(application: Application, actor: Actor, *, address_of: Addressing) -> dict[str, Any]:
    """审批表: one box a post, in their order; what this person may not read stays an empty box."""
    sheet = newest_sheet(application)
    content = _content_of(application, sheet)
    facts = [
        *_about(application, content),
        ("申报单位", application.applicant.name),
        ("受理编号", application.number),
        ("提交时间", moment(application.submitted_at) if application.submitted_at else ""),
    ]
    return {
        **_frame("专业镇认定审批表", application, sheet, content, address_of),
        "facts": facts,
        "opinions": [asdict(each) for each in opinions_of(application, actor)],
    }


def print_code(sheet: FactSheet) -> str:
    """What the QR code of a print carries: nobody guesses it, and it holds as long as the sheet is unchanged."""
    return f"{sheet.pk}-{_marks(sheet)[0]}"


def print_standing(code: str) -> PrintStanding | None:
    """What a code on paper stands for now; None for a code that we never gave out."""
    key, _, mark = code.partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    sheet = FactSheet.objects.select_related("application").filter(pk=int(key)).first()
    if sheet is None or not any(constant_time_compare(mark, known) for known in _marks(sheet)):
        return None
    application = sheet.application
    newest = newest_sheet(application)
    is_void = newest is None or application.state == State.WITHDRAWN
    return PrintStanding(
        town=sheet.data["town"]["name"],
        level=application.get_level_display(),
        number=sheet.number,
        current=None if is_void or newest is None else newest.number,
    )


def _marks(sheet: FactSheet) -> list[str]:
    return codes_of(SALT, f"{sheet.pk}:{sheet.sha256}")


def _content_of(application: Application, sheet: FactSheet | None) -> Content:
    """What was submitted, as it was called then; of a draft what would be frozen now."""
    return sheet.data if sheet else sheet_content(application)


def _frame(
    title: str,
    application: Application,
    sheet: FactSheet | None,
    content: Content,
    address_of: Addressing,
) -> dict[str, Any]:
    """What stands around every paper: its title, the line at the foot, and where it can be looked up."""
    parts = [f"{content['town']['name']} {title.removeprefix('专业镇认定')}"]
    if application.number:
        parts.append(f"受理编号 {application.number}")
    if application.came_on_paper:
        parts.append(KEYED_IN)
    parts.append(f"第 {sheet.number} 次提交 · {sheet.sha256[:SHORT_DIGEST]}" if sheet else "草稿，提交时定稿")
    return {
        "title": title,
        "round": application.round.title,
        "is_draft": sheet is None,
        "footer": "　".join(parts),
        "proof": _proof(application, sheet, address_of(print_code(sheet))) if sheet else None,
    }


def _proof(application: Application, sheet: FactSheet, address: str) -> dict[str, Any]:
    lines = [
        f"受理编号　{application.number or '尚未受理'}",
        f"提交次数　第 {sheet.number} 次提交，{moment(sheet.created_at)}",
        f"内容摘要　{sheet.sha256[:SHORT_DIGEST]}",
    ]
    return {"qr": _qr_code(address), "lines": lines, "address": address}


def _qr_code(text: str) -> str:
    """As SVG, the way a template draws an image."""
    code = square(text)
    view = f"0 0 {code.size} {code.size}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"><path d="{code.path}"/></svg>'


def _cover(
    application: Application, sheet: FactSheet | None, content: Content, said: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [
        *_about(application, content),
        ("申报单位（盖章）", application.applicant.name),
        *((label, said.get(label, "").removeprefix(UNKNOWN)) for label in ON_THE_COVER),
        *_dated(application, sheet),
    ]


def _dated(application: Application, sheet: FactSheet | None) -> list[tuple[str, str]]:
    """When it was filled in; of a paper when that was signed and came in, and who keyed it in."""
    if not application.came_on_paper:
        return [("填报日期", str(day(sheet.created_at)) if sheet else "")]
    paper = application.paper
    received = f"{day(paper.received_on)}收到，由{paper.office.short_name}录入"
    return [("填报日期", str(day(paper.signed_on))), (KEYED_IN, received)]


def _about(application: Application, content: Content) -> list[tuple[str, str]]:
    """Which town, and for what."""
    town = content["town"]
    categories = {each["key"]: each["name"] for each in application.round.standard_version.categories}
    return [
        ("专业镇名称", town["name"]),
        ("申报级别", application.get_level_display()),
        ("类别", categories.get(content["facts"]["category"], "")),
        ("主导产业", town["main_industry"]),
        ("所在市县", town["county"]),
    ]


def _evidence(application: Application, actor: Actor) -> Iterable[dict[str, str]]:
    for group in evidence_groups(application, actor):
        for file in group.files:
            yield {
                "criterion": f"{group.number} {group.title}" if group.number else group.title,
                "title": file.title,
                "file": file.version.name,
                "digest": file.version.blob.sha256[:SHORT_DIGEST],
            }
