"""The command parse_policy: one JSON document, or one sentence and exit 2; nothing is written."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from files.limits import limit_bytes
from tests.reading import builders

KEYS = {
    "title", "number", "issuer", "signed_on", "published_on", "effective_from", "effective_to", "draft", "based_on", "clauses",
    "duties", "amounts", "percentages", "roster", "warnings",
}  # fmt: skip


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stop:
        call_command("parse_policy", *arguments)
    out, sentence = capsys.readouterr()
    assert (stop.value.code, out) == (2, "")
    assert sentence.count("\n") == 1
    return sentence


@pytest.mark.parametrize("form", ["txt", "html", "docx", "pdf"])
def test_every_form_gives_one_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    said = builders.text("plan.txt")
    content = {"txt": str.encode, "html": builders.page, "docx": builders.docx_of, "pdf": builders.pdf}[form](
        said
    )
    file = tmp_path / f"文件.{form}"
    file.write_bytes(content)
    call_command("parse_policy", str(file))
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert err == ""
    assert set(answer) >= KEYS
    assert answer["number"] == "演政办发〔2025〕6号"
    assert answer["duties"][0] | {"line": 0} == {
        "path": "二(一)1",
        "lead": ["县工信局"],
        "responsible": ["县财政局", "县统计局", "各乡镇人民政府"],
        "line": 0,
    }
    assert {row["role"] for row in answer["roster"]} == {"组长", "副组长", "成员"}


def test_what_is_no_policy_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = tmp_path / "菜谱.txt"
    recipe.write_text("红烧肉\n1.切块。\n2.焯水。\n", encoding="utf-8")
    assert "没有认出政策文件" in refusal(capsys, str(recipe))


def test_the_guard_stands_in_front(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disguised = tmp_path / "方案.pdf"
    disguised.write_bytes(builders.docx_of("一、总则"))
    assert "内容" in refusal(capsys, str(disguised))
    large = tmp_path / "方案.txt"
    with large.open("wb") as file:
        file.truncate(limit_bytes() + 1)
    assert "MB" in refusal(capsys, str(large))


def test_files_that_are_not_there_and_no_file_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "没有找到文件" in refusal(capsys, str(tmp_path / "没有.txt"))
    assert "是文件夹" in refusal(capsys, str(tmp_path))
    assert "用法" in refusal(capsys)
