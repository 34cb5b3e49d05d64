"""An application that came on paper, and the stamped scan of a print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Organisation
from applications.forms.rounds import DayField
from applications.models import PaperFiling
from applications.services.registering import PaperDates
from files.fields import UploadField
from towns.models import Town

# A unit and one of its towns, as the list offers them.
Place = tuple[Organisation, Town]


class PaperForm(forms.Form):
    """What the paper says of itself; `places` are the units with their towns, None where that is settled."""

    place = forms.ChoiceField(
        label="专业镇和申报单位",
        help_text="只列出本批次可以申报、还没有在办申报的专业镇。",
        error_messages={
            "required": "请选择专业镇。",
            "invalid_choice": "请从列表中选择；刚刚被申报的专业镇不能再选。",
        },
    )
    signed_on = DayField(label="申报单位签章日期", help_text="申报书封面或承诺页上的日期。")
    recommended_on = DayField(label="推荐盖章日期", help_text="推荐意见上的日期。")
    received_on = DayField(label="收到日期", help_text="以这一天判断是否在申报时间内，不以录入时间为准。")
    scan = UploadField(label="纸质件扫描件")

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[Organisation, Sequence[Town]]] | None = None,
        paper: PaperFiling | None = None,
        **options: Any,
    ) -> None:
        if paper is not None:
            options["initial"] = {name: getattr(paper, name) for name in PaperDates.__slots__}
        super().__init__(*args, **options)
        self.by_choice: dict[str, Place] = {}
        if places is None:
            del self.fields["place"]
            self.fields["scan"].required = False
            self.fields["scan"].label = "更换扫描件（不换请留空）"
        else:
            self.fields["place"].choices = self._choices(places)
        for name in PaperDates.__slots__:
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"

    @property
    def chosen(self) -> Place:
        """Of valid input."""
        return self.by_choice[self.cleaned_data["place"]]

    def dates(self) -> PaperDates:
        """Of valid input."""
        return PaperDates(**{name: self.cleaned_data[name] for name in PaperDates.__slots__})

    def _choices(self, places: Sequence[tuple[Organisation, Sequence[Town]]]) -> list[Any]:
        """Grouped by unit; a town that two units may put forward stands under both."""
        groups: list[Any] = [("", "请选择")]
        for unit, towns in places:
            named = []
            for town in towns:
                key = f"{unit.pk}-{town.pk}"
                self.by_choice[key] = (unit, town)
                named.append((key, town.name))
            groups.append((unit.short_name, named))
        return groups


class StampedScanForm(forms.Form):
    """The scan of the print of one submission."""

    sheet = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput, label="第几次提交")
    file = UploadField(label="盖章扫描件")
