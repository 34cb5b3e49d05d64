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
# Waiting for an office: the one whose step is open.
OFFICE_STATES = (State.RECOMMENDED, State.REVIEWING)
# The way is over.
CLOSED_STATES = (State.RECOGNISED, State.WITHDRAWN, State.DECLINED)


class Party(models.TextChoices):
    """Who acts in a round, resolved to an organisation by the application and its round."""

    APPLICANT = "applicant", "申报单位"
    CITY_OFFICE = "city_office", "市级办公室"
    OFFICE = "office", "复核单位"
    AUTHORITY = "authority", "认定单位"
    # Whoever's turn it is: the organisation of the open step.
    HOLDER = "holder", "环节承办单位"


# Parties that a step of a round can be given to.
STEP_PARTIES = (Party.CITY_OFFICE, Party.OFFICE, Party.AUTHORITY)


class StepKind(models.TextChoices):
    """Kinds of step in a round's template; new ways of working are new kinds, not new states."""

    ACCEPTANCE = "acceptance", "受理"
    OPINION = "opinion", "审核上报"
    REVIEW = "review", "复核"
    JUDGEMENT = "judgement", "研判"
    DECISION = "decision", "认定"


# Steps that a person concludes in words; 受理 and 认定 are closed by the machine's own transitions.
CONCLUDED_KINDS = (StepKind.OPINION, StepKind.REVIEW, StepKind.JUDGEMENT)


class DayUnit(models.TextChoices):
    """How the days of a step are counted."""

    WORKING = "working", "个工作日"
    CALENDAR = "calendar", "天"


class Conclusion(models.TextChoices):
    """What a person says of a criterion that figures cannot answer, or of a relaxation that was asked for."""

    MET = "met", "满足"
    MOSTLY = "mostly", "基本满足"
    UNMET = "unmet", "不满足"
    GRANTED = "granted", "同意放宽"
    REFUSED = "refused", "不同意放宽"


# A judged criterion is answered with one of these, a relaxation with one of the others.
JUDGED = (Conclusion.MET, Conclusion.MOSTLY, Conclusion.UNMET)
RELAXATIONS = (Conclusion.GRANTED, Conclusion.REFUSED)


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


class ErratumField(models.TextChoices):
    """What an erratum may mend in a published decision."""

    TITLE = "title", "标题"
    DOCUMENT_NUMBER = "document_number", "文号"
    DECIDED_ON = "decided_on", "认定日期"


class PackageStatus(models.TextChoices):
    """Where the packing of files stands."""

    WAITING = "waiting", "等待打包"
    RUNNING = "running", "正在打包"
    DONE = "done", "打包完成"
    FAILED = "failed", "打包未完成"


OPEN_PACKAGES = (PackageStatus.WAITING, PackageStatus.RUNNING)
