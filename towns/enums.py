"""Words of the registry."""

from django.db import models

from criteria.words import LEVELS, ROLES, STANDARD_LEVELS, TITLES


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


class FigureSubject(models.TextChoices):
    """Of whom an indicator speaks."""

    TOWN = "town", "专业镇"
    ENTERPRISE = "enterprise", "企业"
    PRODUCT = "product", "产品"


class Confirmation(models.TextChoices):
    """What the statistics unit has said about a figure."""

    WAITING = "waiting", "尚未确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "已退回"


class EnterpriseRole(models.TextChoices):
    """What an enterprise is in its town (P 二(五))."""

    LEADING = "leading", "龙头企业"
    SUPPORTING = "supporting", "配套企业"


class EnterpriseKind(models.TextChoices):
    """Which kind of market entity; family farms and co-operatives count as supporting ones (P 二(五))."""

    COMPANY = "company", "企业"
    FAMILY_FARM = "family_farm", "家庭农场"
    COOPERATIVE = "cooperative", "专业合作社"
    HOUSEHOLD = "household", "个体工商户"


class TitleKind(models.TextChoices):
    """Titles that standards name as merits (P 二(五))."""

    TECHNOLOGY_CENTRE = "technology_centre", TITLES["technology_centre"]
    ENGINEERING_CENTRE = "engineering_centre", TITLES["engineering_centre"]
    SPECIALISED_SME = "specialised_sme", TITLES["specialised_sme"]
    LITTLE_GIANT = "little_giant", TITLES["little_giant"]
    CHAMPION = "champion", TITLES["champion"]
    LEADING_ENTERPRISE = "leading_enterprise", TITLES["leading_enterprise"]


class HonourLevel(models.TextChoices):
    """At which level a title or a brand is recognised, the highest first."""

    NATIONAL = "national", LEVELS["national"]
    PROVINCIAL = "provincial", LEVELS["provincial"]
    CITY = "city", LEVELS["city"]


class BrandKind(models.TextChoices):
    """Kinds of brand (P 二(六), J (九))."""

    GEOGRAPHICAL_INDICATION = "geographical_indication", "地理标志"
    TIME_HONOURED = "time_honoured", "老字号"
    SHANXI_PREMIUM = "shanxi_premium", "山西精品"
    REGIONAL = "regional", "区域品牌"
    ENTERPRISE = "enterprise", "企业品牌"
    PRODUCT = "product", "产品品牌"


class StandardLevel(models.TextChoices):
    """Levels of technical standards (P 二(六)); a group standard is kept and does not count."""

    INTERNATIONAL = "international", STANDARD_LEVELS["international"]
    NATIONAL = "national", STANDARD_LEVELS["national"]
    INDUSTRY = "industry", STANDARD_LEVELS["industry"]
    LOCAL = "local", STANDARD_LEVELS["local"]
    GROUP = "group", STANDARD_LEVELS["group"]


class DraftingRole(models.TextChoices):
    """What the town's people did for a technical standard."""

    LED = "led", ROLES["led"]
    JOINED = "joined", ROLES["joined"]


class HeritageKind(models.TextChoices):
    """What a town has inherited (P 二(一), 二(四))."""

    HISTORICAL_ORIGIN = "historical_origin", "历史发源地"
    INTANGIBLE = "intangible", "非物质文化遗产"
    TIME_HONOURED_CRAFT = "time_honoured_craft", "老字号技艺"


class Declarable(models.TextChoices):
    """What a county may declare complete: whatever is not registered there then is known not to exist."""

    ENTERPRISES = "enterprises", "企业"
    TITLES = "titles", "称号"
    BRANDS = "brands", "品牌"
    TECHNICAL_STANDARDS = "technical_standards", "技术标准"
    PLATFORMS = "platforms", "公共服务平台"
    TRAITS = "traits", "传统特色"


class DesignationState(models.TextChoices):
    """The life of a recognition after it was given."""

    ACTIVE = "active", "有效"
    REVOKED = "revoked", "已撤销"


class RevocationState(models.TextChoices):
    """提请撤销 by the office, confirmed by the authority."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    CANCELLED = "cancelled", "已撤回"
