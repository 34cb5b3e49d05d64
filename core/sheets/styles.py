"""The looks of a workbook: few, fixed, and written once."""

from typing import Final

from core.sheets.columns import Kind

HEADER: Final = 1
TEXT: Final = 2
# Where each kind of column finds its look; texts have theirs in every column.
STYLES: Final = {
    Kind.TEXT: 3,
    Kind.PLAIN: 3,
    Kind.DECIMAL: 3,
    Kind.INTEGER: 4,
    Kind.MONEY: 5,
    Kind.DAY: 6,
    Kind.MOMENT: 7,
}
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Number formats: 3 is #,##0 and 49 is @; a text in a cell of @ stays one when somebody edits it.
_FORMATS = {164: "#,##0.00##", 165: "yyyy-mm-dd", 166: "yyyy-mm-dd hh:mm"}
_LOOKS = (
    (0, 0, 0, 0, ""),
    (49, 1, 2, 1, '<alignment horizontal="center" vertical="center" wrapText="1"/>'),
    (49, 0, 0, 1, '<alignment vertical="top" wrapText="1"/>'),
    (0, 0, 0, 1, '<alignment vertical="top"/>'),
    (3, 0, 0, 1, '<alignment vertical="top"/>'),
    (164, 0, 0, 1, '<alignment vertical="top"/>'),
    (165, 0, 0, 1, '<alignment horizontal="left" vertical="top"/>'),
    (166, 0, 0, 1, '<alignment horizontal="left" vertical="top"/>'),
)


def styles() -> str:
    """The part of the workbook that holds its looks."""
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in _FORMATS.items()
    )
    edges = "".join(
        f'<{side} style="thin"><color rgb="FFD0D5DD"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{place}</xf>'
        for number, font, fill, border, place in _LOOKS
    )
    return (
        f'<styleSheet xmlns="{_SHEET}">'
        f'<numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font>'
        '<font><b/><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF6"/><bgColor indexed="64"/></patternFill>'
        "</fill></fills>"
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{edges}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_LOOKS)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
