"""Words of the policy library."""

from django.db import models


class PolicyKind(models.TextChoices):
    """What an official document is, by the word in its title."""

    PLAN = "plan", "实施方案"
    ACTION = "action", "行动计划"
    SUPPORT = "support", "支持政策"
    RULES = "rules", "管理办法"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    OTHER = "other", "其他"


class VersionState(models.TextChoices):
    """How far a version is: read by the portal, held against its source by a person, open to everybody."""

    CHECKING = "checking", "待核对"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class Force(models.TextChoices):
    """Whether a document holds on a day; follows from its dates, and is kept nowhere."""

    COMMENT = "comment", "征求意见"
    COMING = "coming", "尚未施行"
    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修订"
    REPEALED = "repealed", "已废止"
    EXPIRED = "expired", "已失效"


class DutyRole(models.TextChoices):
    """牵头 or 责任 of a unit in a task."""

    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "责任"


class FigureKind(models.TextChoices):
    """What kind of number stands in a clause."""

    AMOUNT = "amount", "金额"
    PERCENTAGE = "percentage", "百分比"


class AttachmentKind(models.TextChoices):
    """What stands beside a document."""

    ANNEX = "annex", "附件"
    READING = "reading", "相关解读"


class RelationKind(models.TextChoices):
    """What one document has to do with another."""

    BASIS = "basis", "依据"
    AMENDS = "amends", "修订"
    REPEALS = "repeals", "废止"


class CardAudience(models.TextChoices):
    """Whom a policy card speaks to."""

    ENTERPRISE = "enterprise", "企业"
    UNIT = "unit", "政府和单位"
    EVERYBODY = "everybody", "所有人"


class CommentAnswer(models.TextChoices):
    """What became of a comment on a draft."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "未采纳"
    EXPLAINED = "explained", "另作说明"


class TargetKind(models.TextChoices):
    """How a target is measured."""

    AT_LEAST = "at_least", "至少"
    MORE_THAN = "more_than", "超过"
    RANGE = "range", "区间"
    GROWTH = "growth", "增长"
    DOUBLING = "doubling", "翻番"
    MILESTONE = "milestone", "里程碑"


class TargetSource(models.TextChoices):
    """Where the current value of a target comes from."""

    BY_HAND = "by_hand", "人工登记"
    DESIGNATIONS = "designations", "平台登记的认定数"
    FIGURE = "figure", "专业镇的数据"


class TargetStatus(models.TextChoices):
    """How a target stands on a day; follows from values and deadline, and is kept nowhere."""

    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    MISSED = "missed", "未完成"
    UNKNOWN = "unknown", "无数据"
