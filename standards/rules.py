"""Who may publish and retire a version of a standard."""

from accounts.actors import Actor
from core.permits import Permit, demand_that
from records import workflow
from records.workflow import Action
from standards.models import StandardVersion


def can_publish_version(actor: Actor, version: StandardVersion) -> Permit:
    """Published standards come in with the reference data; offices write their own later."""
    return demand_that(actor.is_system, f"《{version.standard.title}》随参考数据载入和发布。")


def can_retire_version(actor: Actor, version: StandardVersion) -> Permit:
    """As for publishing."""
    return demand_that(actor.is_system, f"《{version.standard.title}》随参考数据停用。")


def register() -> None:
    """The life of a version, for the transition routine."""
    workflow.register(
        StandardVersion,
        Action("publish", "发布", can_publish_version, past="发布"),
        Action("retire", "停用", can_retire_version, past="停用"),
    )
