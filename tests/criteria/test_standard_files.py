"""A broken standard is refused with the place and the reason; a sound one compiles."""

from collections.abc import Callable
from typing import Any

import pytest

from criteria.errors import StandardError
from criteria.standard import StandardSpec, compile_standard
from tests.criteria import samples

P = "shanxi-2022"
OUTPUT = "criteria[3].requirements[1]"


def load(data: object) -> None:
    compile_standard(StandardSpec.from_dict(data))


def requirement(data: dict[str, Any], criterion: int = 3, place: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = data["criteria"][criterion]["requirements"][place]
    return found


def params(data: dict[str, Any], criterion: int = 3, place: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = requirement(data, criterion, place)["params"]
    return found


Break = Callable[[dict[str, Any]], object]

BROKEN: list[tuple[Break, str, str]] = [
    (lambda data: params(data).pop("unit"), f"{OUTPUT}.params.unit", "缺少“unit”（单位）"),
    (lambda data: params(data).update(unit="万元"), f"{OUTPUT}.params.unit", "单位应为亿元，不能是“万元”"),
    (
        lambda data: params(data)["relaxation"].update(floor="11"),
        f"{OUTPUT}.params.relaxation.floor",
        "放宽下限 11 亿元高于“特优农业”的门槛 10 亿元",
    ),
    (
        lambda data: params(data)["at_least"].update(tourism="1"),
        f"{OUTPUT}.params.at_least.tourism",
        "本标准没有类别“tourism”，已有类别：manufacturing、agriculture、craft",
    ),
    (
        lambda data: params(data)["at_least"].pop("craft"),
        f"{OUTPUT}.params.at_least.craft",
        "缺少类别“特色轻工（工艺美术）”的门槛",
    ),
    (lambda data: params(data)["at_least"].update(craft=10), f"{OUTPUT}.params.at_least.craft", "应为文字"),
    (
        lambda data: params(data)["at_least"].update(craft="-1"),
        f"{OUTPUT}.params.at_least.craft",
        "应为加引号的正数",
    ),
    (lambda data: params(data)["at_least"].update(craft="0"), f"{OUTPUT}.params.at_least.craft", "正数"),
    (
        lambda data: params(data)["relaxation"].update(grounds=["lucky"]),
        f"{OUTPUT}.params.relaxation.grounds[0]",
        "“lucky”不在可选范围内",
    ),
    (
        lambda data: params(data)["relaxation"].update(grounds=[]),
        f"{OUTPUT}.params.relaxation.grounds",
        "至少",
    ),
    (lambda data: params(data).update(limit="3"), f"{OUTPUT}.params.limit", "没有这一项"),
    (lambda data: requirement(data).update(kind="magic"), f"{OUTPUT}.kind", "没有名为“magic”的要求种类"),
    (lambda data: requirement(data).update(params=[]), f"{OUTPUT}.params", "应为一组“名称: 内容”"),
    (lambda data: requirement(data).update(words=" "), f"{OUTPUT}.words", "不能为空"),
    (
        lambda data: requirement(data).update(key="single_county"),
        "criteria[3].requirements[1].key",
        "“single_county”重复了",
    ),
    (
        lambda data: params(data, 4, 0).update(at_least=True),
        "criteria[4].requirements[0].params.at_least",
        "应为整数",
    ),
    (
        lambda data: params(data, 4, 0).update(at_least=0),
        "criteria[4].requirements[0].params.at_least",
        "应在 1 到",
    ),
    (
        lambda data: params(data, 6, 0)["functions"].append("design"),
        "criteria[6].requirements[0].params.functions[8]",
        "“design”重复了",
    ),
    (lambda data: data.pop("document"), "document", "缺少“document”（所在文件）"),
    (lambda data: data.update(effective_from="2022-02-30"), "effective_from", "没有“2022-02-30”这一天"),
    (lambda data: data.update(effective_from="2022年"), "effective_from", "日期应写作"),
    (lambda data: data.update(level="town"), "level", "可选：county、city、province"),
    (lambda data: data.update(draft="no"), "draft", "应为 true 或 false"),
    (lambda data: data.update(code="山西"), "code", "应由小写字母、数字和连字符组成"),
    (lambda data: data["categories"].append(data["categories"][0]), "categories[3].key", "重复了"),
    (lambda data: data["criteria"][1].update(number=1), "criteria[1].number", "“1”重复了"),
    (lambda data: data["criteria"][1].update(requirements=[]), "criteria[1].requirements", "至少要有 1 项"),
]


@pytest.mark.parametrize(("spoil", "path", "words"), BROKEN)
def test_a_broken_file_says_where_and_why(spoil: Break, path: str, words: str) -> None:
    data = samples.raw(P)
    spoil(data)
    with pytest.raises(StandardError) as refused:
        load(data)
    assert refused.value.path == path
    assert words in refused.value.message
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize("data", [[], "标准", None])
def test_a_standard_is_a_set_of_named_values(data: object) -> None:
    with pytest.raises(StandardError, match="应为一组"):
        load(data)


def test_a_requirement_may_name_a_clause_of_its_own() -> None:
    data = samples.raw(P)
    requirement(data)["clause"] = "二(四)1"
    clauses = {each.key: each.clause for each in StandardSpec.from_dict(data).criteria[3].requirements}
    assert clauses == {"single_county": "二(四)", "output_value": "二(四)1"}


def test_the_compiled_standard_does_not_follow_later_changes_of_the_data() -> None:
    data = samples.raw(P)
    compiled = compile_standard(StandardSpec.from_dict(data))
    before = compiled.spec.categories["craft"]
    data["categories"][2]["name"] = "改过的名称"
    assert compiled.spec.categories["craft"] == before
