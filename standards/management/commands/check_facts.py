"""Hold facts against a recognition standard; nothing is written (docs/commands.md)."""

import re
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BadInput, JsonCommand, read_file
from criteria.errors import CriteriaError
from criteria.facts import Facts
from criteria.findings import Finding, eligibility
from criteria.reading import shown
from criteria.strict_json import JsonError
from criteria.words import listed
from standards.models import Standard, StandardVersion
from standards.selectors import compiled
from standards.selectors.library import standards_with_versions, version_in_use

NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class Command(JsonCommand):
    help = "把一份数据对照认定标准逐项检查，只提建议，不写数据库。"
    usage = "python manage.py check_facts --standard 标准代号 [--version 版本号] 数据文件.json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--standard", metavar="CODE", help="标准代号，如 taiyuan-2023")
        parser.add_argument(
            "--version", metavar="N", help="版本号；不写则用最新发布的一版，没有发布的用征求意见稿"
        )
        parser.add_argument(
            "facts", nargs="?", metavar="FACTS.json", help="数据文件，格式见 docs/commands.md"
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        if options["facts"] is None:
            raise BadInput(f"请写明数据文件，用法：{self.usage}")
        facts = read_facts(str(options["facts"]))
        version = find_version(options["standard"], options["version"])
        try:
            findings = compiled(version).check(facts)
        except CriteriaError as error:
            raise BadInput(f"{options['facts']}：{error}") from error
        return {
            "standard": version.standard.code,
            "version": version.number,
            "eligible": eligibility(findings).value,
            "findings": [plain(finding) for finding in findings],
        }


def read_facts(name: str) -> Facts:
    """The facts in a file; raises BadInput with the file, the place in it and what is wrong."""
    try:
        return Facts.from_json(read_file(name))
    except (CriteriaError, JsonError) as error:
        raise BadInput(f"{name}：{error}") from error


def find_version(code: str | None, number: object) -> StandardVersion:
    """The version that is asked for; raises BadInput with what there is."""
    if not code:
        raise BadInput(f"请用 --standard 写明标准代号，可用：{_codes()}。")
    standard = standards_with_versions().filter(code=code).first() if "\0" not in code else None
    if standard is None:
        raise BadInput(f"没有代号为{shown(code)}的标准，可用：{_codes()}。")
    if number is not None:
        return _numbered(standard, str(number))
    version = version_in_use(standard)
    if version is None:
        raise BadInput(f"标准 {code} 各版都已停用，请用 --version 指明版本，已有：{_numbers(standard)}。")
    return version


def plain(finding: Finding) -> dict[str, Any]:
    """A finding with the keys that scripts rely on."""
    return {
        "criterion": finding.criterion,
        "requirement": finding.requirement,
        "verdict": finding.verdict.value,
        "message": finding.message,
        "clause": finding.clause,
    }


def _numbered(standard: Standard, number: str) -> StandardVersion:
    if not NUMBER.fullmatch(number):
        raise BadInput(f"版本号{shown(number)}不对，应为正整数，如 1。")
    for version in standard.versions.all():
        if version.number == int(number):
            return version
    raise BadInput(f"标准 {standard.code} 没有第 {number} 版，已有：{_numbers(standard)}。")


def _numbers(standard: Standard) -> str:
    return listed([version.number_name for version in standard.versions.all()]) or "（还没有任何一版）"


def _codes() -> str:
    codes = list(Standard.objects.order_by("code").values_list("code", flat=True))
    return listed(codes) or "（还没有载入标准，请先运行 python manage.py load_reference）"
