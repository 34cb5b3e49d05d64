"""An annex comes in: pasted or uploaded, then every line confirmed or mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.errors import Invalid
from files.enums import DOCUMENT_KINDS, kind_words
from files.guard import admit
from leadership.enums import GROUP_ROLES, SeatRole
from leadership.forms.fields import BasisField, DayField, NameField
from leadership.forms.holders import ANOTHER, chosen
from leadership.models import LeadingGroup
from leadership.selectors.annexes import (
    ReadAnnex,
    ReadLine,
    Standing,
    guessed_unit,
    parted,
    read_annex,
    standing_of,
)
from leadership.selectors.people import KnownPerson, namesakes
from leadership.selectors.titles import NamedPost, UnitNames
from leadership.selectors.words import wide
from leadership.services.entering import MOST, Entry, EntryPost
from reading import sources
from reading.errors import Unreadable

LONGEST_TEXT = 60_000
ROLE_CHOICES = [(role.value, role.label) for role in GROUP_ROLES]


class AnnexForm(forms.Form):
    """Text or file, and from which day the roster holds."""

    text = forms.CharField(
        label="名单原文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="从“组长”那一行粘贴到最后一位成员；换行、空格照原样就行。",
    )
    file = forms.FileField(
        label="或者上传文件",
        required=False,
        allow_empty_file=True,
        help_text=f"{kind_words(DOCUMENT_KINDS)} 文件，整份文件也可以。",
    )
    since = DayField(
        label="自", help_text="名单从哪天起算，通常是成文日期。", error_messages={"required": "请填写日期。"}
    )
    basis = BasisField(help_text="通常是文号。")

    def __init__(self, data: Any = None, files: Any = None, *, group: LeadingGroup) -> None:
        super().__init__(data, files, initial={"since": group.founded_on, "basis": group.document})
        self.group, self.annex = group, ReadAnnex((), ())

    def clean(self) -> dict[str, Any]:
        """Read what came; refused with a sentence where nobody is in it, or too many."""
        typed = self.cleaned_data
        if not self.errors:
            typed["text"] = self._text(typed)
            self.annex = read_annex(typed["text"])
            self._demand_people(typed["text"])
        since = typed.get("since")
        if since is not None and since < self.group.founded_on:
            self.add_error("since", f"不能早于领导小组成立的日期 {self.group.founded_on:%Y-%m-%d}。")
        return typed

    def _text(self, typed: dict[str, Any]) -> str:
        upload = typed.get("file")
        text: str = _content(upload) if upload else typed.get("text") or ""
        if len(text) > LONGEST_TEXT:
            count = len(text.splitlines())
            raise forms.ValidationError(
                {"text": f"共 {count} 行、{len(text)} 个字，超过 {LONGEST_TEXT} 个字；请只粘贴名单部分。"}
            )
        return text

    def _demand_people(self, text: str) -> None:
        number = len(self.annex.lines)
        if not text.strip():
            self.add_error("text", "请粘贴名单，或选择文件。")
        elif not number:
            self.add_error("text", "没有读到组成人员：名单应有“组长”“副组长”“成员”，后面是姓名和职务。")
        elif number > MOST:
            last = self.annex.lines[MOST].source.splitlines()[0][:30]
            self.add_error(
                "text",
                f"读到 {number} 人，一份名单最多 {MOST} 人；从“{last}”起超出，请只粘贴一个领导小组的名单。",
            )


class AnnexLineForm(forms.Form):
    """One line to be confirmed or mended; unticked it is left out."""

    keep = forms.BooleanField(label="写入", required=False)
    role = forms.TypedChoiceField(label="席位", choices=ROLE_CHOICES, coerce=lambda each: SeatRole(int(each)))
    name = NameField(label="姓名", error_messages={"required": "请填写姓名。"})
    title = forms.CharField(label="职务", max_length=160, error_messages={"required": "请填写职务。"})
    carrier = forms.TypedChoiceField(label="席位跟着", required=False, coerce=int, empty_value=None)
    unit = forms.CharField(label="单位", max_length=60, required=False)
    is_new_unit = forms.BooleanField(label="登记为新单位", required=False)
    who = forms.ChoiceField(label="同名人员", required=False)

    def __init__(
        self, data: Any, *, line: ReadLine, names: UnitNames, known: dict[str, list[KnownPerson]]
    ) -> None:
        prefix = f"line-{line.number}"
        initial = {"keep": True, "role": line.role.value, "name": line.name, "title": line.title}
        super().__init__(data, prefix=prefix, initial=initial)
        self.line, self.names = line, names
        title = line.title if data is None else str(data.get(f"{prefix}-title", ""))
        self.posts, self.first = parted(names, title)
        self.people = known.get(_name(data, line), [])
        self.standing: Standing | None = None
        self._offer(data)
        if data is not None and f"{prefix}-keep" not in data:
            # What is left out need not be right.
            for field in self.fields.values():
                field.required = False

    @property
    def carrying(self) -> NamedPost | None:
        """The post that carries the seat, as it stands now."""
        place = self._place()
        return self.posts[place] if self.posts else None

    @property
    def others(self) -> list[NamedPost]:
        """What the person holds besides."""
        return [post for place, post in enumerate(self.posts) if place != self._place()]

    @property
    def asks_unit(self) -> bool:
        """Whether a unit of the title is not known here."""
        return any(post.organisation is None for post in self.posts)

    @property
    def is_settled(self) -> bool:
        """Whether nobody else of that name is known than whoever holds this very post."""
        post = self.carrying
        holder = self.standing.of(post)[1] if self.standing and post else None
        same = holder is not None and [each.person.pk for each in self.people] == [holder.person_id]
        return same and self["who"].value() == str(self.people[0].person.pk)

    @property
    def news(self) -> str:
        """不变, 新席位, or who takes over from whom."""
        post = self.carrying
        if self.standing is None or post is None:
            return ""
        seat, holder = self.standing.of(post)
        name = self["name"].value() or ""
        if holder is not None and holder.person.name != name:
            return f"接任：现为{holder.person.name}"
        if seat is None:
            return "新席位"
        return "不变" if holder is not None else "原空缺"

    def clean(self) -> dict[str, Any]:
        """Units are known or confirmed as new; of two with one name the right one is chosen."""
        typed = self.cleaned_data
        if not typed.get("keep"):
            return typed
        if self.asks_unit:
            self._settle_unit(typed)
        if self.people and not typed.get("who"):
            self.add_error("who", f"已有同名的“{typed.get('name', '')}”，请选定。")
        return typed

    def entry(self) -> Entry:
        """What was confirmed, for the service; only of a valid form that is kept."""
        typed = self.cleaned_data
        posts = [self.carrying, *self.others]
        known = {str(each.person.pk): each.person for each in self.people}
        return Entry(
            line=self.line.number,
            role=typed["role"],
            title=typed["title"],
            posts=[self._entry_post(post) for post in posts if post is not None],
            person=chosen(typed["name"], typed["who"], known),
        )

    def _entry_post(self, post: NamedPost) -> EntryPost:
        if post.organisation is not None:
            return EntryPost(post.organisation, "", post.name)
        unit, name = guessed_unit(post)
        typed = wide("".join((self.cleaned_data["unit"] or unit).split()))
        rest = post.words.removeprefix(typed) if post.words.startswith(typed) else name
        return EntryPost(self.names.exactly(typed), typed, rest or post.words)

    def _settle_unit(self, typed: dict[str, Any]) -> None:
        unit = wide("".join((typed.get("unit") or "").split()))
        if not unit:
            self.add_error("unit", "本级没有这个单位，请写明单位的名称。")
        elif self.names.exactly(unit) is None and not typed.get("is_new_unit"):
            self.add_error("unit", f"本级没有叫“{unit}”的单位，请核对；确是新单位的，勾选“登记为新单位”。")

    def _offer(self, data: Any) -> None:
        self.fields["carrier"].choices = [(str(place), post.words) for place, post in enumerate(self.posts)]
        self.initial["carrier"] = str(self.first)
        unknown = next((post for post in self.posts if post.organisation is None), None)
        self.initial["unit"] = guessed_unit(unknown)[0] if unknown else ""
        choices = [(str(each.person.pk), f"就是这位{each.person}（{each.words}）") for each in self.people]
        self.fields["who"].choices = [*choices, (ANOTHER, "同名的另一人")]

    def propose(self, standing: Standing) -> None:
        """Whoever holds the post already under that name is the same person; everybody else of that name is another."""
        self.standing = standing
        post = self.carrying
        _, holder = standing.of(post) if post else (None, None)
        known = {each.person.pk for each in self.people}
        same = holder is not None and holder.person_id in known
        self.initial["who"] = str(holder.person_id) if holder and same else ANOTHER

    def _place(self) -> int:
        value = self["carrier"].value()
        text = str(value) if value is not None else ""
        return int(text) if text.isascii() and text.isdigit() and int(text) < len(self.posts) else self.first


class AnnexTable:
    """All lines of an annex, each a form; `data` is None while they are shown for the first time."""

    def __init__(
        self, data: Any, annex: ReadAnnex, *, group: LeadingGroup, names: UnitNames, since: date
    ) -> None:
        self.annex, self.data = annex, data
        typed = {_name(data, line) for line in annex.lines} - {""}
        known = namesakes(typed, at=since)
        self.lines = [AnnexLineForm(data, line=line, names=names, known=known) for line in annex.lines]
        standing = standing_of(group, [post for form in self.lines for post in form.posts], on=since)
        for form in self.lines:
            form.propose(standing)
        self.general: list[str] = []

    def is_valid(self) -> bool:
        """Every line is looked at, so that all mistakes show at once."""
        valid = [line.is_valid() for line in self.lines]
        if self.annex.unread and "unread" not in self.data:
            self.general.append("有没读懂的行，请核对后勾选“以上各行不是组成人员”。")
        return all(valid) and not self.general

    def entries(self) -> list[Entry]:
        """The lines that were confirmed."""
        return [line.entry() for line in self.lines if line.cleaned_data["keep"]]

    def show(self, error: Invalid) -> None:
        """What the service refuses stands at its line."""
        by_line = {str(form.line.number): form for form in self.lines}
        for line, words in error.fields.items():
            if line in by_line:
                by_line[line].add_error("name", words)
        if not set(error.fields) & set(by_line):
            self.general.append(error.message)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong: (address of the field, which line, sentence)."""
        found = [("", "", words) for words in self.general]
        for form in self.lines if self.data is not None else ():
            where = f"第 {form.line.number} 行 {form.line.name}"
            found += [
                (form[name].auto_id, where, str(words)) for name in form.fields for words in form[name].errors
            ]
        return found

    @property
    def summary(self) -> Sequence[tuple[str, int]]:
        """How many of each role the document names."""
        return [(role.label, sum(form.line.role == role for form in self.lines)) for role in GROUP_ROLES]


def _name(data: Any, line: ReadLine) -> str:
    if data is None:
        return line.name
    name = "".join(str(data.get(f"line-{line.number}-name", "")).split())
    return name if len(name) <= 40 and "\0" not in name else ""


def _content(upload: UploadedFile) -> str:
    """The text of a file that the guard let in; ValidationError with its sentence otherwise."""
    try:
        admit(upload, kinds=DOCUMENT_KINDS)
        upload.seek(0)
        source = sources.read(upload.name or "", upload.read())
    except Invalid as error:
        raise forms.ValidationError({"file": error.message}) from error
    except Unreadable as error:
        raise forms.ValidationError({"file": error.sentence}) from error
    return "\n".join(line.text for line in source.lines)
