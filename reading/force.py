"""From when to when a document is in force, as its own last sentences say it.

自发布之日起 counts from the day of publication, where none is known from the day of signing.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reading import dates, numerals

_DAY: Final = dates.DAY
_COUNT: Final = r"(?P<count>\d{1,3}|[一二三四五六七八九十两]{1,3})"
_ACTS: Final = r"(?:试行|施行|实施|执行|生效)"
_FIXED: Final = re.compile(rf"(?:自|从|于|将于)?\s*({_DAY})\s*(?:起|之日起|开始)?\s*(?:正式|开始|起)?{_ACTS}")
_RELATIVE: Final = re.compile(
    r"(?:自|从|由)?(发布|公布|颁布|公开发布|印发|下发|发文|签发)之日起"
    rf"(?:满?\s*(?P<count>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*(?P<unit>日|天|个?工作日|个?月)\s*(?:后|之?后|起))?[^。；]{{0,6}}?{_ACTS}"
)
_SPAN: Final = re.compile(
    rf"(?:有效期|执行期|实施期|施行期|试行期|政策期|期限)限?\s*(?:为|是|[:：])?\s*(?:自|从)?\s*({_DAY})\s*(?:起)?\s*(?:至|到|-|—|~)\s*({_DAY})"
    rf"|(?:自|从)\s*({_DAY})\s*起?\s*(?:至|到)\s*({_DAY})"
)
_UNTIL: Final = re.compile(
    rf"(?:有效期|执行期|试行期|施行期|期限|施行|执行|实施|有效)限?\s*(?:为|是)?\s*(?:延续|延长|截止|截至|截止到)?\s*(?:至|到|截至|截止到?)\s*({_DAY})"
    rf"|(?:至|到|于)\s*({_DAY})\s*(?:止|失效|自行失效|自动失效|自行废止|废止)"
)
_TERM: Final = re.compile(
    rf"(?:有效期|试行期|执行期|实施期|施行期|暂定|试行|有效)限?\s*(?:暂定|为|是|暂定为)?\s*{_COUNT}\s*(?P<unit>年|个月)(?P<half>半)?"
)
_SIGNS: Final = ("施行", "试行", "有效", "实施", "执行", "生效", "试行期", "失效")
# A term in running text belongs to a licence; a document speaks of itself.
_ITSELF: Final = re.compile(
    r"^.{0,6}?(?:本|以上|上述|该|此)(?:实施|暂行|若干|管理|奖励|扶持|支持|专项)?(?:政策|办法|措施|规定|细则|方案|意见|通知|计划|条例|标准|指南|制度|规则|规范|规程|程序|文件|决定|公告|通告)"
    r"|日起至.{0,20}有效|之日起.{0,12}(?:施行|实施|执行|生效)|起[施试]行"
)


@dataclass(slots=True)
class Force:
    """What was found; `relative` says which day it counts from, where that day is not in the text."""

    since: date | None = None
    until: date | None = None
    relative: str | None = None
    delay: timedelta = timedelta()
    months: int | None = None
    line: int = 0

    @property
    def said(self) -> bool:
        return bool(self.since or self.until or self.relative or self.months)


def speaks_of_force(text: str) -> bool:
    """Whether a paragraph may say from when to when this document holds."""
    return any(sign in text for sign in _SIGNS) and _ITSELF.search(text) is not None


def find(text: str) -> Force:
    """Both ends as far as this paragraph says them."""
    force = Force()
    span = _SPAN.search(text)
    if span:
        force.since, force.until = dates.read(span[1] or span[3]), dates.read(span[2] or span[4])
    relative = _RELATIVE.search(text)
    fixed = _FIXED.search(text)
    if relative:
        force.relative, force.delay = relative[1], _delay(relative)
    elif fixed and not span:
        force.since = dates.read(fixed[1])
    until, term = _UNTIL.search(text), _TERM.search(text)
    if until and not span:
        force.until = dates.read(until[1] or until[2])
    elif term and not span:
        months = numerals.whole(term["count"]) or 0
        force.months = months * 12 + (6 if term["half"] else 0) if term["unit"] == "年" else months
    return force


def settle(force: Force, signed: date | None, published: date | None) -> tuple[date | None, date | None]:
    """Both days, once the days of signing and publication are known."""
    since = force.since
    if force.relative:
        first = (
            (signed or published)
            if force.relative in ("印发", "下发", "发文", "签发")
            else (published or signed)
        )
        since = first + force.delay if first else None
    until = force.until
    if until is None and force.months and since:
        until = dates.years_later(since, 0, force.months)
    return since, until


def _delay(match: re.Match[str]) -> timedelta:
    count = numerals.whole(match["count"]) if match["count"] else 0
    return timedelta(days=(count or 0) * (30 if (match["unit"] or "").endswith("月") else 1))
