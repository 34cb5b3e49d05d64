"""An election out of a workbook: every row is held against the posts of the group, all mistakes at once."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from core.errors import Invalid
from files.enums import FileKind
from files.guard import admit
from leadership.forms.fields import EARLIEST, LATEST, BasisField, DayField
from leadership.forms.holders import ANOTHER, HolderLine, chosen
from leadership.selectors.people import KnownPerson, namesakes
from leadership.services import Change
from leadership.sheets import YES, SheetRow, read

Problem = tuple[str, str, str]


class SheetForm(forms.Form):
    """The file, and what holds for every row that says nothing else."""

    file = forms.FileField(
        label="工作簿",
        help_text="下载的工作簿填好后上传（.xlsx）。",
        error_messages={"required": "请选择填好的工作簿。", "empty": "这个文件是空的，请重新选择。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    on = DayField(
        label="任职日期",
        help_text="没有另写日期的行都用这一天。",
        error_messages={"required": "请填写任职日期。"},
    )
    basis = BasisField(help_text="没有另写依据的行都用这一个。")

    def __init__(self, data: object = None, files: object = None) -> None:
        super().__init__(data, files, initial={"on": timezone.localdate()})  # type: ignore[arg-type]

    def clean_file(self) -> list[SheetRow]:
        """The rows that say something; refused with a sentence when the file cannot be read."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            admit(upload, kinds=(FileKind.XLSX,))
            upload.seek(0)
            rows = read(upload.read())
        except Invalid as error:
            raise forms.ValidationError(error.message) from error
        if not rows:
            raise forms.ValidationError("没有要改动的行：请填“新任”，或在“空缺”列写“是”。")
        return rows

    def changes(self, lines: Sequence[HolderLine]) -> tuple[list[Change], list[Problem]]:
        """What the rows ask for, and what is wrong with them: (row, column, sentence). Only of a valid form."""
        rows: list[SheetRow] = self.cleaned_data["file"]
        by_post = {str(line.post.pk): line for line in lines}
        names = {row.text("新任").replace(" ", "") for row in rows} - {""}
        known = namesakes({name for name in names if len(name) <= 40}, at=timezone.localdate())
        changes, problems = [], []
        for row in rows:
            change, wrong = self._row(row, by_post, known)
            problems += [(f"第 {row.row} 行", column, sentence) for column, sentence in wrong]
            if change is not None and not wrong:
                changes.append(change)
        return changes, problems

    def _row(
        self, row: SheetRow, by_post: dict[str, HolderLine], known: dict[str, list[KnownPerson]]
    ) -> tuple[Change | None, list[tuple[str, str]]]:
        line, wrong = by_post.get(row.text("岗位编号")), list[tuple[str, str]]()
        if line is None:
            return None, [("岗位编号", f"“{row.text('岗位编号')}”不是本领导小组现有席位的岗位。")]
        name, who = row.text("新任").replace(" ", "").replace("　", ""), row.text("同名人员编号")
        vacant = row.text("空缺") in YES
        wrong += _wrong_name(row, name, who, vacant, known.get(name, []))
        on = self.cleaned_data["on"]
        try:
            on = row.day("自") or on
        except (ValueError, TypeError):
            wrong.append(("自", f"“{row.text('自')}”不是日期，请写成 2026-03-12。"))
        if not EARLIEST <= on <= LATEST:
            wrong.append(("自", "日期不在合理范围内，请核对年份。"))
        if len(row.text("依据")) > 120:
            wrong.append(("依据", "依据不超过 120 个字。"))
        people = {str(each.person.pk): each.person for each in known.get(name, [])}
        person = None if vacant else chosen(name, ANOTHER if who == "另一人" else who, people)
        basis = row.text("依据") or self.cleaned_data["basis"]
        return Change(post=line.post, on=on, person=person, basis=basis, line=row.row), wrong


def _wrong_name(
    row: SheetRow, name: str, who: str, vacant: bool, known: Sequence[KnownPerson]
) -> list[tuple[str, str]]:
    """Nobody is taken for somebody else because the names agree."""
    if row.text("空缺") and not vacant:
        return [("空缺", f"只能写“是”或留空，现在是“{row.text('空缺')[:20]}”。")]
    if vacant and name:
        return [("新任", "填了新任人员，就不要再写“空缺”。")]
    if len(name) > 40:
        return [("新任", "姓名不超过 40 个字。")]
    pks = {str(each.person.pk) for each in known}
    if known and who not in {*pks, "另一人"}:
        people = "；".join(f"{each.person.pk} {each.words}" for each in known)
        return [("同名人员编号", f"已有同名的“{name}”（{people}），请填编号，或填“另一人”。")]
    if who and not known and name:
        return [("同名人员编号", f"没有编号为“{who[:20]}”的同名人员，请留空。")]
    return []
