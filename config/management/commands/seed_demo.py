"""Demonstration data for any phase of recognition; never under production settings."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Organisation
from config.demonstration.journeys import make_stage
from config.demonstration.people import OFFICE, make_accounts
from config.demonstration.rounds import make_rounds
from standards.services import refresh_standings

STAGES = {
    "draft": "草稿和待推荐",
    "returned": "退回和撤回",
    "reviewing": "待受理到拟认定",
    "recognised": "认定",
}


class Command(BaseCommand):
    help = "生成演示数据：草稿、退回、复核中、已认定各阶段的申报。可重复运行，已有的不再生成。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stage", choices=list(STAGES), action="append", help="只生成某一阶段，可写多次；不写则全部生成"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("正式环境不能生成演示数据（DEMONSTRATION 未开启）。")
        if not Organisation.objects.filter(key=OFFICE).exists():
            raise CommandError("请先运行 python manage.py load_reference 载入参考数据。")
        given = options["stage"] or list(STAGES)
        for stage in [given] if isinstance(given, str) else given:
            self.stdout.write(f"{STAGES[stage]}：新增申报 {self.make(stage)} 件")
        # The board is full at the first look and does not wait for the worker.
        refresh_standings()

    @transaction.atomic
    def make(self, stage: str) -> int:
        """One stage, all or nothing, with the people and the rounds that it needs."""
        make_accounts()
        return make_stage(stage, make_rounds())
