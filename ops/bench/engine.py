"""B4: a hundred thousand random fact sheets through the engine, an interpreter and a closure written by hand."""

import gc
import time
from collections.abc import Callable
from functools import partial

from criteria import strict_json
from criteria.facts import Facts
from criteria.findings import Finding
from criteria.standard import StandardSpec, compile_standard
from ops.bench import closure, interpreter
from ops.bench.facts import random_facts
from ops.bench.windows import interleaved
from ops.console import say
from ops.place import CLONE

SEED = 2022
ROUNDS = 40
SHEETS_A_WINDOW = 2500
STANDARD = CLONE / "fixtures" / "standards" / "shanxi-2022.json"
ENGINE, INTERPRETER, CLOSURE = "本平台的引擎", "逐条解释", "手写闭包"

Check = Callable[[Facts], list[Finding]]


class Course:
    """The contestants and the facts of the current window; findings are compared outside the measured time."""

    def __init__(self) -> None:
        raw = strict_json.loads(STANDARD.read_bytes())
        self.checks: dict[str, Check] = {
            ENGINE: compile_standard(StandardSpec.from_dict(raw)).check,
            INTERPRETER: partial(interpreter.check, raw),
            CLOSURE: closure.check,
        }
        self.prepared = -1
        self.facts: list[Facts] = []
        self.findings: list[list[Finding]] = []
        self.different = 0

    def window(self, name: str, number: int) -> float:
        """Hold one window's facts against the standard; microbenchmarks count processor time, not the clock."""
        self._prepare(number)
        check = self.checks[name]
        gc.collect()
        gc.disable()
        begin = time.process_time()
        found = [check(facts) for facts in self.facts]
        cost = time.process_time() - begin
        gc.enable()
        self._compare(found)
        return cost / len(self.facts)

    def _prepare(self, number: int) -> None:
        if number != self.prepared:
            rows = random_facts(SEED + number, SHEETS_A_WINDOW)
            self.prepared, self.facts, self.findings = number, [Facts.from_dict(row) for row in rows], []

    def _compare(self, found: list[list[Finding]]) -> None:
        self.findings = self.findings or found
        self.different += sum(ours != theirs for ours, theirs in zip(self.findings, found, strict=True))


def run() -> bool:
    """Print the part on the engine; False when the three did not find the same."""
    course = Course()
    series = interleaved({name: partial(course.window, name) for name in course.checks}, ROUNDS)
    say(f"条件引擎：{ROUNDS * SHEETS_A_WINDOW} 份随机事实表对照 shanxi-2022，各 {ROUNDS} 个窗口，轮流进行")
    for name in course.checks:
        say(f"  {name}：每份 {series.cost(name) * 1e6:.1f} 微秒")
    say(f"  引擎用时是手写闭包的 {series.ratio(ENGINE, CLOSURE)}")
    say(f"  逐条解释用时是引擎的 {series.ratio(INTERPRETER, ENGINE)}")
    say(
        f"  三者结果：{'逐条相同' if not course.different else f'有 {course.different} 份不同，以上数字无效'}"
    )
    return not course.different
