"""A seat by hand."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Organisation
from leadership.enums import SeatRole
from leadership.forms.fields import BasisField, DayField
from leadership.models import LeadingGroup, Seat
from leadership.selectors.titles import UnitNames
from leadership.selectors.words import wide
from leadership.services import SeatFacts


class SeatForm(forms.Form):
    """The unit is found by its names inside the government; one that nobody knows is asked about."""

    role = forms.TypedChoiceField(
        label="席位", choices=SeatRole.choices, coerce=lambda each: SeatRole(int(each))
    )
    unit = forms.CharField(
        label="单位",
        max_length=120,
        help_text="全称、简称或别名，例如 市财政局；本级政府的职务填“市政府”。",
        error_messages={"required": "请填写单位。"},
    )
    post = forms.CharField(
        label="职务", max_length=60, help_text="例如 局长。", error_messages={"required": "请填写职务。"}
    )
    portfolio = forms.CharField(
        label="分管", max_length=60, required=False, help_text="几位副职同名时用来区分，例如 工业。"
    )
    title = forms.CharField(
        label="文件所印职务", max_length=160, required=False, help_text="不填就是单位加职务。"
    )
    since = DayField(label="自", error_messages={"required": "请填写设立日期。"})
    position = forms.IntegerField(
        label="顺序",
        min_value=1,
        max_value=9999,
        required=False,
        help_text="不填就排在同类席位的最后。",
        error_messages={"invalid": "请填序号，例如 12。"},
    )
    basis = BasisField()
    is_new_unit = forms.BooleanField(
        label="名称无误，登记为本级的新单位", required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any = None, *, group: LeadingGroup, names: UnitNames) -> None:
        super().__init__(data, initial={"role": SeatRole.MEMBER.value, "since": timezone.localdate()})
        self.names, self.group = names, group
        self.known_unit: Organisation | None = None
        if data is not None:
            self._ask_about_unit(data)

    def clean_unit(self) -> str:
        """The name as people print it; the unit itself stands in `known_unit`."""
        typed = wide("".join(self.cleaned_data["unit"].split()))
        self.known_unit = self.names.exactly(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        """An unknown unit is asked about, never guessed."""
        typed = self.cleaned_data
        if typed.get("unit") and self.known_unit is None and not typed.get("is_new_unit"):
            self.add_error(
                "unit", f"本级没有叫“{typed['unit']}”的单位。请核对名称；确实没有登记过的，请勾选下面一项。"
            )
        return typed

    def facts(self, unit: Organisation) -> SeatFacts:
        """What was typed, for the service; only of a valid form."""
        typed = self.cleaned_data
        return SeatFacts(
            role=typed["role"],
            organisation=unit,
            post=typed["post"],
            portfolio=typed["portfolio"],
            title=typed["title"] or f"{typed['unit']}{typed['post']}",
            since=typed["since"],
            position=typed["position"],
            basis=typed["basis"],
        )

    def _ask_about_unit(self, data: Any) -> None:
        """The tick appears once the name was looked for and not found."""
        typed = wide("".join(str(data.get("unit", "")).split()))
        if typed and self.names.exactly(typed) is None:
            self.fields["is_new_unit"].widget = forms.CheckboxInput()


class SeatTitleForm(forms.Form):
    """What is printed, and in which order."""

    title = forms.CharField(label="文件所印职务", max_length=160, error_messages={"required": "请填写职务。"})
    position = forms.IntegerField(
        label="顺序",
        min_value=1,
        max_value=9999,
        error_messages={"required": "请填序号，例如 12。", "invalid": "请填序号，例如 12。"},
    )

    def __init__(self, data: Any = None, *, seat: Seat) -> None:
        super().__init__(data, initial={"title": seat.title, "position": seat.position})


class EndSeatForm(forms.Form):
    """The first day without the seat."""

    until = DayField(
        label="撤销日期",
        help_text="自这天起不再有这个席位。",
        error_messages={"required": "请填写撤销日期。"},
    )
    basis = BasisField()
