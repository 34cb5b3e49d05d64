"""Load the reference data; may be run again at any time (docs/reference-data.md)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.reference import load_divisions, load_organisations
from applications.reference import load_step_templates
from core.bulk import Brought
from core.errors import DomainError
from leadership.reference import load_rosters
from policies.reference import load_policies, load_policy_targets
from standards.reference import load_standards
from standards.services import recompute_standings, refresh_standings
from towns.reference import load_indicators, load_towns


class Command(BaseCommand):
    help = "载入参考数据：行政区划、单位、指标、认定标准、已公开认定的专业镇、领导小组名单和政策文件。可重复运行。"
    # Every start runs this command; the checks of the whole project belong to `migrate` and `check`.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            brought = load_everything(Path(settings.BASE_DIR) / "fixtures")
        except DomainError as error:
            raise CommandError(error.message) from error
        for name, part in brought.items():
            self.stdout.write(f"{name}：{_words(part)}")
        # Loading writes no acts about towns, so nothing but the parts tells whether any town has changed.
        is_changed = any(part.made or part.changed for part in brought.values())
        towns = recompute_standings() if is_changed else refresh_standings()
        self.stdout.write(f"达标情况：对照 {towns} 个专业镇" if towns else "达标情况：没有变化")


@transaction.atomic
def load_everything(folder: Path) -> dict[str, Brought]:
    """Everything or nothing, from the ground up; {name of the part: what was done}."""
    return {
        "行政区划": load_divisions(folder / "divisions.csv"),
        "单位": load_organisations(folder / "organisations"),
        "指标": load_indicators(folder / "indicators.json"),
        "环节模板": load_step_templates(folder / "step_templates.json"),
        "认定标准": load_standards(folder / "standards"),
        "专业镇": load_towns(folder / "towns.csv"),
        "领导小组": load_rosters(folder / "rosters"),
        "政策文件": load_policies(folder / "policies"),
        "政策目标": load_policy_targets(folder / "policy_targets.json"),
    }


def _words(brought: Brought) -> str:
    if not (brought.made or brought.changed):
        return "没有变化"
    parts = [
        f"新增 {brought.made}" if brought.made else "",
        f"更新 {brought.changed}" if brought.changed else "",
    ]
    return "，".join(filter(None, parts))
