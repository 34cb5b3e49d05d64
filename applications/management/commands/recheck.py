"""Ask for a re-check of what was filed; the results come beside the earlier ones (docs/benchmarks.md)."""

from typing import Any

from django.core.management.base import CommandParser

from applications.models import Round
from applications.services.rechecking import newest_sheets, request_rechecks
from core.commands import BadInput, JsonCommand
from core.errors import DomainError
from criteria.reading import shown
from standards.management.commands.check_facts import NUMBER, find_version


class Command(JsonCommand):
    """Writes waiting checks and sends them; without a worker they wait until there is one."""

    help = "用一版认定标准重新检查已提交的申报，结果另存，不改动以前的结果。"
    usage = "python manage.py recheck --standard 标准代号 [--version 版本号] [--round 批次编号]"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--standard", metavar="CODE", help="标准代号，如 taiyuan-2023")
        parser.add_argument("--version", metavar="N", help="版本号；不写则用最新发布的一版")
        parser.add_argument(
            "--round",
            metavar="PK",
            help="只检查这一批次（批次页面网址中的编号）；不写则检查按本标准申报的各批次",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        version = find_version(options["standard"], options["version"])
        round_ = None if options["round"] is None else find_round(str(options["round"]))
        try:
            requested = request_rechecks(
                sheets=newest_sheets(version=version, round_=round_), version=version
            )
        except DomainError as error:
            raise BadInput(error.message) from error
        return {
            "standard": version.standard.code,
            "version": version.number,
            "round": round_.pk if round_ else None,
            "requested": requested,
        }


def find_round(number: str) -> Round:
    """The round with this number; raises BadInput."""
    found = Round.objects.filter(pk=int(number)).first() if NUMBER.fullmatch(number) else None
    if found is None:
        raise BadInput(f"没有编号为{shown(number)}的申报批次。")
    return found
