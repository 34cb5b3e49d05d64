"""The standards that come with the portal, each with its issuer and the full title of its document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accounts.actors import SYSTEM
from accounts.models import Organisation
from core.bulk import Brought
from core.errors import Invalid
from criteria.errors import CriteriaError
from criteria.standard import StandardSpec
from criteria.strict_json import JsonError
from standards.models import StandardVersion
from standards.services import load_standard

# taiyuan-2023.json is version 1, taiyuan-2023.v2.json version 2.
FILE_NAME = re.compile(r"(?P<code>[a-z][a-z0-9-]*)(?:\.v(?P<number>[1-9]\d?))?\.json")


@dataclass(frozen=True, slots=True)
class Origin:
    """`issuer` is the key of the government whose document it is."""

    issuer: str
    document_title: str


ORIGINS = {
    "shanxi-2022": Origin("gov-140000", "山西省促进专业镇高质量发展实施方案"),
    "taiyuan-2023": Origin("gov-140100", "太原市促进专业镇高质量发展实施方案"),
    "yongji-2024": Origin("gov-140881", "永济市促进专业镇高质量发展行动计划（2024-2025年）（征求意见稿）"),
}


def load_standards(folder: Path) -> Brought:
    """Bring every version to its file; a file that differs from what is published raises Conflict.

    Invalid, naming the file and the place in it, when a file cannot be read.
    """
    before = dict(StandardVersion.objects.values_list("pk", "digest"))
    for path, code, number in _files(folder):
        _load(path, code, number)
    after = dict(StandardVersion.objects.values_list("pk", "digest"))
    changed = sum(after[pk] != digest for pk, digest in before.items())
    return Brought(made=len(after) - len(before), changed=changed)


def _files(folder: Path) -> Iterator[tuple[Path, str, int]]:
    """Path, code and version number, the first versions first."""
    found = []
    for path in folder.glob("*.json"):
        match = FILE_NAME.fullmatch(path.name)
        if match is None or match["code"] not in ORIGINS:
            raise Invalid(f"{path.name}：不认识的标准文件，文件名应为“代号.json”或“代号.v2.json”。")
        found.append((path, match["code"], int(match["number"] or 1)))
    return iter(sorted(found, key=lambda each: each[1:]))


def _load(path: Path, code: str, number: int) -> None:
    try:
        _bring(StandardSpec.from_json(path.read_bytes()), path, code, number)
    except (CriteriaError, JsonError) as error:
        raise Invalid(f"{path.name}：{error}") from error


def _bring(spec: StandardSpec, path: Path, code: str, number: int) -> None:
    if spec.code != code:
        raise Invalid(f"{path.name}：代号 {spec.code} 与文件名不一致。")
    origin = ORIGINS[code]
    load_standard(
        actor=SYSTEM,
        spec=spec,
        number=number,
        issuer=Organisation.objects.get(key=origin.issuer),
        document_title=origin.document_title,
    )
