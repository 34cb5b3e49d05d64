"""Posts change hands: one on its own page, or all that an election changed in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Person, Post, Tenure
from core.errors import Invalid
from leadership.forms.fields import BasisField, DayField, NameField
from leadership.selectors.people import KnownPerson, namesakes
from leadership.selectors.words import post_words
from leadership.services import Change, NewPerson

ANOTHER = "another"
LONGEST_CHOICE = 20


class HolderRowForm(forms.Form):
    """One line of the table; nothing typed means nothing changes."""

    name = NameField(label="新任", required=False)
    who = forms.ChoiceField(label="同名人员", required=False)
    vacant = forms.BooleanField(label="空缺", required=False)
    on = DayField(label="自", required=False)
    basis = BasisField()
    seen = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, line: HolderLine, known: Sequence[KnownPerson]) -> None:
        super().__init__(data, prefix=f"post-{line.post.pk}", initial={"seen": line.seen})
        self.line = line
        self.known = {str(each.person.pk): each.person for each in known}
        choices = [(pk, f"就是这位{person}") for pk, person in self.known.items()]
        words = {str(each.person.pk): each.words for each in known}
        self.fields["who"].choices = [
            ("", "请选择……"),
            *((pk, f"{label}（{words[pk]}）") for pk, label in choices),
            (ANOTHER, "同名的另一人"),
        ]

    @property
    def asks_who(self) -> bool:
        """Whether somebody of the typed name is known already."""
        return bool(self.known)

    @property
    def is_untouched(self) -> bool:
        typed = getattr(self, "cleaned_data", {})
        return not typed.get("name") and not typed.get("vacant")

    def clean(self) -> dict[str, Any]:
        """A name and a vacancy at once make no sense; of two with one name the right one is chosen."""
        typed = self.cleaned_data
        if typed.get("name") and typed.get("vacant"):
            self.add_error("name", "填了新任人员，就不要再勾“空缺”。")
        elif typed.get("name") and self.known and not typed.get("who"):
            self.add_error("who", f"已有同名的“{typed['name']}”，请选定是其中哪一位，或选“同名的另一人”。")
        return typed

    def change(self, default: date, basis: str) -> Change:
        """What was typed, for the service; only of a valid form that is not untouched."""
        typed = self.cleaned_data
        return Change(
            post=self.line.post,
            on=typed["on"] or default,
            person=None if typed["vacant"] else chosen(typed["name"], typed["who"], self.known),
            basis=typed["basis"] or basis,
            line=self.line.number,
            seen=typed["seen"] or None,
        )


@dataclass(frozen=True, slots=True)
class HolderLine:
    """A post as the table shows it: its number, who holds it, and the mark of its tenures."""

    number: int
    post: Post
    role: str
    holder: Tenure | None
    seen: str


class HolderTable:
    """The table as a whole: a day and a basis for every line that has none of its own."""

    def __init__(self, data: Any, lines: Sequence[HolderLine]) -> None:
        self.common = CommonForm(data)
        known = _known(data, lines)
        self.rows = [
            HolderRowForm(data, line=line, known=known.get(_typed(data, line), ())) for line in lines
        ]

    def is_valid(self) -> bool:
        """Every line is looked at, so that all mistakes show at once."""
        valid = [self.common.is_valid(), *(row.is_valid() for row in self.rows)]
        return all(valid)

    def changes(self) -> list[Change]:
        """The lines in which something was typed."""
        on, basis = self.common.cleaned_data["on"], self.common.cleaned_data["basis"]
        return [row.change(on, basis) for row in self.rows if not row.is_untouched]

    def show(self, error: Invalid) -> None:
        """What the service refuses stands at its line."""
        for row in self.rows:
            if words := error.fields.get(str(row.line.number)):
                row.add_error("name", words)
        if not error.fields:
            self.common.add_error(None, error.message)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong: (address of the field, which line, sentence)."""
        found = [("", "", str(words)) for words in self.common.non_field_errors()]
        found += [
            (self.common[name].auto_id, str(self.common[name].label), str(words))
            for name in self.common.fields
            for words in self.common[name].errors
        ]
        for row in self.rows:
            where = f"第 {row.line.number} 行 {post_words(row.line.post)}"
            found += [
                (row[name].auto_id, where, str(words)) for name in row.fields for words in row[name].errors
            ]
        return found


