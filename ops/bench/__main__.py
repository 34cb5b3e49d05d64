"""`make bench`: the figures of docs/benchmarks.md, measured on this machine; nothing of it stays."""

import sys
import time

from ops.bench import engine
from ops.bench.surroundings import surroundings
from ops.console import Refused, say, use_utf8


def main() -> int:
    """0 when the results were right; how fast they were is for the reader to judge."""
    use_utf8()
    begin = time.monotonic()
    try:
        right = [engine.run(), recheck()]
    except (Refused, RuntimeError) as error:
        say(f"没有测完：{error}")
        return 1
    say(
        f"用时 {time.monotonic() - begin:.0f} 秒。{'结果全部正确。' if all(right) else '结果有误，数字无效。'}"
    )
    return 0 if all(right) else 1


def recheck() -> bool:
    with surroundings() as found:
        if found is None:
            say("重新检查：未运行，没有可用的 PostgreSQL（15 或更高版本）")
            return True
        # Models can be imported only now that Django is set up.
        from ops.bench import rechecks

        origin, worker = found
        say(f"重新检查：PostgreSQL（{origin}），后台任务 2 个进程，各 {rechecks.PAIRS} 个窗口，轮流进行")
        return rechecks.run(worker)


if __name__ == "__main__":
    sys.exit(main())
