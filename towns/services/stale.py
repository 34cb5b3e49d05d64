"""What happened meanwhile, for a person whose page has grown old."""

from records.models import Act
from towns.models import Town


def last_change(town: Town, *verbs: str) -> list[str]:
    """Who changed the town last by one of these verbs, in one sentence; nothing when nobody did."""
    act = Act.objects.about(town).filter(verb__in=verbs).last()
    if act is None:
        return []
    return [
        f"最近一次由{act.user_name or '系统'}（{act.organisation_name}）保存。请打开最新内容，再修改一次。"
    ]
