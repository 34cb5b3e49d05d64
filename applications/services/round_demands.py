"""What has to hold of a round before it is written, published or extended; Invalid names the form's fields."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from accounts.models import Organisation
from applications.models import Round
from applications.selectors.rounds import possible_applicants, possible_authorities, usable_versions
from applications.services.round_parts import RoundFacts
from core.errors import Invalid
from standards.enums import VersionState


def demand_fitting(office: Organisation, facts: RoundFacts, applicants: Collection[Organisation]) -> None:
    """Invalid, with a sentence for each field, unless standard, parties and days suit the office."""
    wrong: dict[str, str] = {}
    version = facts["standard_version"]
    if version.state != VersionState.PUBLISHED:
        wrong["standard_version"] = "征求意见稿或已停用的标准不能用于正式申报，请选择已发布的标准。"
    elif not usable_versions(office).filter(pk=version.pk).exists():
        wrong["standard_version"] = "请选择本级、本地区适用的标准。"
    if facts["authority"] not in possible_authorities(office):
        wrong["authority"] = "这个单位不能作本级的认定单位。"
    called = {unit.pk for unit in applicants}
    if possible_applicants(office).filter(pk__in=called).count() != len(called):
        wrong["applicants"] = "有的单位不能在本级申报，或者不在本地区，请重新选择。"
    if facts["closes_at"] <= facts["opens_at"]:
        wrong["closes_on"] = "截止日期不能早于开始日期。"
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def demand_complete(row: Round) -> None:
    """Invalid when those who read the call could not act on it."""
    if not row.applicants.exists():
        raise Invalid("请先选择可申报的单位。")
    if row.standard_version.state != VersionState.PUBLISHED:
        raise Invalid("适用的标准已停用，请先改用现行标准。")
    if row.closes_at <= timezone.now():
        raise Invalid("截止日期已过，请先修改日期。")
    demand_contact(row.contact)


def demand_contact(contact: str) -> None:
    if not contact.strip():
        raise Invalid(
            "请先填写联系电话，申报单位要知道问谁。", fields={"contact": "请填写办公室名称和电话。"}
        )


def demand_later(row: Round, closes_at: datetime) -> None:
    if closes_at <= row.closes_at:
        raise Invalid("新的截止日期应晚于现在的截止日期。", fields={"closes_on": "应晚于现在的截止日期。"})
    if closes_at <= timezone.now():
        raise Invalid("新的截止日期应晚于今天。", fields={"closes_on": "这一天已经过去，请另选日期。"})
