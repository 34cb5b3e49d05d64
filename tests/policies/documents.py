"""A document of our own, as the reader hands it over, and the ways it takes through the library."""

from collections.abc import Mapping
from typing import Any

from accounts.actors import Actor
from core.enums import Level
from policies import services
from policies.models import Clause, Policy, PolicyVersion
from policies.services.checking import FACTS
from policies.services.reading_in import Place, read_in
from tests.factories import World

NUMBER = "试政办发〔2024〕7号"
TEXT = """试验市支持陶器专业镇若干措施
一、扩大规模
(一)支持上台阶。对首次上台阶的企业奖励20万元。〔试验市工信局牵头，试验市财政局负责〕
(二)支持建平台。按投入的10%补助。
二、附则
本措施自2024年3月1日起施行。"""


def clause(path: str, label: str, heading: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"path": path, "label": label, "heading": heading, "text": text, **more}


def reading(**changes: Any) -> dict[str, Any]:
    """What the reader makes of TEXT."""
    return {
        "title": "试验市支持陶器专业镇若干措施",
        "number": NUMBER,
        "issuer": "试验市人民政府办公室",
        "signed_on": "2024-02-20",
        "published_on": "2024-02-26",
        "effective_from": "2024-03-01",
        "effective_to": "2026-12-31",
        "draft": False,
        "based_on": ["试政发〔2023〕1号"],
        "clauses": [
            clause("一", "一、", "扩大规模", lines=[2, 2]),
            clause("一(一)", "(一)", "支持上台阶", "对首次上台阶的企业奖励20万元。", lines=[3, 3], depth=1),
            clause(
                "一(二)",
                "(二)",
                "支持建平台",
                "按投入的10%补助。",
                lines=[4, 4],
                depth=1,
                doubts=[{"text": "没有找到责任单位。", "line": 4}],
            ),
            clause("二", "二、", "附则", "本措施自2024年3月1日起施行。", lines=[5, 6]),
        ],
        "duties": [{"path": "一(一)", "lead": ["试验市工信局"], "responsible": ["试验市财政局"]}],
        "amounts": [{"path": "一(一)", "text": "20万元", "yuan": "200000"}],
        "percentages": [{"path": "一(二)", "text": "10%"}],
        "roster": [],
        "warnings": [],
        **changes,
    }


def place(world: World, key: str = "") -> Place:
    assert world.office.division is not None
    return Place("support", Level.CITY, world.office.division, world.office, key)


def waiting(world: World, *, policy: Policy | None = None, **changes: Any) -> PolicyVersion:
    """A reading that nobody has checked yet."""
    return read_in(
        actor=world.reviewer,
        reading=reading(**changes),
        text=TEXT,
        source=None,
        place=None if policy else place(world),
        policy=policy,
    )


def facts_of(version: PolicyVersion, **changes: Any) -> Mapping[str, Any]:
    return {name: getattr(version, name) for name in FACTS} | {"last_day": version.last_day} | changes


def check_everything(actor: Actor, version: PolicyVersion) -> PolicyVersion:
    """Every clause and the head, as they were read."""
    version = services.confirm_facts(
        actor=actor, version=version, facts=facts_of(version), seen=version.version
    )
    for each in Clause.objects.filter(version=version).select_related("version").order_by("position"):
        services.confirm_clause(actor=actor, clause=each, seen=version.version)
    return version


def opened(world: World, *, policy: Policy | None = None, **changes: Any) -> PolicyVersion:
    """Checked and open to everybody."""
    version = check_everything(world.reviewer, waiting(world, policy=policy, **changes))
    return services.publish_version(actor=world.reviewer, version=version)
