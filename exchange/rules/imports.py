"""Who may bring a workbook in, confirm it and take it back; what the rows themselves allow, their resource says."""

from accounts.actors import Actor
from core.permits import YES, Permit, demand_that, first_refusal
from core.resources import find
from exchange.models import Import
from records import workflow
from records.workflow import Action


def can_handle_import(actor: Actor, batch: Import) -> Permit:
    """Whoever may bring such rows in today, for the unit that uploaded the file."""
    resource = find(batch.resource)
    return first_refusal(
        demand_that(actor.acts_for(batch.organisation), "由上传的单位办理这次导入。"),
        resource.permit(actor, resource.place(actor, batch.place)),
    )


def can_work_on_import(actor: Actor, batch: Import) -> Permit:
    """The worker's own steps."""
    return demand_that(actor.is_system, "由系统自动办理。")


def can_close_import(actor: Actor, batch: Import) -> Permit:
    """The people of the unit, and the worker when nobody came."""
    return YES if actor.is_system else can_handle_import(actor, batch)


def register() -> None:
    """The actions in the order in which a person should meet them."""
    workflow.register(
        Import,
        Action("confirm", "确认导入", can_handle_import, past="确认导入"),
        Action("read_again", "重新核对", can_handle_import, past="要求重新核对"),
        Action("discard", "放弃", can_close_import, past="放弃导入"),
        Action("undo", "撤销导入", can_handle_import, is_grave=True, past="撤销导入"),
        Action("accept", "核对", can_work_on_import, past="核对完成", is_offered=False),
        Action("refuse", "核对", can_work_on_import, past="核对出错误", is_offered=False),
        Action("fail", "中止", can_work_on_import, past="未能办理", is_offered=False),
        Action("apply", "写入", can_handle_import, past="写入", is_offered=False),
        Action("overtake", "中止", can_work_on_import, past="发现数据已有变化", is_offered=False),
        Action("expire", "到期", can_work_on_import, past="到期作废", is_offered=False),
    )
