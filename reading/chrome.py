"""What a site prints around a document: cut before its front is looked for, and behind its end."""

import re
from collections.abc import Sequence
from typing import Final

from reading.labels import label_of
from reading.lines import Line

# Behind the last line of a document these begin what belongs to the site.
_BEHIND: Final = re.compile(
    r"(?:相关(?:解读|文件|链接|稿件|新闻|信息|附件|阅读|政策)|政策解读|解读链接|图解|扫一扫|分享(?:到|至)?|打印(?:本页|文章)?$|关闭(?:窗口|本页)?$|【?\s*打印|【?\s*关闭"
    r"|上一[篇条]|下一[篇条]|主办单位|承办单位|主办\s*[:：]|版权所有|网站(?:标识码|地图|声明)|.{0,3}ICP备|.{0,4}公网安备|联系我们|关于我们|网站支持IPv6|责任编辑|来源\s*[:：]|您是第|附件下载|我要纠错|纠错|返回顶部|收藏)"
)
# A line of a path or a menu; no title holds these marks.
_MENU: Final = re.compile(
    r"[>»›＞|｜]|^(?:首页|您(?:现在|当前)的位置|当前位置|位置\s*[:：]|字号|字体|分享|打印|无障碍|繁体|登录|注册|搜索)"
)
_DEEPEST: Final = 80  # lines


def without_tail(lines: Sequence[Line]) -> list[Line]:
    """The lines up to where the site begins again; a marker inside the text, with clauses behind it, is none."""
    last_label = next((place for place in range(len(lines) - 1, 0, -1) if label_of(lines[place].text)), 0)
    floor = max(last_label, min(len(lines) // 3, 20))
    for place in range(floor + 1, len(lines)):
        if len(lines[place].text) < _DEEPEST and _BEHIND.match(lines[place].text):
            return list(lines[:place])
    return list(lines)


def without_menus(lines: Sequence[Line]) -> list[Line]:
    """The lines without paths and menus among the first ones."""
    return [
        line
        for place, line in enumerate(lines)
        if place > _DEEPEST or len(line.text) > _DEEPEST or "\t" in line.text or not _MENU.search(line.text)
    ]


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without a table of contents: from 目录 to where its first entry comes again."""
    for place, line in enumerate(lines[:200]):
        if re.fullmatch(r"目\s*[录次]", line.text) and place + 1 < len(lines):
            first = _entry(lines[place + 1].text)
            again = [
                later
                for later in range(place + 2, min(len(lines), place + 300))
                if _entry(lines[later].text) == first
            ]
            return [*lines[:place], *lines[again[0] :]] if again else list(lines)
    return list(lines)


def _entry(text: str) -> str:
    """An entry without its leaders, its page and its blanks."""
    return re.sub(r"\s", "", re.sub(r"[\s.．…·]*\d*$", "", text))
