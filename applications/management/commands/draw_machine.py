"""Draw the machine out of the code into docs/machine.md: a diagram, and a table of states, parties and actions."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django_fsm import GET_STATE

from accounts.enums import Role
from applications.acting import ACTING, ON_PAPER, acting_rows, bodies_of
from applications.enums import Party, State
from applications.models import Application
from core.enums import Level
from records.workflow import actions_of

HEADER = """# 申报的状态机

由 `python manage.py draw_machine` 生成，请勿手改；改了状态机或办理表之后重新生成，测试会核对。

- 状态与边：`applications/workflow.py`，数据库触发器再守一次（`docs/decisions/0004`）。
- 谁来办：`applications/acting.py`；“申报单位、复核单位、认定单位”是哪个单位，由批次的数据决定；“环节承办单位”是当前环节所在的办公室。
- 环节：`fixtures/step_templates.json`，批次可以改名称、时限和是否必经；前一个必经环节办结，后一个才开始。
- 表中只列“哪一方的什么角色”；时限、承诺、环节、回避等其他条件见各条规则，不满足时页面说明理由。
"""

PAPER = (
    "申报单位交来纸质件的，由第一个收件的办公室登记、录入；“录入完成”一次走完下面两条边，"
    "各留一条办理记录，写明纸上的签章和收到日期（`docs/decisions/0012`）。录入过的人员不再复核。"
)


def edges() -> list[tuple[str, str, str]]:
    """(action, from, to) for every edge, in the order of the registered actions and of the states."""
    order = list(actions_of(Application))
    states = [state.value for state in State]
    found: list[tuple[str, str, str]] = []
    for each in Application._meta.get_field("state").get_all_transitions(Application):
        targets = each.target.allowed_states if isinstance(each.target, GET_STATE) else [each.target]
        found.extend((each.name, str(each.source), str(target)) for target in targets)
    return sorted(
        found, key=lambda edge: (order.index(edge[0]), states.index(edge[1]), states.index(edge[2]))
    )


def diagram() -> str:
    """A Mermaid state diagram with Chinese labels."""
    labels = {name: action.label for name, action in actions_of(Application).items()}
    lines = [f"    {state.value}: {state.label}" for state in State]
    lines.append(f"    [*] --> {State.DRAFT.value}")
    lines += [f"    {source} --> {target}: {labels[name]}" for name, source, target in edges()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def table() -> str:
    """States × actions: who may take an action in a state; an empty cell has no edge."""
    actions = actions_of(Application)
    head = ["状态", *(action.label for action in actions.values())]
    body = [[state.label, *(_who(name, state) for name in actions)] for state in State]
    return _table([head, *body])


def _who(name: str, state: State) -> str:
    acting = ACTING[name].get(state)
    if acting is None:
        return ""
    roles = "、".join(role.label for role in Role if role in acting.roles)
    return f"{acting.party.label}：{roles}"


def level_tables() -> str:
    """For each level: its steps, and action by action the kinds of organisation and the roles."""
    return "\n\n".join(f"### {level.label}\n\n{_steps(level)}\n\n{_acting(level)}" for level in Level)


def _steps(level: Level) -> str:
    """The template's steps in one line."""
    path = Path(settings.BASE_DIR) / "fixtures" / "step_templates.json"
    steps = json.loads(path.read_text(encoding="utf-8"))[level.value]
    words = (
        f"{step['name']}（{_bodies(level, Party(step['party']))}，{step['days']} 个工作日）" for step in steps
    )
    return f"环节：{' → '.join(words)}"


def _acting(level: Level) -> str:
    labels = {name: action.label for name, action in actions_of(Application).items()}
    body = [
        [
            labels[row.action],
            row.origin.label,
            row.party.label,
            _bodies(level, row.party),
            "、".join(role.label for role in Role if role in row.roles),
        ]
        for row in acting_rows(level)
    ]
    return _table([["动作", "原状态", "哪一方", "单位类型", "角色"], *body])


def paper_table() -> str:
    """What the receiving office does in one act for a unit that filed on paper."""
    labels = {name: action.label for name, action in actions_of(Application).items()}
    body = [
        [
            labels[name],
            state.label,
            f"{acting.party.label}：{'、'.join(role.label for role in Role if role in acting.roles)}",
        ]
        for name, by_state in ON_PAPER.items()
        for state, acting in by_state.items()
    ]
    return f"{PAPER}\n\n{_table([['动作', '原状态', '谁来办'], *body])}"


def _bodies(level: Level, party: Party) -> str:
    return "或".join(body.words for body in bodies_of(level, party))


def _table(rows: list[list[str]]) -> str:
    """Markdown; the first row is the head."""
    head, *body = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *body])


def document() -> str:
    """The whole page."""
    parts = (
        ("图", diagram()),
        ("谁能办什么", table()),
        ("三级办理表", level_tables()),
        ("纸质件录入", paper_table()),
    )
    return HEADER + "".join(f"\n## {title}\n\n{content}\n" for title, content in parts)


class Command(BaseCommand):
    """`python manage.py draw_machine`; a test compares the file with the code."""

    help = "由代码生成 docs/machine.md。"

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "machine.md"
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"已写入 {path.relative_to(settings.BASE_DIR)}")
