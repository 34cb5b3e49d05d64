"""Words of the registry."""

from django.db import models


class Category(models.TextChoices):
    """A town's usual category; a standard that has other categories maps it (inventory 6.0, 4)."""

    MANUFACTURING = "manufacturing", "制造业"
    AGRICULTURE = "agriculture", "特优农业"
    CRAFT = "craft", "特色轻工（工艺美术）"
    TOURISM = "tourism", "文旅康养"


class ValueType(models.TextChoices):
    """How a figure of an indicator is written."""

    MONEY = "money", "金额"
    COUNT = "count", "数量"
    SHARE = "share", "百分比"
    DECIMAL = "decimal", "小数"


class PeriodPart(models.TextChoices):
    """The part of a year that a figure covers; the empty part is the whole year."""

    YEAR = "", "全年"
    H1 = "H1", "上半年"
    H2 = "H2", "下半年"
    Q1 = "Q1", "一季度"
    Q2 = "Q2", "二季度"
    Q3 = "Q3", "三季度"
    Q4 = "Q4", "四季度"
    M01 = "M01", "1月"
    M02 = "M02", "2月"
    M03 = "M03", "3月"
    M04 = "M04", "4月"
    M05 = "M05", "5月"
    M06 = "M06", "6月"
    M07 = "M07", "7月"
    M08 = "M08", "8月"
    M09 = "M09", "9月"
    M10 = "M10", "10月"
    M11 = "M11", "11月"
    M12 = "M12", "12月"


class EnterpriseRole(models.TextChoices):
    """What an enterprise is in its town (P 二(五))."""

    LEADING = "leading", "龙头企业"
    SUPPORTING = "supporting", "配套企业"


class DesignationState(models.TextChoices):
    """The life of a recognition after it was given."""

    ACTIVE = "active", "有效"
    SUSPENDED = "suspended", "暂停"
    REVOKED = "revoked", "已撤销"
    EXPIRED = "expired", "已到期"
