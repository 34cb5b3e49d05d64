"""What a system administrator looks after."""

from dataclasses import dataclass

from accounts.actors import Actor
from accounts.models import Organisation, User
from records.models import TaskFailure


@dataclass(frozen=True, slots=True)
class Card:
    """A way into the administration; `number` is what waits or exists there, None where nothing is counted."""

    title: str
    note: str
    url_name: str
    number: int | None = None


def cards_for(actor: Actor) -> list[Card]:
    """The administration of the house, for system administrators; three queries."""
    if not actor.is_system_admin:
        return []
    failures = TaskFailure.objects.filter(settled_at__isnull=True).count()
    return [
        Card(
            "用户",
            "开设、停用、解锁账号，分配单位与角色",
            "accounts:user_list",
            User.objects.filter(is_active=True).count(),
        ),
        Card(
            "单位",
            "政府、办公室、成员单位、开发区、镇（街道）",
            "accounts:organisation_list",
            Organisation.objects.active().count(),
        ),
        Card("失败任务", "后台没有完成的任务，重新执行或标记已处理", "records:task_failure_list", failures),
        Card("办理记录", "谁在什么时候做了什么", "records:act_list"),
        Card("运行状况", "数据库、消息队列、后台进程、存储", "portal:health"),
        Card("界面样式", "页面所用的全部组件", "portal:gallery"),
    ]
