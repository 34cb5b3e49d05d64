"""Draw the machine out of the code into docs/machine.md: a diagram, and a table of states, parties and actions."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django_fsm import GET_STATE

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.rules import ACTING
from records.workflow import actions_of

HEADER = """# 申报的状态机

由 `python manage.py draw_machine` 生成，请勿手改；改了状态机或办理表之后重新生成，测试会核对。

- 状态与边：`applications/workflow.py`，数据库触发器再守一次（`docs/decisions/0004`）。
- 谁来办：`applications/rules.py` 的 `ACTING`；“申报单位、复核单位、认定单位”是哪个单位，由批次的数据决定。
- 表中只列“哪一方的什么角色”；时限、承诺、环节、回避等其他条件见各条规则，不满足时页面说明理由。
"""


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
    rows = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _who(name: str, state: State) -> str:
    acting = ACTING[name].get(state)
    if acting is None:
        return ""
    roles = "、".join(role.label for role in Role if role in acting.roles)
    return f"{acting.party.label}：{roles}"


def document() -> str:
    """The whole page."""
    return f"{HEADER}\n## 图\n\n{diagram()}\n\n## 谁能办什么\n\n{table()}\n"


class Command(BaseCommand):
    """`python manage.py draw_machine`; a test compares the file with the code."""

    help = "由代码生成 docs/machine.md。"

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "machine.md"
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"已写入 {path.relative_to(settings.BASE_DIR)}")
