"""One export in a process of its own, so that its memory is its own: `python -m ops.bench.export_child rows FILE`."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

KILOBYTES_A_MEGABYTE = 1024


def main() -> None:
    """Write the file, then print as JSON by how many megabytes memory grew and when the first byte came."""
    django.setup()
    from django.http import QueryDict

    from config.demonstration.journeys import acting
    from core import lists
    from core.sheets import Sheet, workbook_chunks
    from exchange.services.making import lines_of
    from ops.bench import export

    what, path = sys.argv[1], Path(sys.argv[2])

    def chunks() -> Iterator[bytes]:
        if what == "rows":
            return workbook_chunks(Sheet("数据", export.COLUMNS), map(export.line, range(export.ROWS)))
        actor = acting(export.ADMINISTRATOR, export.UNIT)
        opened = lists.find("acts").open(actor, QueryDict(""), {})
        return workbook_chunks(Sheet(opened.title, opened.columns), lines_of(opened))

    before = _forget_peak()
    begin = time.perf_counter()
    first = 0.0
    with path.open("wb") as file:
        for chunk in chunks():
            first = first or time.perf_counter() - begin
            file.write(chunk)
    sys.stdout.write(json.dumps({"grown": _peak() - before, "first": first}) + "\n")


def _forget_peak() -> float:
    """What this process holds now, in megabytes; its peak counts from here (a child begins with its parent's)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> float:
    """The most memory that this process held since then, in megabytes; read where Linux keeps it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(peak) / KILOBYTES_A_MEGABYTE


if __name__ == "__main__":
    main()
