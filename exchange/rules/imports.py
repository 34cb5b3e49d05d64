"""Who may bring a workbook in, confirm it and take it back; what the rows themselves allow, their resource says."""

from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from core.permits import YES, Permit, demand_that, first_refusal, no
from core.resources import find, registered
from exchange.models import Import
from files import doors
from files.models import FileVersion
from records import workflow
from records.workflow import Action

UNDO_WITHIN = timedelta(hours=24)
OUT_OF_SIGHT = "导入的归属已不在您的管理范围内。"


def can_handle_import(actor: Actor, batch: Import) -> Permit:
    """Whoever may bring such rows in today, for the unit that uploaded the file."""
    if not actor.acts_for(batch.organisation):
        return no("由上传的单位办理这次导入。")
    resource = find(batch.resource)
    try:
        return resource.permit(actor, resource.place(actor, batch.place))
    except LookupError:
        return no(OUT_OF_SIGHT)


def can_read_import(actor: Actor, batch: Import) -> Permit:
    """Everybody in the unit; what holds personal data, only those who may bring such rows in."""
    return can_handle_import(actor, batch) if find(batch.resource).is_personal else YES


def is_shut_off(actor: Actor, version: FileVersion) -> bool:
    """A lock of `files.doors`: an uploaded sheet with personal data is for those alone who may bring such rows in."""
    personal = [key for key, resource in registered().items() if resource.is_personal]
    batch = Import.objects.filter(file=version, resource__in=personal).order_by("pk").first()
    return batch is not None and not can_handle_import(actor, batch)


def can_undo_import(actor: Actor, batch: Import) -> Permit:
    """The same people, within a day."""
    in_time = batch.applied_at is not None and timezone.now() - batch.applied_at <= UNDO_WITHIN
    return first_refusal(
        can_handle_import(actor, batch),
        demand_that(in_time, "导入已超过 24 小时，不能整批撤销；请到列表中逐条修改。"),
    )


def can_work_on_import(actor: Actor, batch: Import) -> Permit:
    """The worker's own steps."""
    return demand_that(actor.is_system, "由系统自动办理。")


def can_close_import(actor: Actor, batch: Import) -> Permit:
    """The people of the unit, and the worker when nobody came."""
    return YES if actor.is_system else can_handle_import(actor, batch)


def register() -> None:
    """The actions in the order in which a person should meet them."""
    doors.register_lock("exchange.import", is_shut_off)
    workflow.register(
        Import,
        Action("confirm", "确认导入", can_handle_import, past="确认导入"),
        Action("read_again", "重新核对", can_handle_import, past="要求重新核对"),
        Action("discard", "放弃", can_close_import, past="放弃导入"),
        Action("undo", "撤销导入", can_undo_import, is_grave=True, past="撤销导入"),
        Action("accept", "核对", can_work_on_import, past="核对完成", is_offered=False),
        Action("refuse", "核对", can_work_on_import, past="核对出错误", is_offered=False),
        Action("fail", "中止", can_work_on_import, past="未能办理", is_offered=False),
        Action("apply", "写入", can_handle_import, past="写入", is_offered=False),
        Action("overtake", "中止", can_work_on_import, past="发现数据已有变化", is_offered=False),
        Action("expire", "到期", can_work_on_import, past="到期作废", is_offered=False),
    )