class CommonForm(forms.Form):
    """What holds for every line that says nothing else."""

    on = DayField(
        label="任职日期",
        help_text="各行没有另写日期的，都用这一天。",
        error_messages={"required": "请填写任职日期。"},
    )
    basis = BasisField(help_text="任免文件的文号，没有可不填。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})


class HolderForm(forms.Form):
    """One post: somebody takes over, stands in for a time, or nobody holds it."""

    KINDS = (("take", "接任"), ("deputy", "代理"), ("vacant", "空缺"))
    kind = forms.ChoiceField(label="办理", choices=KINDS, widget=forms.RadioSelect)
    name = NameField(label="姓名", required=False, help_text="接任人或代理人；空缺时不填。")
    who = forms.ChoiceField(label="同名人员", required=False, widget=forms.HiddenInput)
    on = DayField(label="自", error_messages={"required": "请填写日期。"})
    until = DayField(label="代理至（不含）", required=False, help_text="代理须写明到哪天为止。")
    basis = BasisField(help_text="任免文件的文号，没有可不填。")
    seen = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, post: Post, seen: str) -> None:
        super().__init__(data, initial={"kind": "take", "on": timezone.localdate(), "seen": seen})
        self.post = post
        name = "".join(str(data.get("name", "")).split()) if data is not None else ""
        known = namesakes({name}, at=timezone.localdate()).get(name, []) if _sane(name) else []
        self.known = {str(each.person.pk): each.person for each in known}
        self._offer(known)

    def clean(self) -> dict[str, Any]:
        """What the chosen way wants."""
        typed = self.cleaned_data
        kind, name = typed.get("kind"), typed.get("name")
        if kind == "vacant" and name:
            self.add_error("name", "选了“空缺”，就不要再填姓名。")
        elif kind in {"take", "deputy"} and not name and "name" not in self.errors:
            self.add_error("name", "请填写姓名。")
        elif name and self.known and not typed.get("who"):
            self.add_error("who", f"已有同名的“{name}”，请选定是其中哪一位，或选“同名的另一人”。")
        if kind == "deputy" and not typed.get("until") and "until" not in self.errors:
            self.add_error("until", "代理须写明结束日期。")
        return typed

    def change(self) -> Change:
        """What was typed, for the service; only of a valid form."""
        typed = self.cleaned_data
        is_deputy = typed["kind"] == "deputy"
        vacant = typed["kind"] == "vacant"
        return Change(
            post=self.post,
            on=typed["on"],
            person=None if vacant else chosen(typed["name"], typed["who"], self.known),
            basis=typed["basis"],
            is_deputy=is_deputy,
            until=typed["until"] if is_deputy else None,
            seen=None if is_deputy else typed["seen"] or None,
        )

    def _offer(self, known: Sequence[KnownPerson]) -> None:
        if known:
            choices = [(str(each.person.pk), f"{each.person}（{each.words}）") for each in known]
            self.fields["who"].choices = [*choices, (ANOTHER, "同名的另一人")]
            self.fields["who"].widget = forms.RadioSelect(choices=self.fields["who"].choices)


def chosen(name: str, who: str, known: dict[str, Person]) -> Person | NewPerson:
    """Somebody known, chosen by number, or somebody new."""
    return known.get(who) or NewPerson(name, is_another=who == ANOTHER)


def _known(data: Any, lines: Sequence[HolderLine]) -> dict[str, list[KnownPerson]]:
    names = {_typed(data, line) for line in lines} - {""}
    return namesakes(names, at=timezone.localdate())


def _typed(data: Any, line: HolderLine) -> str:
    name = "" if data is None else "".join(str(data.get(f"post-{line.post.pk}-name", "")).split())
    return name if _sane(name) else ""


def _sane(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST_CHOICE and "\0" not in name
