"""The rows of disclosure data above a document on a site: 索引号, 发布机构, 成文日期, 发文字号 …"""

import re
from collections.abc import Sequence
from typing import Final

from reading import dates
from reading.lines import Line, without_blanks

# As written on sites, and the one name under which it is kept.
_KEYS: Final = {
    "索引号": "索引号", "信息索引号": "索引号", "主题分类": "主题分类", "信息分类": "主题分类", "分类": "主题分类", "主题词": "主题词",
    "关键词": "主题词", "体裁分类": "体裁分类", "组配分类": "主题分类", "公文种类": "公文种类", "发布机构": "发布机构",
    "发布单位": "发布机构", "信息来源": "发布机构", "来源": "发布机构", "公开主体": "发布机构", "公开机构": "发布机构",
    "发文机关": "发文机关", "发文单位": "发文机关", "发文机构": "发文机关", "制发机关": "发文机关", "制定机关": "发文机关",
    "成文日期": "成文日期", "成文时间": "成文日期", "发文日期": "成文日期", "发文时间": "成文日期", "生成日期": "成文日期",
    "制发日期": "成文日期", "印发日期": "成文日期", "发布日期": "发布日期", "日期": "发布日期", "发布时间": "发布日期", "公开日期": "发布日期",
    "公开时间": "发布日期", "公布日期": "发布日期", "标题": "标题", "名称": "标题", "信息名称": "标题", "文件名称": "标题", "发文字号": "发文字号",
    "文号": "发文字号", "文件编号": "发文字号", "文件字号": "发文字号", "有效性": "有效性", "效力状态": "有效性", "时效性": "有效性",
    "时效": "有效性", "文件状态": "有效性", "生效日期": "实施日期", "生效时间": "实施日期", "实施日期": "实施日期", "实施时间": "实施日期",
    "施行日期": "实施日期", "失效日期": "失效日期", "失效时间": "失效日期", "废止日期": "失效日期", "废止时间": "失效日期", "有效期至": "失效日期",
    "公开方式": "公开方式", "公开形式": "公开方式", "公开属性": "公开方式", "统一登记号": "统一登记号", "规范性文件登记号": "统一登记号",
    "浏览次数": "", "访问次数": "", "点击数": "", "阅读次数": "", "字体": "", "字号": "", "作者": "", "责任编辑": "", "编辑": "",
}  # fmt: skip
_SPREAD: Final = "|".join(r"\s*".join(key) for key in sorted(_KEYS, key=len, reverse=True))
_ROW: Final = re.compile(
    rf"(?:^|(?<=[\s\d|｜\]】；;]))[\[【]?\s*({_SPREAD})\s*[\]】]?(?:\s*[:：]\s*|\s*\t+\s*|(?<=[\]】])\s*)"
)
_BARE_KEY: Final = re.compile(rf"[\[【]?\s*({_SPREAD})\s*[\]】]?\s*[:：]?")
_BULLETS: Final = "•●◆■▪·* "
_SEPARATORS: Final = ":：\t】]"
_DEEPEST: Final = 120  # lines; below them nobody prints disclosure data
_LONGEST_VALUE: Final = 200


def take(lines: Sequence[Line]) -> tuple[dict[str, str], list[Line]]:
    """The data by their one name, the first value of each, and the lines that hold something else."""
    found: dict[str, str] = {}
    rest: list[Line] = []
    waiting: str | None = None
    for index, line in enumerate(lines):
        if index > _DEEPEST or len(line.text) > 3 * _LONGEST_VALUE:
            rest.extend(lines[index:])
            break
        row = _row(line.text.lstrip(_BULLETS))
        if row:
            _keep(found, row)
            waiting = next((key for key, value in row if not value), None)
        elif waiting and len(line.text) <= _LONGEST_VALUE:
            found[waiting] = line.text
            waiting = None
        elif match := _BARE_KEY.fullmatch(line.text):
            waiting = _name(match[1]) if _is_marked(line.text) else None
            if waiting is None:
                rest.append(line)
        else:
            rest.append(line)
    return found, rest


def _row(text: str) -> list[tuple[str, str]]:
    """Key and value as often as a line holds them; nothing when it begins with something else."""
    places = list(_ROW.finditer(text)) if any(map(text.__contains__, _SEPARATORS)) else []
    if not places or text[: places[0].start()].strip(" [【|｜"):
        return []
    ends = [*(place.start() for place in places[1:]), len(text)]
    return [
        (_name(place[1]), text[place.end() : end].strip(" \t|｜[]【】；;"))
        for place, end in zip(places, ends, strict=True)
    ]


def _keep(found: dict[str, str], row: list[tuple[str, str]]) -> None:
    for key, value in row:
        # A day that the page broke in two is said again below, or unknown.
        if key and value and (not key.endswith("日期") or dates.read(value)):
            found.setdefault(key, value)


def _name(written: str) -> str:
    return _KEYS[without_blanks(written)]


def _is_marked(text: str) -> bool:
    """A key alone on its line is one only with a colon or a bracket; 标题 alone is a word."""
    return text[-1] in ":：】]" or text.startswith(("索", "成文", "发文字", "发布机", "发布日"))
