"""What every page's frame shows: where one can go, who one is, and whether this is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.actors import ANONYMOUS, Actor, Standing
from accounts.enums import Role
from notifications.selectors import unread_words

LARGE_TEXT_COOKIE = "large_text"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One way to go."""

    label: str
    url: str
    current: bool


class Page:
    """The frame of a page; nothing is read before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor:
        """Who looks at the page; nobody when the request failed before that was known."""
        return getattr(self._request, "actor", ANONYMOUS)

    @property
    def demonstration(self) -> bool:
        return settings.DEMONSTRATION

    @property
    def large_text(self) -> bool:
        """大字版."""
        return self._request.COOKIES.get(LARGE_TEXT_COOKIE) == "1"

    @cached_property
    def switches(self) -> list[Standing]:
        """Other organisations that this person can act for."""
        return [each for each in self.actor.memberships if not self.actor.acts_for(each.organisation)]

    @cached_property
    def unread_messages(self) -> str:
        """How many messages nobody has opened yet, 99+ at most; empty when there are none."""
        return unread_words(self.actor)

    @cached_property
    def nav(self) -> list[NavItem]:
        """The main ways of this person."""
        actor = self.actor
        if actor.is_anonymous:
            ways = [
                ("首页", "portal:home"),
                ("专业镇名录", "portal:towns"),
                ("申报批次", "portal:rounds"),
                *STANDARDS,
                POLICIES,
                ("领导小组", "portal:groups"),
                ("办理指南", "portal:guides"),
            ]
        else:
            ways = [
                ("工作台", "portal:workbench"),
                *([("申报", "applications:application_list")] if actor.is_applicant else []),
                *([("本单位专业镇", "towns:town_list")] if actor.is_applicant else []),
                *([("数据确认", "towns:figure_waiting")] if actor.has_any(Role.STATISTICIAN) else []),
                *([("复核", DESK)] if actor.is_office else []),
                *([("达标情况", "portal:board")] if _has_towns(actor) else []),
                *([("批次", "applications:round_list")] if actor.is_office else []),
                *([("认定", "applications:decision_list")] if actor.is_office or actor.is_registrar else []),
                *([POLICIES] if actor.is_office else []),
                *([GROUPS] if _keeps_rosters(actor) else []),
                *(MANAGEMENT if actor.is_system_admin else []),
                ("专业镇名录", "portal:towns"),
            ]
        return [self._item(label, name) for label, name in ways]

    @cached_property
    def more(self) -> list[NavItem]:
        """Ways that stand in the menu."""
        if self.actor.is_anonymous:
            return []
        ways = [
            *([("本单位人员", "accounts:unit_people")] if self.actor.gives else []),
            *([("导入记录", "exchange:import_list")] if _brings_sheets(self.actor) else []),
            ("我的导出", "exchange:export_list"),
            *([GROUPS] if self.actor.organisation and not _keeps_rosters(self.actor) else []),
            ("网站首页", "portal:home"),
            ("申报批次", "portal:rounds"),
            *STANDARDS,
            *([] if self.actor.is_office else [POLICIES]),
            ("办理指南", "portal:guides"),
            ("组件陈列", "portal:gallery"),
        ]
        return [self._item(label, name) for label, name in ways]

    def _item(self, label: str, name: str) -> NavItem:
        url = reverse(name)
        return NavItem(label, url, self._leads_to(url) or (name == DESK and self._is_on_the_desk))

    def _leads_to(self, url: str) -> bool:
        here = self._request.path
        return here == url or (url != "/" and here.startswith(url) and not _nearer(here, url))

    @property
    def _is_on_the_desk(self) -> bool:
        """One application, a paper to be keyed in: for an office they belong to 复核."""
        return not self.actor.is_applicant and self._leads_to(reverse("applications:application_list"))


DESK = "applications:queue"
STANDARDS = [("认定标准", "standards:standard_list"), ("对照自测", "standards:self_check_start")]
POLICIES = ("政策文件", "policies:policy_list")
GROUPS = ("领导小组", "leadership:group_list")
MANAGEMENT = [
    ("用户", "accounts:user_list"),
    ("单位", "accounts:organisation_list"),
    ("办理记录", "records:act_list"),
    ("失败任务", "records:task_failure_list"),
    ("运行状况", "portal:health"),
]


def _has_towns(actor: Actor) -> bool:
    return actor.is_applicant or actor.is_office or actor.is_registrar


def _brings_sheets(actor: Actor) -> bool:
    """Facts of towns, users, or the people of one's own unit."""
    return (
        actor.is_applicant or actor.is_system_admin or actor.has_any(Role.STATISTICIAN) or bool(actor.gives)
    )


def _keeps_rosters(actor: Actor) -> bool:
    return actor.is_office or actor.is_registrar


def _nearer(here: str, url: str) -> bool:
    """/applications/queue/ belongs to 复核 and not to 申报, /registry/figures/ to 数据确认 and not to the towns."""
    rest = here.removeprefix(url)
    return rest.startswith(("queue", "rounds", "decisions", "self-check", "figures"))


def page(request: HttpRequest) -> dict[str, Page]:
    """The context processor."""
    return {"page": Page(request)}
