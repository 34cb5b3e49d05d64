"""Who may store a file; whether the matter it belongs to allows that is asked by the app above."""

from accounts.actors import Actor
from accounts.models import Organisation
from core.permits import Permit, demand_that, first_refusal
from files.models import StoredFile


def can_store_file(actor: Actor, owner: Organisation, stored_file: StoredFile | None = None) -> Permit:
    """Somebody who acts for a unit; a new version stays with the unit that owns the file."""
    return first_refusal(
        demand_that(
            actor.user is not None and actor.organisation is not None, "请先登录并选定单位，再上传。"
        ),
        demand_that(
            stored_file is None or stored_file.owner_id == owner.pk,
            "这个文件属于另一个单位，不能由本次上传更新。",
        ),
    )
