"""研判: a person's word, with its reason, on what figures cannot answer; and notes between colleagues."""

from django.db import transaction

from accounts.actors import Actor
from applications.enums import Conclusion, State
from applications.models import Application, Judgement, Note
from applications.rules import can_judge_application, can_write_note
from applications.selectors.judgements import Question, newest_sheet, questions
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record


@transaction.atomic
def judge(
    *,
    actor: Actor,
    application: Application,
    criterion: int,
    requirement: str,
    conclusion: str,
    reason: str,
    sheet_number: int,
    shown: int | None = None,
) -> Judgement:
    """Answer one question of the newest fact sheet; a later answer stands in front of an earlier one.

    A relaxation is confirmed or refused in writing (在充分考虑发展前景后, P 二(四)); where the check found the
    figure under its floor there is no such question, and so no confirmation. `shown` is the judgement that the page
    showed, 0 for none. Raises Conflict when the application has moved on, a new sheet has come in, a colleague has
    judged since, or the question is not asked; Invalid when the reason is missing. The same said twice is said once.
    """
    row = locked(Application.objects.select_related("round", "holder", "office"), application)
    _demand_review(actor, row)
    assert actor.user is not None and actor.organisation is not None
    question = _asked(row, criterion, requirement, sheet_number)
    reason = reason.strip()
    _demand_answer(question, conclusion, reason)
    said = question.latest
    if said and (said.conclusion, said.reason, said.made_by) == (conclusion, reason, actor.user):
        return said
    _demand_fresh(question, shown)
    judgement = Judgement.objects.create(
        fact_sheet=question.finding.check_run.fact_sheet,
        criterion=criterion,
        requirement=requirement,
        conclusion=conclusion,
        reason=reason,
        made_by=actor.user,
        organisation=actor.organisation,
    )
    details = {"criterion": question.title, "conclusion": Conclusion(conclusion).label, "sheet": sheet_number}
    record(actor=actor, verb="application.judge", target=row, comment=reason, details=details)
    return judgement


def _demand_review(actor: Actor, application: Application) -> None:
    """To the office's own people a wrong state is news, to everybody else it is none of their business."""
    if actor.acts_for(application.office) and application.state != State.REVIEWING:
        raise Conflict(f"现在是“{application.get_state_display()}”，不能研判。")
    can_judge_application(actor, application).demand()


def _demand_fresh(question: Question, shown: int | None) -> None:
    latest = question.latest
    if shown is not None and latest is not None and latest.pk != shown:
        said = f"{latest.made_by}已研判为“{latest.get_conclusion_display()}”"
        raise Conflict(
            "您打开页面之后，这一项已有新的研判，请看过再定。", detail=[f"{said}：{latest.reason}"]
        )


def _asked(application: Application, criterion: int, requirement: str, sheet_number: int) -> Question:
    """The question, as it is asked of the sheet that the page showed."""
    sheet = newest_sheet(application)
    if sheet is None or sheet.number != sheet_number:
        raise Conflict("申报单位已重新提交，请看过最新内容再研判。")
    found = next((each for each in questions(application) if each.key == (criterion, requirement)), None)
    if found is None:
        raise Conflict("这一项现在不需要研判：条件检查没有完成、已有明确结果，或低于最低要求，不能放宽。")
    return found


def _demand_answer(question: Question, conclusion: str, reason: str) -> None:
    if conclusion not in question.choices:
        raise Invalid("请选择研判结论。", fields={"conclusion": "请选择研判结论。"})
    if not reason:
        message = (
            "请写明是否放宽的理由，包括对发展前景的考虑。" if question.is_relaxation else "请写明研判理由。"
        )
        raise Invalid(message, fields={"reason": message})


@transaction.atomic
def write_note(*, actor: Actor, application: Application, text: str) -> Note:
    """Leave a word that only colleagues of the own office read."""
    can_write_note(actor, application).demand()
    assert actor.user is not None and actor.organisation is not None
    if not text.strip():
        raise Invalid("请写下备注内容。", fields={"text": "请写下备注内容。"})
    note = Note.objects.create(
        application=application, organisation=actor.organisation, text=text.strip(), made_by=actor.user
    )
    record(actor=actor, verb="application.note", target=application)
    return note
