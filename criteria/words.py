"""The Chinese words for every key that facts and standards use, each said once."""

from typing import Final, NamedTuple

FIELDS: Final = {
    "category": "产业类别",
    "year": "数据年份",
    "output_value": "主导产业产值",
    "counties": "主导产业所在县（市、区）",
    "leading_enterprises": "龙头企业户数",
    "supporting_enterprises": "配套企业户数",
    "employment": "带动就业人数",
    "market_share": "市场占有率",
    "wide_national_market": "全国市场空间",
    "traits": "产业特色",
    "relaxation_reason": "放宽理由",
    "titles": "优先评定的称号",
    "brands": "品牌",
    "technical_standards": "技术标准",
    "indicators": "其他指标",
    "platforms": "公共服务功能",
}

SHARES: Final = {"city": "全市市场占有率", "province": "全省市场占有率", "country": "全国市场占有率"}

TRAITS: Final = {
    "historical_origin": "历史发源地",
    "geographical_indication": "地理标志",
    "strategic_emerging": "战略性新兴产业",
    "influential": "行业影响力大",
}

TITLES: Final = {
    "technology_centre": "企业技术中心",
    "engineering_centre": "工程中心",
    "specialised_sme": "专精特新企业",
    "little_giant": "“小巨人”企业",
    "champion": "单项冠军企业",
    "leading_enterprise": "龙头企业称号",
}

# From the lowest to the highest: "at provincial level or above" reads this order.
LEVELS: Final = {"city": "市级", "provincial": "省级", "national": "国家级"}

STANDARD_LEVELS: Final = {
    "international": "国际标准",
    "national": "国家标准",
    "industry": "行业标准",
    "local": "地方标准",
    "group": "团体标准",
}

ROLES: Final = {"led": "主导制定", "joined": "参与制定"}

PLATFORMS: Final = {
    "design": "研发设计",
    "testing": "检验检测",
    "training": "业务培训",
    "consulting": "信息咨询",
    "ip": "知识产权保护",
    "guarantee": "融资担保",
    "exhibition": "产品展销",
    "logistics": "物流服务",
}


class Figure(NamedTuple):
    """How a figure is named in a sentence, and the units in which a standard may state its threshold."""

    name: str
    units: tuple[str, ...]


FIGURES: Final = {
    "output_value": Figure("主导产业产值", ("亿元",)),
    "leading_enterprises": Figure("龙头企业", ("户", "家")),
    "supporting_enterprises": Figure("配套企业", ("户", "家")),
    "employment": Figure("带动就业", ("人",)),
    "market_share.city": Figure("主导产品全市市场占有率", ("%",)),
    "market_share.province": Figure("主导产品全省市场占有率", ("%",)),
    "market_share.country": Figure("主导产品全国市场占有率", ("%",)),
}

COUNTS: Final = ("leading_enterprises", "supporting_enterprises", "employment")


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Join words as a Chinese sentence does."""
    return "、".join(words)
