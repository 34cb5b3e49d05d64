"""Demonstration applications, each taken along its way by the people whose turn it is."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from applications.models import Application, CheckRun, Round
from applications.selectors.judgements import questions_left
from applications.services import checking, deciding, drafting, filing, judging, reviewing
from applications.services.marking import Mark
from applications.services.steps import current_step
from config.demonstration.people import CLERKS, DIRECTORS, HEADS, REGISTRARS, REVIEWERS, acting
from config.demonstration.towns import SERIES, Facts, all_towns, make_town, years
from core.enums import Level

PROMISED_WITHIN = timedelta(days=10)

Step = Callable[[Application, Facts], Any]


def _submit(application: Application, facts: Facts) -> None:
    filing.submit_application(actor=acting(CLERKS[application.applicant.key]), application=application)
    # Here and now, so that the findings are there when the first visitor looks.
    for check in CheckRun.objects.filter(fact_sheet__application=application).order_by("pk"):
        checking.run_check(check_id=check.pk)


def _send_back(application: Application, facts: Facts) -> None:
    head = acting(HEADS[application.applicant.key])
    filing.send_back_application(actor=head, application=application, comment=facts["comment"])


def _recommend(application: Application, facts: Facts) -> None:
    head = acting(HEADS[application.applicant.key])
    filing.recommend_application(actor=head, application=application, comment="演示意见：同意推荐。")


def _withdraw(application: Application, facts: Facts) -> None:
    clerk = acting(CLERKS[application.applicant.key])
    filing.withdraw_application(
        actor=clerk, application=application, comment="演示说明：待条件成熟后再申报。"
    )


def _accept(application: Application, facts: Facts) -> None:
    reviewing.accept_application(actor=_reviewer(application), application=application)


def _return(application: Application, facts: Facts) -> None:
    reviewing.return_application(
        actor=_reviewer(application),
        application=application,
        comment=facts["comment"],
        due_on=timezone.localdate() + PROMISED_WITHIN,
        marks=[Mark(**item) for item in facts["items"]],
    )


def _conclude(application: Application, facts: Facts) -> None:
    """复核 and 研判, the questions that the check leaves to people answered."""
    _close_step(application, facts)
    for question in questions_left(application):
        judging.judge(
            actor=_reviewer(application),
            application=application,
            criterion=question.finding.criterion,
            requirement=question.finding.requirement,
            conclusion=question.choices[0],
            reason="演示理由：材料齐全，情况属实，在充分考虑发展前景后同意。",
            sheet_number=question.finding.check_run.fact_sheet.number,
        )
    _close_step(application, facts)


def _close_step(application: Application, facts: Facts) -> None:
    step = current_step(application)
    assert step is not None
    reviewing.close_step(actor=_reviewer(application), step=step, comment=facts["comment"])


def _shortlist(application: Application, facts: Facts) -> None:
    reviewing.shortlist_application(actor=_director(application), application=application)


def _decline(application: Application, facts: Facts) -> None:
    reviewing.decline_application(
        actor=_director(application), application=application, comment=facts["comment"]
    )


def _reviewer(application: Application) -> Actor:
    """The reviewer of the office whose turn it is."""
    assert application.holder is not None
    return acting(REVIEWERS[application.holder.key])


def _director(application: Application) -> Actor:
    assert application.holder is not None
    return acting(DIRECTORS[application.holder.key])


STEPS: Mapping[str, Step] = {
    "submit": _submit,
    "send_back": _send_back,
    "recommend": _recommend,
    "withdraw": _withdraw,
    "accept": _accept,
    "return": _return,
    "opinion": _close_step,
    "conclude": _conclude,
    "shortlist": _shortlist,
    "decline": _decline,
}
# The last step of these is taken for all of them at once, by one decision.
DECIDED, PROPOSED = "decide", "propose"


def make_stage(stage: str, rounds: Mapping[str, Round]) -> int:
    """Every town of the stage with its application, where missing; how many applications were made.

    `rounds` has the round of each level; a town that names none files with the city.
    """
    made = [_make(facts, rounds[_level(facts)]) for facts in all_towns() if facts["stage"] == stage]
    new = [pair for pair in made if pair is not None]
    for round_ in rounds.values():
        own = [(application, end) for application, end in new if application.round_id == round_.pk]
        _decide(round_, [application for application, end in own if end == DECIDED], publish=True)
        _decide(round_, [application for application, end in own if end == PROPOSED], publish=False)
    return len(new)


def _level(facts: Facts) -> str:
    return str(facts.get("round", Level.CITY))


def _make(facts: Facts, round_: Round) -> tuple[Application, str] | None:
    """The application at the end of its way, and the last step's name; None when it is there already."""
    town = make_town(facts)
    if "journey" not in facts or town.applications.exists():
        return None
    unit = (town.keeper or town.owner).key
    clerk = acting(CLERKS[unit], unit)
    application = drafting.create_application(actor=clerk, round_=round_, town=town)
    drafting.save_draft(
        actor=clerk, application=application, draft=_draft(facts), version=application.version
    )
    for name in facts["journey"]:
        if name in STEPS:
            STEPS[name](Application.objects.get(pk=application.pk), facts)
    return application, facts["journey"][-1] if facts["journey"] else ""


def _draft(facts: Facts) -> dict[str, Any]:
    """What the clerk has typed so far: everything, all but the commitment, or only the beginning."""
    year = str(years()[-1])
    figures = {key: {year: str(facts[series][-1])} for series, key in SERIES.items()}
    if facts["fill"] == "half":
        return {
            "category": facts["category"],
            "figures": {"employment": figures["employment"]},
            "answers": {},
        }
    figures["market_share_country"] = {year: facts["share"]}
    return {
        "category": facts["category"],
        "figures": figures,
        "answers": {
            "traits": facts["traits"],
            "platforms": facts["platforms"],
            "relaxation_reason": facts.get("relaxation_reason", ""),
            "commitment": facts["fill"] == "full",
            "history_text": f"演示文字：{facts['main_industry']}在当地已有多年，工艺代代相传。",
            "market_text": f"演示文字：产品销往省内外，带动就业 {facts['employment'][-1]} 人。",
            "environment_text": "演示文字：当地制定了产业规划，安排专人服务企业。",
        },
    }


def _decide(round_: Round, applications: list[Application], *, publish: bool) -> None:
    """One decision for all of them: put to the government, and published where the story goes that far."""
    if not applications:
        return
    decision = deciding.prepare_decision(
        actor=acting(DIRECTORS[round_.office.key]),
        round_=round_,
        title=f"{round_.authority.name}关于认定专业镇的决定（演示{'' if publish else '，待公布'}）",
        applications=applications,
    )
    if publish:
        deciding.apply_decision(
            actor=acting(REGISTRARS[round_.authority.key]),
            decision=decision,
            document_number=f"演示〔{round_.year}〕{decision.pk}号",
            decided_on=timezone.localdate(),
        )
