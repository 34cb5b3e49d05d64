"""The form of an application as data: its blocks in order, each with its figures, choices and texts (practice.md 1).

What a field means and which clause asks for it comes from the registry's indicators and the round's standard; here
stands only what is asked, and where. A block is saved by itself and has a version of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field that is no figure is answered."""

    TEXT = "text"
    LINE = "line"
    CATEGORY = "category"
    TRAITS = "traits"
    PLATFORMS = "platforms"
    YES_NO = "yes_no"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the unit in its own words or choice; `name` is its key in the draft."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    longest: int = 800


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the form that one person fills in at a time.

    `figures` are keys of indicators, asked for three years; `sections` names sections of the registry whose rows
    are shown, because they are kept there and not typed again.
    """

    key: str
    title: str
    help: str
    figures: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    sections: tuple[str, ...] = ()


BLOCKS: tuple[Block, ...] = (
    Block(
        "basics",
        "基本情况",
        "先选类别，后面要求多少随类别而定。联系人只有办理单位看得到。",
        answers=(
            Answer("category", "类别", Kind.CATEGORY, "按本批次适用的标准分类。"),
            Answer("townships", "涉及乡镇（街道）", Kind.LINE, "例如：清源镇、徐沟镇。", 200),
            Answer("leader", "单位负责人", Kind.LINE, "", 40),
            Answer("contact_name", "联系人", Kind.LINE, "", 40),
            Answer("contact_telephone", "联系电话", Kind.LINE, "手机或座机，例如 0351-1234567。", 40),
        ),
    ),
    Block(
        "scale",
        "产业规模",
        "取自名录的数据已经填好，只改不同的；改了的在提交后成为新的数据，由统计员确认。",
        figures=("output_value", "revenue", "share_of_county"),
    ),
    Block(
        "market",
        "市场需求",
        "占有率不知道的留空，不要估计；有行业协会证明的请在佐证材料中上传。",
        figures=(
            "market_share_city",
            "market_share_province",
            "market_share_country",
            "exports",
            "online_sales",
        ),
        answers=(
            Answer("wide_national_market", "在全国有较大市场空间", Kind.YES_NO),
            Answer("market_text", "市场情况", help="国内外市场、主要客户和出口地，800 字以内。"),
        ),
    ),
    Block(
        "entities",
        "经营主体",
        "家庭农场、专业合作社计算在内。企业名单在“本单位专业镇”里登记，这里只填户数。",
        figures=(
            "enterprises",
            "new_enterprises",
            "leading_enterprises",
            "supporting_enterprises",
            "regulated_enterprises",
        ),
        sections=("enterprises", "titles"),
    ),
    Block(
        "employment",
        "就业和税收",
        "年末从业人数和全年税收，以人社、税务部门的数据为准。",
        figures=("employment", "tax"),
        answers=(Answer("employment_text", "就业富民情况", help="带动就业、创业和增收的做法，800 字以内。"),),
    ),
    Block("innovation", "创新能力", "没有的填 0，不知道的留空。", figures=("rd_spending", "patents")),
    Block(
        "brands",
        "品牌和标准",
        "品牌、技术标准在“本单位专业镇”里登记一次，每次申报自动带出；缺的请去登记。",
        sections=("brands", "technical-standards"),
    ),
    Block(
        "services",
        "公共服务",
        "勾选已有的服务功能；平台名称和服务内容在“本单位专业镇”里登记。",
        answers=(Answer("platforms", "公共服务功能", Kind.PLATFORMS, "已经具备的请勾选。"),),
        sections=("platforms",),
    ),
    Block(
        "history",
        "历史与传承",
        "写清起源、传承和现在的口碑，有史料、证书的请上传。",
        answers=(
            Answer("traits", "传统特色", Kind.TRAITS),
            Answer("history_text", "历史传承", help="起源年代、传承情况、非遗和老字号等，800 字以内。"),
        ),
        sections=("heritage",),
    ),
    Block(
        "environment",
        "产业环境",
        "当地政府为产业做了什么：规划、政策、专班、服务。",
        answers=(Answer("environment_text", "发展环境", help="本地的规划、政策和服务措施，800 字以内。"),),
    ),
    Block(
        "projects",
        "项目和招商",
        "没有的写“无”。",
        answers=(
            Answer("projects_text", "重大项目", help="项目名称、投资和进度，800 字以内。"),
            Answer("investment_text", "招商引资", help="在谈和签约的招商项目，800 字以内。"),
        ),
    ),
    Block(
        "relaxation",
        "申请放宽",
        "产值未达到要求、又具有传统特色时填写；其他情况留空。",
        answers=(
            Answer("relaxation_reason", "申请放宽的理由", help="产品影响、知名度和市场占有率，800 字以内。"),
            Answer("prospects_text", "发展前景", help="今后三年的目标和依据，800 字以内。"),
        ),
    ),
    Block(
        "commitment",
        "承诺",
        "提交前须勾选第一项。",
        answers=(
            Answer("commitment", "本单位承诺：所填内容真实、准确、完整，并对此负责。", Kind.CHECK),
            Answer("no_incident", "近三年无重大安全、质量、环保事故和严重失信", Kind.YES_NO),
        ),
    ),
)
BLOCK: Mapping[str, Block] = {block.key: block for block in BLOCKS}
ANSWERS: Mapping[str, Answer] = {answer.name: answer for block in BLOCKS for answer in block.answers}
# Every figure that the form asks for, in its order: keys of indicators.
FIGURE_KEYS = tuple(key for block in BLOCKS for key in block.figures)
# What the unit says in its own words, and of these what people judge; the relaxation has a judgement of its own.
TEXTS = tuple(answer.name for answer in ANSWERS.values() if answer.kind in {Kind.TEXT, Kind.LINE})
STATEMENTS = tuple(
    answer.name
    for block in BLOCKS
    if block.key != "relaxation"
    for answer in block.answers
    if answer.kind == Kind.TEXT
)
# Said anew with every application: never taken over from an earlier one.
PROMISES = ("commitment", "no_incident")
_BLOCK_OF: Mapping[str, Block] = {
    topic: block for block in BLOCKS for topic in (*block.figures, *(each.name for each in block.answers))
}
_BLOCK_OF_SECTION: Mapping[str, Block] = {
    section.replace("-", "_"): block for block in BLOCKS for section in block.sections
}


def block_of(topic: str) -> Block | None:
    """Where a figure or an answer is given, or a section of the registry shown; None where the form asks for nothing."""
    return _BLOCK_OF.get(topic) or _BLOCK_OF_SECTION.get(topic)
