"""What an import's page says about where it stands."""

from dataclasses import dataclass

from exchange.enums import ImportState as State
from exchange.models import Import

# How a state looks in a list: the classes of a tag.
TAGS = {
    State.FAULTY: "state-declined",
    State.FAILED: "state-declined",
    State.READY: "state-shortlisted",
    State.OVERTAKEN: "state-shortlisted",
    State.APPLIED: "state-recognised",
    State.UNDONE: "is-quiet",
    State.DISCARDED: "is-quiet",
    State.EXPIRED: "is-quiet",
}
NOTHING = "什么也没有写入。"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar above the lines; `has_list` where the problems can be fetched as a workbook."""

    tone: str
    title: str
    text: str
    has_list: bool = False


def bars(batch: Import) -> list[Bar]:
    """Where it stands and what to do now, then everything else worth knowing."""
    found = [_standing(batch)]
    if batch.state == State.READY and batch.counts.get("warning"):
        text = "（例如与上年相差十倍）。不改也可以导入。"
        found.append(Bar("is-warning", f"有 {batch.counts['warning']} 处请再看一眼", text, has_list=True))
    tone = "is-error" if batch.state == State.FAILED else ""
    return found + [Bar(tone, "", note) for note in batch.notes]


def result_words(batch: Import) -> str:
    """The outcome in a few words, for the list."""
    counts = batch.counts
    if counts.get("error"):
        return f"{counts['error']} 处错误"
    return count_words(counts) if counts.get("rows") else "—"


def count_words(counts: dict[str, int]) -> str:
    """新增 3，变更 2，相同 1."""
    return f"新增 {counts['new']}，变更 {counts['changed']}，相同 {counts['same']}"


def _standing(batch: Import) -> Bar:
    state, counts = State(batch.state), batch.counts
    if state == State.FAULTY:
        text = "请对照下面的行和列改好，再上传同一个文件。"
        return Bar("is-error", f"有 {counts['error']} 处错误，整个文件都没有写入。", text, has_list=True)
    if state == State.READY:
        text = f"{count_words(counts)}。请看过预览再确认；确认之前什么也不写入。"
        return Bar("is-success", f"{counts['rows']} 行全部可以导入。", text)
    return {
        State.APPLIED: Bar("is-success", "已导入。", f"{result_words(batch)}。"),
        State.UNDONE: Bar("", "已撤销。", "内容恢复到导入之前。"),
        State.FAILED: Bar("is-error", "没有导入。", NOTHING),
        State.OVERTAKEN: Bar(
            "is-pressing", "核对之后登记内容有了变化，没有写入。", "请按“重新核对”，看过最新的预览再确认。"
        ),
    }.get(state, Bar("", f"{state.label}。", NOTHING))
