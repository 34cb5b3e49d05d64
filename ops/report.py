"""What ran where: the table at the end of `make test`."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

# The reason with which tests on the real documents are left out; nobody but us has these documents.
NO_CORPUS = "CORPUS_DIR 未指向真实文件目录"
# The virus scanner is a program of the machine that the portal can do without; a stand-in on a socket is always tested.
NO_SCANNER = "没有安装 clamd"
COLUMNS = ("测试", "数据库", "通过", "失败", "未运行", "用时")


@dataclass(slots=True)
class Result:
    """One pass over the tests."""

    name: str
    engine: str
    passed: int = 0
    failed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def not_run(self) -> int:
        return sum(self.reasons.values())

    def forgivable(self) -> bool:
        """Whether nothing is left out but the tests on the real documents and with the real scanner."""
        return set(self.reasons) <= {NO_CORPUS, NO_SCANNER}


def read(result: Result, path: Path, code: int) -> Result:
    """Fill in the counts from pytest's JUnit file; a run that ended without one counts as a failure."""
    if path.exists():
        for case in ElementTree.parse(path).getroot().iter("testcase"):  # noqa: S314
            _count(result, case)
    # 5: nothing was selected.
    if code not in (0, 5) and not result.failed:
        result.failed = 1
    return result


def _count(result: Result, case: ElementTree.Element) -> None:
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        result.failed += 1
    elif skipped is not None and skipped.get("type") != "pytest.xfail":
        result.reasons[skipped.get("message", "")] += 1
    else:
        result.passed += 1


def table(results: list[Result]) -> str:
    """The table, with the reasons of what did not run below it."""
    rows = [COLUMNS, *(_row(result) for result in results)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "-" * _width(lines[0]))
    for result in results:
        lines += [
            f"未运行 {count} 项（{result.name}）：{why}" for why, count in sorted(result.reasons.items())
        ]
    return "\n".join(line.rstrip() for line in lines)


def _row(result: Result) -> tuple[str, ...]:
    counts = (str(result.passed), str(result.failed), str(result.not_run))
    return (result.name, result.engine, *counts, f"{result.seconds:.0f} 秒")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
