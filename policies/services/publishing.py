"""A checked version is opened to everybody; one that should not stand is taken down; a policy is repealed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from files.services import discard_file
from policies.models import Policy, PolicyVersion
from policies.rules import can_check_version, can_read_in
from policies.services.indexing import index_policy
from records.services import record
from records.workflow import perform


@transaction.atomic
def publish_version(*, actor: Actor, version: PolicyVersion, seen: int | None = None) -> PolicyVersion:
    """Open to everybody; from here on its clauses are frozen. `seen` is the version of the page."""
    row: PolicyVersion = perform(version, "publish", actor=actor, version=seen)
    index_policy(policy=row.policy)
    return row


@transaction.atomic
def withdraw_version(
    *, actor: Actor, version: PolicyVersion, comment: str, seen: int | None = None
) -> PolicyVersion:
    """Take down what should not have been opened, with the reason."""
    row: PolicyVersion = perform(version, "withdraw", actor=actor, comment=comment, version=seen)
    index_policy(policy=row.policy)
    return row


@transaction.atomic
def repeal_policy(*, actor: Actor, policy: Policy, on: date, by: str) -> Policy:
    """From that day on it is 已废止; `by` names the document that says so. Conflict when a colleague was faster."""
    row = locked(Policy.objects.select_related("keeper"), policy)
    can_read_in(actor, row).demand()
    if row.repealed_on is not None:
        raise Conflict(f"已登记为自 {row.repealed_on:%Y年%-m月%-d日} 起废止。")
    if not by.strip():
        raise Invalid("请写明依据哪份文件废止。", fields={"by": "请写明依据哪份文件废止。"})
    row.repealed_on, row.repealed_by = on, by.strip()
    row.save(update_fields=["repealed_on", "repealed_by"])
    record(actor=actor, verb="policy.repeal", target=row, details={"on": on, "by": row.repealed_by})
    return row


@transaction.atomic
def discard_version(*, actor: Actor, version: PolicyVersion) -> None:
    """A reading that is of no use goes with its file; a document without any other text goes with it."""
    row = locked(PolicyVersion.objects.select_related("policy__keeper"), version)
    can_check_version(actor, row).demand()
    record(actor=actor, verb="policyversion.discard", target=row)
    policy, source = row.policy, row.source
    row.delete()
    if (
        source is not None
        and not PolicyVersion.objects.filter(source__stored_file=source.stored_file_id).exists()
    ):
        discard_file(actor=actor, stored_file=source.stored_file)
    if not policy.versions.exists():
        policy.delete()
