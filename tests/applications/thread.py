"""The thread as people walk it, through services only: what a test needs before its own question begins.

`scene` is the world, which is the city's level, or the cast of another level (tests.factories.cast_at).
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.actors import Actor
from applications.enums import ReturnReason, State, StepKind
from applications.models import Application, Decision
from applications.reference import load_step_templates
from applications.selectors.judgements import questions_left
from applications.services import answering, deciding, drafting, filing, judging, reviewing
from applications.services.checking import run_check
from applications.services.marking import Mark
from applications.services.steps import current_step
from tests.factories import Cast, World, build_world
from towns.models import Town
from towns.reference import load_indicators

FIXTURES = settings.BASE_DIR / "fixtures"
LAST_YEAR = timezone.localdate().year - 1
Scene = World | Cast


def furnished_world() -> World:
    """The world, with the indicators that the form asks for."""
    world = build_world()
    load_indicators(FIXTURES / "indicators.json")
    load_step_templates(FIXTURES / "step_templates.json")
    return world


def content(*, output: str = "12", commitment: bool = True, **answers: Any) -> dict[str, Any]:
    """A filled-in form: output of last year in 亿元, and the commitment."""
    return {
        "category": "agriculture",
        "figures": {"output_value": {str(LAST_YEAR): output}},
        "answers": {"commitment": commitment, "traits": [], "platforms": [], **answers},
    }


def filled(scene: Scene, *, town: Town | None = None, **typed: Any) -> Application:
    """A draft of the applicant's clerk, saved and ready to be submitted."""
    draft = drafting.create_application(actor=scene.filer, round_=scene.round, town=town or scene.town)
    return drafting.save_draft(
        actor=scene.filer, application=draft, draft=content(**typed), version=draft.version
    )


def desk_of(scene: Scene, application: Application) -> tuple[Actor, Actor]:
    """Reviewer and director of the office whose turn it is."""
    holder = Application.objects.select_related("holder").get(pk=application.pk).holder
    return next((desk for desk in scene.desks if desk[0].acts_for(holder)), scene.desks[-1])


def _accept(scene: Scene, application: Application) -> Application:
    return reviewing.accept_application(actor=desk_of(scene, application)[0], application=application)


def _shortlist(scene: Scene, application: Application) -> Application:
    conclude(scene, application)
    return reviewing.shortlist_application(actor=scene.director, application=application)


def _recognise(scene: Scene, application: Application) -> Application:
    publish(scene, prepare(scene, application))
    return Application.objects.get(pk=application.pk)


WAY: tuple[tuple[State, Callable[[Scene, Application], Application]], ...] = (
    (State.SUBMITTED, lambda scene, row: filing.submit_application(actor=scene.filer, application=row)),
    (
        State.RECOMMENDED,
        lambda scene, row: filing.recommend_application(actor=scene.unit_admin, application=row),
    ),
    (State.REVIEWING, _accept),
    (State.SHORTLISTED, _shortlist),
    (State.RECOGNISED, _recognise),
)


def carry(scene: Scene, application: Application, to: State) -> Application:
    """On along the straight way until `to`, everybody doing their part."""
    names = [state for state, _ in WAY]
    start = names.index(State(application.state)) + 1 if application.state in names else 0
    for _, step in WAY[start : names.index(to) + 1]:
        application = step(scene, application)
    return application


def at(scene: Scene, state: State, **typed: Any) -> Application:
    """A new application of the scene's town that has walked to `state`; at the province 复核中 begins with the city."""
    return carry(scene, filled(scene, **typed), state)


def whole(text: str = "请补充。") -> list[Mark]:
    """The application as a whole is given back: everything unlocks."""
    return [Mark("whole", ReturnReason.OTHER, text)]


def give_back(
    scene: Scene, application: Application, items: Sequence[Mark] | None = None, **facts: Any
) -> Application:
    """The reviewer whose turn it is returns it with these items, by default the whole of it."""
    return reviewing.return_application(
        actor=desk_of(scene, application)[0],
        application=application,
        marks=whole() if items is None else items,
        **facts,
    )


def sent_back_for_correction(scene: Scene, application: Application, **facts: Any) -> Application:
    """The reviewer whose turn it is returns it with a reason, and the clerk has answered: it may be handed in again."""
    row = give_back(scene, application, comment="请补充市场占有率的出处。", **facts)
    answer(scene, row)
    return row


def answer(scene: Scene, application: Application, text: str = "已补充。") -> Application:
    """The clerk answers every item of the return that waits for it."""
    waiting = application.return_items.filter(notice__answered_at__isnull=True, notice__isnull=False)
    for item in waiting.order_by("pk"):
        answering.answer_item(actor=scene.filer, item=item, text=text)
    return Application.objects.get(pk=application.pk)


def answered_again(scene: Scene, application: Application) -> Application:
    """Everything answered and handed in again."""
    return filing.resubmit_application(actor=scene.filer, application=answer(scene, application))


def close_current(
    scene: Scene, application: Application, comment: str = "符合条件。", *, judged: bool = True
) -> None:
    """The reviewer whose turn it is closes the step that is open; before 研判 ends, everything is judged."""
    application = Application.objects.get(pk=application.pk)
    step = current_step(application)
    assert step is not None
    if judged and step.template.kind == StepKind.JUDGEMENT:
        check(application)
        answer_everything(scene, application)
    reviewing.close_step(actor=desk_of(scene, application)[0], step=step, comment=comment)


def send_up(scene: Scene, application: Application) -> None:
    """审核上报 where an office of the city stands in between; elsewhere nothing."""
    step = current_step(application)
    if step is not None and step.template.kind == StepKind.OPINION:
        close_current(scene, application, "同意上报。")


def review(scene: Scene, application: Application) -> None:
    """The reviewer closes the review step; the judgement is next."""
    step = application.steps.get(template__kind=StepKind.REVIEW)
    reviewing.close_step(actor=scene.reviewer, step=step, comment="符合条件，建议列入。")


def check(application: Application) -> None:
    """The checks that were asked for are carried out, as by a worker."""
    sheets = application.fact_sheets.filter(checks__finished_at__isnull=True).order_by("number")
    for pk in sheets.values_list("checks", flat=True):
        run_check(check_id=pk)


def answer_everything(scene: Scene, application: Application) -> None:
    """Every question that the check leaves to people is answered favourably; without a check there is none."""
    for question in questions_left(application):
        judging.judge(
            actor=scene.reviewer,
            application=application,
            criterion=question.finding.criterion,
            requirement=question.finding.requirement,
            conclusion=question.choices[0],
            reason="材料充分。",
            sheet_number=question.finding.check_run.fact_sheet.number,
        )


def conclude(scene: Scene, application: Application) -> None:
    """What is left before the shortlist: 审核上报, 复核, what is to be judged, and 研判."""
    send_up(scene, application)
    review(scene, application)
    check(application)
    answer_everything(scene, application)
    step = application.steps.get(template__kind=StepKind.JUDGEMENT)
    reviewing.close_step(actor=scene.reviewer, step=step, comment="研判通过。")


def prepare(scene: Scene, *applications: Application) -> Decision:
    """The director puts them to the government."""
    return deciding.prepare_decision(
        actor=scene.director, round_=scene.round, title="试验认定名单", applications=applications
    )


def publish(scene: Scene, decision: Decision, number: str = "试政发〔2026〕1号") -> Decision:
    """The registrar enters number and date."""
    return deciding.apply_decision(
        actor=scene.registrar,
        decision=decision,
        document_number=number,
        decided_on=timezone.localdate(),
    )
