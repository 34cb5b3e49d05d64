"""Whether a text is an official document at all: what speaks for it is counted, and said when it is too little."""

import re
from typing import Final

from reading.document import Document
from reading.errors import NoPolicy

ENOUGH: Final = 5
_FORMULAS: Final = (
    re.compile(r"现(?:予以)?(?:印发|发布|公布)给?|制定本|特制定|经.{2,20}(?:同意|审议通过|批准)"),
    re.compile(r"牵头|责任单位|按职责分工|负责解释|贯彻(?:落实|执行)|认真(?:组织实施|贯彻)"),
    re.compile(r"根据.{0,40}[《〔(（]|依据.{0,40}《|按照.{0,20}(?:要求|部署|精神)"),
    re.compile(r"自.{1,12}起(?:施行|实施|执行)|有效期"),
    re.compile(r"人民政府|有关部门|各有关单位|主管部门|各县|各市|各区"),
)
_AUTHORITY: Final = re.compile(r"省|市|县|区|州|国家|国务院|人民|政府|厅|局|委|部")
_GENRE: Final = re.compile(
    r"通知|意见|办法|方案|规划|计划|措施|政策|规定|细则|决定|公告|通告|条例|纲要|要点|批复|函|规程|规范|标准|指南|制度"
)


def demand(document: Document, text: str, *, titled: bool) -> None:
    """Raise NoPolicy unless enough speaks for an official document."""
    points = 2 * bool(document.number) + 2 * bool(len(document.disclosure) >= 3)
    points += 2 * titled + bool(
        titled and _AUTHORITY.search(document.title[:20]) and _GENRE.search(document.title)
    )
    points += bool(document.issuer) + bool(len(document.clauses) >= 3) + bool(document.duties) * 2
    points += sum(pattern.search(text) is not None for pattern in _FORMULAS)
    if points < ENOUGH or not (document.clauses or document.preamble):
        missing = [
            word
            for word, there in (("标题", titled), ("文号", document.number), ("发文机关", document.issuer))
            if not there
        ]
        detail = f"没有找到{'、'.join(missing)}，" if missing else ""
        raise NoPolicy(f"没有认出政策文件：{detail}条款和行文也不像公文，请核对是否选错了文件。")
