"""目录: what is in a ZIP of evidence, as the first file in it."""

from collections.abc import Collection, Iterator, Sequence

from applications.models import EvidencePackage
from applications.selectors.packages import package_versions
from core.sheets import Column, Sheet, Value, workbook_chunks
from core.templatetags.formats import moment

COLUMNS = (
    "序号",
    "用于条件",
    "材料名称",
    "文件名",
    "原文件名",
    "版本",
    "大小（字节）",
    "有效期至",
    "上传单位",
    "上传人",
    "上传时间",
    "摘要（SHA-256）",
    "备注",
)
WIDTHS = (6, 12, 30, 46, 30, 6, 14, 12, 18, 12, 18, 68, 24)


def list_of_contents(package: EvidencePackage, unreachable: Collection[str]) -> bytes:
    """A workbook with a row for each file; what could not be read says so."""
    columns = [Column(title, width) for title, width in zip(COLUMNS, WIDTHS, strict=True)]
    return b"".join(workbook_chunks(Sheet("目录", columns), _rows(package, unreachable)))


def _rows(package: EvidencePackage, unreachable: Collection[str]) -> Iterator[Sequence[Value]]:
    versions = package_versions(package)
    for number, entry in enumerate(package.entries, start=1):
        version = versions[entry["version"]]
        yield (
            number,
            "、".join(map(str, entry["criteria"])) or "其他",
            entry["title"],
            entry["name"],
            version.name,
            version.number,
            version.blob.size,
            entry["valid_until"],
            version.organisation.short_name,
            version.uploaded_by.display_name,
            moment(version.uploaded_at),
            version.blob.sha256,
            "暂时取不到，没有打包" if entry["name"] in unreachable else "",
        )
