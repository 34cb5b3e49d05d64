"""办理指南: one page for each role, and the first steps that the workbench shows to who is new."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.actors import Actor
from accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps: what to do, and the page (`url_name`, called `page` on screen) where it is done."""

    words: str
    page: str
    url_name: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The page for a role, None for everybody; its text is the template portal/guide_<slug>.html."""

    slug: str
    title: str
    summary: str
    role: Role | None = None
    steps: tuple[Step, ...] = ()


# In the order in which an application passes the people.
GUIDES: tuple[Guide, ...] = (
    Guide("public", "公众指南", "查名录、看标准、自测条件，不用登录。"),
    Guide(
        "filer",
        "填报员指南",
        "登记专业镇，填写申报，提交，补正。",
        Role.FILER,
        (
            Step("先登记专业镇和近三年数据，申报时自动带出", "本单位专业镇", "towns:town_list"),
            Step("批次开放后新建申报，分几次填也可以", "申报", "applications:application_list"),
            Step("填完点“提交”；只保存不算提交", "工作台", "portal:workbench"),
            Step("退回、催办都会发消息告诉您", "消息", "notifications:message_list"),
        ),
    ),
    Guide(
        "unit",
        "单位管理员指南",
        "审核推荐，管好本单位的人员和角色。",
        Role.UNIT_ADMIN,
        (
            Step("给填报的同事新建账户、安排角色", "本单位人员", "accounts:unit_people"),
            Step("填报员提交后，由您核对并推荐上报", "工作台", "portal:workbench"),
            Step("出差前安排代理，调离前办理移交", "本单位人员", "accounts:unit_people"),
        ),
    ),
    Guide(
        "reviewer",
        "复核员指南",
        "受理，逐条复核，研判，退回补正。",
        Role.REVIEWER,
        (
            Step("到“复核”看送来的申报，先认领再办理", "复核", "applications:queue"),
            Step("逐条看检查结果、数据来源和佐证材料", "复核", "applications:queue"),
            Step("需要补正的，一次写清全部问题再退回", "复核", "applications:queue"),
        ),
    ),
    Guide(
        "director",
        "办公室主任指南",
        "建批次，分配，上会，列入名单，报请认定。",
        Role.OFFICE_DIRECTOR,
        (
            Step("新建批次：选标准、时间和可申报单位", "批次", "applications:round_list"),
            Step("给同事分配经办的申报，看进度和期限", "复核", "applications:queue"),
            Step("列入名单后报请认定", "认定", "applications:decision_list"),
        ),
    ),
    Guide(
        "registrar",
        "认定登记员指南",
        "登记文号和日期，公布认定，更正。",
        Role.REGISTRAR,
        (
            Step("办公室报请后，核对名单和正式文件", "认定", "applications:decision_list"),
            Step("填写文号、日期，上传扫描件，公布", "认定", "applications:decision_list"),
            Step("公布后到名录核对", "专业镇名录", "portal:towns"),
        ),
    ),
    Guide(
        "statistician",
        "统计员指南",
        "确认填报单位登记的数据。",
        Role.STATISTICIAN,
        (
            Step("核对填报单位登记的数据，确认或退回", "数据确认", "towns:figure_waiting"),
            Step("有新数据送来会发消息告诉您", "消息", "notifications:message_list"),
        ),
    ),
    Guide(
        "system",
        "系统管理员指南",
        "用户、单位、办理记录、运行状况。",
        Role.SYSTEM_ADMIN,
        (
            Step("给各单位的第一位管理员新建账户", "用户", "accounts:user_list"),
            Step("核对单位和上下级关系", "单位", "accounts:organisation_list"),
            Step("每天看一眼后台任务是否正常", "运行状况", "portal:health"),
        ),
    ),
)
GUIDE: Mapping[str, Guide] = {guide.slug: guide for guide in GUIDES}


def guides_for(actor: Actor) -> list[Guide]:
    """The guides of the roles that this person has now; the public's for everybody else."""
    own = [guide for guide in GUIDES if guide.role and actor.has_any(guide.role)]
    return own or [GUIDE["public"]]


def tour_for(actor: Actor) -> list[Guide]:
    """Whose first steps the workbench shows: those of the roles, until this person has put them away."""
    if actor.user is None or actor.user.tour_done_at is not None:
        return []
    return [guide for guide in guides_for(actor) if guide.steps]
