"""`make bench`: the figures of docs/benchmarks.md, measured on this machine; nothing of it stays."""

import argparse
import sys
import time
from collections.abc import Sequence

from ops.bench import engine, reading
from ops.bench.surroundings import surroundings
from ops.console import Refused, say, use_utf8

PARTS = ("engine", "reading", "search", "queue", "form", "import", "export", "recheck")
# Applications of one office.
QUEUES = (1_000, 10_000, 100_000)


def main() -> int:
    """0 when the results were right; how fast they were is for the reader to judge."""
    use_utf8()
    options = _options()
    begin = time.monotonic()
    try:
        right = [part.run() for part in (engine, reading) if part.__name__.rpartition(".")[2] in options.only]
        right += on_postgres(options.only, options.sizes)
    except (Refused, RuntimeError) as error:
        say(f"没有测完：{error}")
        return 1
    say(
        f"用时 {time.monotonic() - begin:.0f} 秒。{'结果全部正确。' if all(right) else '结果有误，数字无效。'}"
    )
    return 0 if all(right) else 1


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make bench")
    reader.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="只测其中几项")
    reader.add_argument("--sizes", nargs="+", type=int, default=QUEUES, help="各队列的件数，从小到大")
    return reader.parse_args()


def on_postgres(parts: Sequence[str], sizes: Sequence[int]) -> list[bool]:
    """The queue, before a worker is connected, and the re-check."""
    if not set(PARTS[2:]) & set(parts):
        return []
    with surroundings() as found:
        if found is None:
            say(
                "查条文、复核队列、保存填报、导入、导出、重新检查：未运行，没有可用的 PostgreSQL（15 或更高版本）"
            )
            return []
        # Models can be imported only now that Django is set up.
        from ops.bench import block_save, export, importing, queue, rechecks

        origin, worker = found
        right = searching(parts, origin)
        if "queue" in parts:
            say(f"复核队列：PostgreSQL（{origin}），登录后的整页，各 {queue.WINDOWS} 个窗口，轮流进行")
            right.append(queue.run(sizes))
        if "form" in parts:
            say(f"保存填报：PostgreSQL（{origin}），各 {block_save.WINDOWS} 个窗口，轮流进行")
            right.append(block_save.run())
        if "import" in parts:
            say(
                f"导入：PostgreSQL（{origin}），{importing.ROWS} 行数据，各 {importing.WINDOWS} 个窗口，轮流进行"
            )
            right.append(importing.run())
        if "export" in parts:
            say(f"导出：PostgreSQL（{origin}），各 {export.WINDOWS} 个窗口，轮流进行")
            right.append(export.run())
        if "recheck" in parts:
            say(f"重新检查：PostgreSQL（{origin}），后台任务 2 个进程，各 {rechecks.PAIRS} 个窗口，轮流进行")
            right.append(rechecks.run(worker))
        return right


def searching(parts: Sequence[str], origin: str) -> list[bool]:
    """Clauses of policies, in a database of their own."""
    if "search" not in parts:
        return []
    from ops.bench import search

    say(f"查条文：PostgreSQL（{origin}），{search.ROWS} 条，各 {search.WINDOWS} 个窗口，轮流进行")
    return [search.run()]


if __name__ == "__main__":
    sys.exit(main())
