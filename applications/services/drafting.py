"""Starting an application and filling it in."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.actors import Actor
from applications.models import Application, Round
from applications.rules import can_create_application, can_delete_draft, can_edit_application, can_edit_block
from applications.selectors.blocks import changed_blocks
from core.errors import Conflict
from core.locks import locked
from core.permits import demand_that, first_refusal
from files.models import StoredFile
from files.services import discard_file
from records.services import record
from towns.models import Town


@transaction.atomic
def create_application(*, actor: Actor, round_: Round, town: Town) -> Application:
    """A draft for one town in one round; Conflict when the town already has a live application at this level."""
    first_refusal(
        can_create_application(actor, round_),
        demand_that(actor.acts_for(town.owner) or actor.acts_for(town.keeper), "只能为本单位的专业镇申报。"),
    ).demand()
    assert actor.user is not None and actor.organisation is not None
    application = Application(
        round=round_,
        town=town,
        applicant=actor.organisation,
        holder=actor.organisation,
        office=round_.office,
        level=round_.level,
        created_by=actor.user,
        draft={"category": round_.standard_version.category_of(town.category)},
    )
    keep_new(application)
    record(actor=actor, verb="application.create", target=application, to_state=application.state)
    return application


def keep_new(application: Application) -> None:
    """Write a new application; Conflict when the town already has a live one at this level."""
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        raise Conflict(
            f"{application.town.name}在{application.get_level_display()}已有正在办理的申报。",
            detail=["请在“申报”中打开原来的那一件。"],
        ) from error


def save_draft(*, actor: Actor, application: Application, draft: dict[str, Any], version: int) -> Application:
    """Keep the whole form at once; Conflict when a colleague saved after this page was opened."""
    with transaction.atomic():
        row = locked(Application.objects.all(), application)
        can_edit_application(actor, row).demand()
        if row.version != version:
            raise Conflict(
                "您打开页面之后，这份申报已有新的保存，您刚才的修改没有写入。",
                detail=["请返回上一页复制您的修改，再打开最新内容填写。"],
            )
        for key in changed_blocks(row.draft, draft):
            can_edit_block(actor, row, key).demand()
        before, row.draft = row.draft, draft
        row.version += 1
        row.save(update_fields=["draft", "version"])
        # Whoever has a block open now reads the old text.
        row.blocks.update(version=F("version") + 1, saved_at=timezone.now(), saved_by=actor.user)
        changed = sorted(key for key in {*before, *draft} if before.get(key) != draft.get(key))
        record(actor=actor, verb="application.save", target=row, details={"changed": changed})
    return row


def delete_draft(*, actor: Actor, application: Application) -> None:
    """A draft made by mistake goes, and with it what was uploaded for it; what was submitted once stays for ever."""
    with transaction.atomic():
        row = locked(Application.objects.all(), application)
        can_delete_draft(actor, row).demand()
        record(actor=actor, verb="application.delete", target=row, from_state=row.state)
        uploads = StoredFile.objects.filter(Q(evidence__application=row) | Q(paper_filing__application=row))
        files = list(uploads.order_by("pk"))
        row.delete()
        for each in files:
            discard_file(actor=actor, stored_file=each)
