"""The command check_facts, sentence by sentence of what others script against."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from criteria.words import PLATFORMS
from standards.models import StandardVersion
from tests.factories import StandardFactory
from tests.harness.queue import database_url
from tests.standards.conftest import P, T, Y
from tests.standards.helpers import load, load_with_indicator, spec_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]

REASON = "历史悠久，前景良好"
OLD = ["historical_origin"]
WITHOUT_IP = [key for key in PLATFORMS if key != "ip"]

Run = Callable[..., dict[str, Any]]
Refuse = Callable[..., str]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The answer to facts under a standard."""

    def run(code: str, facts: dict[str, Any], *options: str) -> dict[str, Any]:
        file = tmp_path / "facts.json"
        file.write_text(json.dumps(facts), encoding="utf-8")
        call_command("check_facts", "--standard", code, *options, str(file))
        out, err = capsys.readouterr()
        assert err == ""
        answer: dict[str, Any] = json.loads(out)
        return answer

    return run


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Refuse:
    """The sentence with which arguments are refused: exit 2, nothing on standard output, one line."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as stop:
            call_command("check_facts", *arguments)
        out, sentence = capsys.readouterr()
        assert (stop.value.code, out) == (2, "")
        assert sentence.count("\n") == 1, sentence
        assert sentence.endswith(("。\n", ".json\n")), sentence
        return sentence

    return run


@pytest.fixture
def refused(tmp_path: Path, refusal: Refuse) -> Refuse:
    """The sentence with which a file is refused."""

    def run(content: str | bytes, *options: str) -> str:
        file = tmp_path / "facts.json"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return refusal(*options, str(file))

    return run


def verdicts(answer: dict[str, Any]) -> dict[str, str]:
    return {found["requirement"]: found["verdict"] for found in answer["findings"]}


def output(value: object, category: str | None = "manufacturing", **more: Any) -> dict[str, Any]:
    return {"category": category, "year": 2024, "output_value": value, **more}


CASES = [
    (P, output("30", "agriculture", supporting_enterprises=81), {"output_value": "met", "supporting_enterprises": "met"}),
    (T, output("12"), {"output_value": "met"}),
    (P, output("12", traits=[]), {"output_value": "unmet"}),
    (P, output("12", traits=OLD), {"output_value": "relaxable"}),
    (P, output("12", traits=OLD, relaxation_reason=REASON), {"output_value": "relaxed"}),
    (P, output("0.9", traits=OLD, relaxation_reason=REASON), {"output_value": "unmet"}),
    (T, output("0.9", traits=OLD, relaxation_reason=REASON), {"output_value": "relaxed"}),
    (P, output("12", traits=["strategic_emerging"], relaxation_reason=REASON), {"output_value": "unmet"}),
    (T, output("9", traits=["strategic_emerging"], relaxation_reason=REASON), {"output_value": "relaxed"}),
    (Y, output("1.5", traits=["strategic_emerging"]), {"output_value": "unmet"}),
    (P, output("12", traits=["influential"], relaxation_reason=REASON), {"output_value": "unmet"}),
    (P, output("12"), {"output_value": "missing"}),
    (P, output("0.9"), {"output_value": "unmet"}),
    (P, output(None), {"output_value": "missing"}),
    (P, output("500", None), {"output_value": "missing"}),
    (P, output(20), {"output_value": "met"}),
    (P, output("0", traits=[]), {"output_value": "unmet"}),
    (Y, {"supporting_enterprises": 4}, {"supporting_enterprises": "judge"}),
    (Y, {"supporting_enterprises": 3}, {"supporting_enterprises": "unmet"}),
    (Y, {"leading_enterprises": 0, "employment": 499}, {"leading_enterprises": "unmet", "employment": "unmet"}),
    (T, {"platforms": WITHOUT_IP}, {"platforms": "met"}),
    (P, {"platforms": WITHOUT_IP}, {"platforms": "judge"}),
    (P, {"platforms": []}, {"platforms": "unmet"}),
    (P, {}, {"platforms": "missing", "brands": "missing", "technical_standards": "missing", "titles": "none"}),
    (P, {"brands": [], "technical_standards": []}, {"brands": "unmet", "technical_standards": "unmet"}),
    (P, {"brands": [{"name": "甲", "level": "city"}]}, {"brands": "unmet"}),
    (P, {"brands": [{"level": "national"}]}, {"brands": "met"}),
    (P, {"technical_standards": [{"level": "international", "role": "joined"}]}, {"technical_standards": "met"}),
    (P, {"technical_standards": [{"level": "group", "role": "led"}]}, {"technical_standards": "unmet"}),
    (P, {"titles": [{"kind": "champion", "level": "national"}]}, {"titles": "preferred"}),
    (P, {"counties": ["140121"]}, {"single_county": "met"}),
    (P, {"counties": ["140121", "140122"]}, {"single_county": "judge"}),
    (Y, {"market_share": {"city": "10"}}, {"market_share": "met"}),
    (Y, {"market_share": {"city": 9.9}, "wide_national_market": True}, {"market_share": "met"}),
    (Y, {"market_share": {"city": 9.9}, "wide_national_market": False}, {"market_share": "unmet"}),
    (Y, {"market_share": {"city": 9.9}}, {"market_share": "missing"}),
    (Y, {"wide_national_market": False, "market_share": {"country": 30}}, {"market_share": "missing"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "facts", "expected"), CASES)
def test_verdicts(
    versions: object, check: Run, code: str, facts: dict[str, Any], expected: dict[str, str]
) -> None:
    answer = verdicts(check(code, facts))

    assert {key: answer[key] for key in expected} == expected


FULL = {
    "category": "manufacturing",
    "year": 2024,
    "output_value": "12.30",
    "counties": ["140121"],
    "leading_enterprises": 2,
    "supporting_enterprises": 12,
    "employment": 900,
    "market_share": {"city": 12.5, "province": None, "country": None},
    "wide_national_market": None,
    "traits": [],
    "titles": [],
    "brands": [{"name": "甲牌", "level": "provincial"}],
    "technical_standards": [{"level": "local", "role": "led"}],
    "platforms": list(PLATFORMS),
}


@pytest.mark.parametrize(
    ("code", "change", "eligible"),
    [
        (Y, {}, "yes"),
        (Y, {"supporting_enterprises": 4}, "judge"),
        (Y, {"output_value": "0.6", "traits": OLD}, "judge"),
        (Y, {"output_value": "0.6", "traits": OLD, "relaxation_reason": REASON}, "judge"),
        (Y, {"employment": None, "supporting_enterprises": 4}, "incomplete"),
        (Y, {"employment": None, "leading_enterprises": 0}, "no"),
        (T, {}, "judge"),
        (T, {"titles": [{"kind": "champion", "level": "national"}]}, "judge"),
        (P, {}, "no"),
    ],
)
def test_the_advice_on_the_whole(
    versions: object, check: Run, code: str, change: dict[str, Any], eligible: str
) -> None:
    assert check(code, FULL | change)["eligible"] == eligible


def test_the_document_has_the_promised_form(versions: object, check: Run) -> None:
    answer = check(P, FULL)

    assert (answer["standard"], answer["version"]) == (P, 1)
    assert all(
        set(found) == {"criterion", "requirement", "verdict", "message", "clause"}
        for found in answer["findings"]
    )
    keys = [(found["criterion"], found["requirement"]) for found in answer["findings"]]
    assert keys == [
        (1, "judged"),
        (2, "judged"),
        (3, "judged"),
        (4, "single_county"),
        (4, "output_value"),
        (5, "leading_enterprises"),
        (5, "supporting_enterprises"),
        (5, "titles"),
        (6, "brands"),
        (6, "technical_standards"),
        (7, "platforms"),
        (8, "judged"),
    ]
    output_value = answer["findings"][4]
    assert output_value["clause"] == "二(四)"
    for words in ("2024 年", "12.3 亿元", "20 亿元"):
        assert words in output_value["message"]
    assert output_value["message"].endswith("。")


def test_an_offices_own_indicator_is_read(check: Run) -> None:
    load_with_indicator()

    assert verdicts(check("trial-own", {"indicators": {"tax_paid": 99.5}})) == {"own": "unmet"}
    assert verdicts(check("trial-own", {"indicators": {"tax_paid": "100"}})) == {"own": "met"}
    assert verdicts(check("trial-own", {})) == {"own": "missing"}


# --- which version --------------------------------------------------------------------------------------------

COUNT = {"kind": "count", "params": {"figure": "employment", "unit": "人", "at_least": 5}}
MORE = {"kind": "count", "params": {"figure": "employment", "unit": "人", "at_least": 50}}


def test_the_newest_published_version_answers_and_drafts_when_named(check: Run) -> None:
    load(spec_of(COUNT), draft=False)
    load(spec_of(MORE), number=2)
    facts = {"employment": 7}

    assert (check("trial-own", facts)["version"], verdicts(check("trial-own", facts))) == (1, {"own": "met"})
    named = check("trial-own", facts, "--version", "2")
    assert (named["version"], verdicts(named)) == (2, {"own": "unmet"})


def test_a_draft_answers_where_nothing_is_published(versions: object, check: Run) -> None:
    assert check(Y, {})["version"] == 1


def test_a_retired_version_answers_only_when_named(
    versions: dict[str, StandardVersion], check: Run, refused: Refuse
) -> None:
    version = versions[T]
    version.retire()
    version.save()

    assert "停用" in refused("{}", "--standard", T)
    assert check(T, {}, "--version", "1")["version"] == 1


# --- bad input ------------------------------------------------------------------------------------------------

BAD_FILES = [
    ("", "第 1 行"),
    ("{", "facts.json：第 1 行"),
    ("[]", "名称"),
    (b"\xff\xfe", "UTF-8"),
    ('{"year": 2024, "year": 2024}', "“year”出现了两次"),
    ('{"market_share": {"city": 1, "city": 2}}', "“city”出现了两次"),
    ('{"output_value": NaN}', "NaN"),
    ('{"output_value": 1e400}', "output_value"),
    ('{"output_value": 1e99999999999999999999}', "facts.json"),
    ('{"output_value": ' + "9" * 5000 + "}", "facts.json"),
    ('{"output_value": "-1"}', "不能为负数"),
    ('{"output_value": "一"}', "应填普通数字"),
    ('{"market_share": {"city": 101}}', "不能超过 100%"),
    ('{"employment": 1.5}', "应填整数"),
    ('{"counties": []}', "counties"),
    ('{"counties": ["清徐"]}', "6 位数字"),
    ('{"traits": ["famous"]}', "historical_origin"),
    ('{"titles": [{"kind": "champion", "rank": 1}]}', "titles[0].rank"),
    ('{"a\\nb\\u0000": 1}', "没有这一项"),
    ('{"\\ud800": 1}', "没有这一项"),
    ('{"category": "fishery"}', "manufacturing"),
    ('{"category": "tourism"}', "craft"),
    ("[" * 100_000, "嵌套过深"),
]


@pytest.mark.parametrize(("content", "words"), BAD_FILES)
def test_a_bad_file_is_refused_with_what_and_where(
    versions: object, refused: Refuse, content: str | bytes, words: str
) -> None:
    assert words in refused(content, "--standard", P)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--standard", "nowhere-2020"], "shanxi-2022、taiyuan-2023、yongji-2024"),
        (["--standard", "\0"], "没有代号"),
        (["--standard", ""], "请用 --standard"),
        ([], "请用 --standard"),
        (["--standard", P, "--version", "2"], "已有：第 1 版"),
        (["--standard", Y, "--version", "9"], "第 1 版（征求意见稿）"),
        (["--standard", P, "--version", "one"], "应为正整数"),
        (["--standard", P, "--version", "-1"], "应为正整数"),
        (["--standard", P, "--version", "0"], "应为正整数"),
        (["--standard", P, "--version", "9" * 40], "应为正整数"),
        (["--standard", P, "--unknown"], "用法"),
        (["--standard", P, "second.json"], "用法"),
    ],
)
def test_bad_arguments_are_refused(versions: object, refused: Refuse, options: list[str], words: str) -> None:
    assert words in refused("{}", *options)


def test_files_that_are_not_there(versions: object, refusal: Refuse, tmp_path: Path) -> None:
    assert "没有找到文件" in refusal("--standard", P, str(tmp_path / "none.json"))
    assert "是文件夹" in refusal("--standard", P, str(tmp_path))
    assert "请写明数据文件" in refusal("--standard", P)
    assert "超过 5 MB" in refusal("--standard", P, "/dev/zero")


def test_without_standards_the_cure_is_named(refused: Refuse) -> None:
    assert "load_reference" in refused("{}", "--standard", P)


def test_a_standard_without_versions_is_refused(refused: Refuse) -> None:
    StandardFactory(code="empty")

    assert "empty" in refused("{}", "--standard", "empty")


def test_nothing_is_written(versions: object, check: Run) -> None:
    before = {model: model.objects.count() for model in apps.get_models()}
    check(P, FULL)

    assert {model: model.objects.count() for model in apps.get_models()} == before


# --- as scripts call it ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_script_reads_utf8_in_any_locale_after_load_reference(tmp_path: Path) -> None:
    call_command("load_reference", stdout=StringIO())
    file = tmp_path / "数据.json"
    file.write_text(json.dumps(FULL), encoding="utf-8")

    good = command("--standard", T, str(file))
    bad = command("--standard", T, "--version", "7", str(file))
    wrong = command("--version")

    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout.decode())["eligible"] == "judge"
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.decode() == "标准 taiyuan-2023 没有第 7 版，已有：第 1 版。\n"
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.decode().startswith("命令的参数不对")


def command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "DATABASE_URL": database_url(), "PYTHONIOENCODING": "gbk", "LC_ALL": "C"}
    line = [sys.executable, "manage.py", "check_facts", *arguments]
    return subprocess.run(line, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=60)
