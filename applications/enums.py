"""Words of recognition: states, steps, parties, outcomes."""

from django.db import models


class State(models.TextChoices):
    """The macro-states of an application; few and fixed. Between them stand the round's steps."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待推荐"
    RECOMMENDED = "recommended", "已推荐"
    REVIEWING = "reviewing", "复核中"
    SHORTLISTED = "shortlisted", "拟认定"
    RECOGNISED = "recognised", "已认定"
    RETURNED = "returned", "退回补正"
    WITHDRAWN = "withdrawn", "已撤回"
    DECLINED = "declined", "不予认定"


# A town has at most one application a level in these states.
LIVE_STATES = (
    State.DRAFT,
    State.SUBMITTED,
    State.RECOMMENDED,
    State.REVIEWING,
    State.SHORTLISTED,
    State.RETURNED,
)
# While the applicant holds the pen.
EDITABLE_STATES = (State.DRAFT, State.RETURNED)
# Waiting for the office.
OFFICE_STATES = (State.RECOMMENDED, State.REVIEWING)


class Party(models.TextChoices):
    """Who acts in a round, resolved to an organisation by the application and its round."""

    APPLICANT = "applicant", "申报单位"
    OFFICE = "office", "复核单位"
    AUTHORITY = "authority", "认定单位"


class StepKind(models.TextChoices):
    """Kinds of step in a round's template; new ways of working are new kinds, not new states."""

    ACCEPTANCE = "acceptance", "受理"
    REVIEW = "review", "复核"
    DECISION = "decision", "认定"


class DayUnit(models.TextChoices):
    """How the days of a step are counted."""

    WORKING = "working", "个工作日"
    CALENDAR = "calendar", "天"


class CheckStatus(models.TextChoices):
    """Where a check of one fact sheet stands."""

    WAITING = "waiting", "等待检查"
    RUNNING = "running", "正在检查"
    DONE = "done", "检查完成"
    FAILED = "failed", "检查未完成"


OPEN_CHECKS = (CheckStatus.WAITING, CheckStatus.RUNNING)


class DecisionState(models.TextChoices):
    """A decision is prepared, then applied; applying is publishing."""

    PREPARED = "prepared", "已报请"
    APPLIED = "applied", "已公布"


class Statement(models.TextChoices):
    """What the applicant writes in its own words, for criteria that people judge."""

    HISTORY = "history_text", "历史传承"
    MARKET = "market_text", "市场与就业"
    ENVIRONMENT = "environment_text", "发展环境"


STATEMENT_HELP = {
    Statement.HISTORY: "起源年代、传承情况、非遗和老字号等，800 字以内。",
    Statement.MARKET: "国内外市场、出口、带动就业和税收等，800 字以内。",
    Statement.ENVIRONMENT: "本地的规划、政策和服务措施，800 字以内。",
}
