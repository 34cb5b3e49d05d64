"""The thread as people walk it, through services only: what a test needs before its own question begins."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from applications.enums import State, StepKind
from applications.models import Application, Decision
from applications.services import deciding, drafting, filing, reviewing
from tests.factories import World, build_world
from towns.models import Town
from towns.reference import load_indicators

FIXTURES = settings.BASE_DIR / "fixtures"
LAST_YEAR = timezone.localdate().year - 1


def furnished_world() -> World:
    """The world, with the indicators that the form asks for."""
    world = build_world()
    load_indicators(FIXTURES / "indicators.json")
    return world


def content(*, output: str = "12", commitment: bool = True, **answers: Any) -> dict[str, Any]:
    """A filled-in form: output of last year in 亿元, and the commitment."""
    return {
        "category": "agriculture",
        "figures": {"output_value": {str(LAST_YEAR): output}},
        "answers": {"commitment": commitment, "traits": [], "platforms": [], **answers},
    }


def filled(world: World, *, town: Town | None = None, **typed: Any) -> Application:
    """A draft of the county's clerk, saved and ready to be submitted."""
    draft = drafting.create_application(actor=world.filer, round_=world.round, town=town or world.town)
    return drafting.save_draft(
        actor=world.filer, application=draft, draft=content(**typed), version=draft.version
    )


def _shortlist(world: World, application: Application) -> Application:
    conclude(world, application)
    return reviewing.shortlist_application(actor=world.director, application=application)


def _recognise(world: World, application: Application) -> Application:
    publish(world, prepare(world, application))
    return Application.objects.get(pk=application.pk)


WAY: tuple[tuple[State, Callable[[World, Application], Application]], ...] = (
    (State.SUBMITTED, lambda world, row: filing.submit_application(actor=world.filer, application=row)),
    (
        State.RECOMMENDED,
        lambda world, row: filing.recommend_application(actor=world.unit_admin, application=row),
    ),
    (State.REVIEWING, lambda world, row: reviewing.accept_application(actor=world.reviewer, application=row)),
    (State.SHORTLISTED, _shortlist),
    (State.RECOGNISED, _recognise),
)


def carry(world: World, application: Application, to: State) -> Application:
    """On along the straight way until `to`, everybody doing their part."""
    names = [state for state, _ in WAY]
    start = names.index(State(application.state)) + 1 if application.state in names else 0
    for _, step in WAY[start : names.index(to) + 1]:
        application = step(world, application)
    return application


def at(world: World, state: State, **typed: Any) -> Application:
    """A new application of the world's town that has walked to `state`."""
    return carry(world, filled(world, **typed), state)


def sent_back_for_correction(world: World, application: Application, **facts: Any) -> Application:
    """The reviewer returns it with a reason."""
    return reviewing.return_application(
        actor=world.reviewer, application=application, comment="请补充市场占有率的出处。", **facts
    )


def conclude(world: World, application: Application) -> None:
    """The reviewer closes the review step."""
    step = application.steps.get(template__kind=StepKind.REVIEW)
    reviewing.close_step(actor=world.reviewer, step=step, comment="符合条件，建议列入。")


def prepare(world: World, *applications: Application) -> Decision:
    """The director puts them to the government."""
    return deciding.prepare_decision(
        actor=world.director, round_=world.round, title="试验认定名单", applications=applications
    )


def publish(world: World, decision: Decision, number: str = "试政发〔2026〕1号") -> Decision:
    """The registrar enters number and date."""
    return deciding.apply_decision(
        actor=world.registrar,
        decision=decision,
        document_number=number,
        decided_on=timezone.localdate(),
    )
