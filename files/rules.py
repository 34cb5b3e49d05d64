"""Who may store a file, and what the virus scanner's word allows; the rest is asked by the app above."""

from accounts.actors import Actor
from accounts.models import Organisation
from core.permits import YES, Permit, demand_that, first_refusal, no
from files.enums import ScanState
from files.models import FileVersion, StoredFile


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


def can_open_version(actor: Actor, version: FileVersion) -> Permit:
    """Of those who see the file (`files.doors`): nobody while it is quarantined, its owner's people alone before it is scanned."""
    if version.scan_state == ScanState.QUARANTINED:
        return no(f"“{version.name}”检出病毒，已隔离，不能下载。请上传单位查杀后重新上传。")
    if version.scan_state == ScanState.PENDING and not actor.acts_for(version.stored_file.owner):
        return no(f"“{version.name}”正在等待病毒查杀，请稍后再试。")
    return YES


def can_submit_version(version: FileVersion) -> Permit:
    """Whether a file may go along with what is submitted: not in quarantine.

    One that still waits for the scanner may: a scanner that is down must not keep anybody from a deadline, and
    nobody else opens the file until it has been scanned.
    """
    is_free = version.scan_state != ScanState.QUARANTINED
    return demand_that(is_free, f"“{version.name}”检出病毒，已隔离，请移除或更换后再提交。")
