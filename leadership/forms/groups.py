"""A leading group as its founding document describes it."""

from typing import Any

from django import forms

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from leadership.forms.fields import DayField
from leadership.models import LeadingGroup
from leadership.services.groups import Founding


class FoundingForm(forms.Form):
    """`version` is that of the row when the page was opened."""

    name = forms.CharField(label="名称", max_length=120, error_messages={"required": "请填写领导小组名称。"})
    document = forms.CharField(
        label="成立文件",
        max_length=120,
        help_text="文号；没有文号的，写能认出它的简称。例如 试政办发〔2026〕1号。",
        error_messages={"required": "请填写成立文件。"},
    )
    document_title = forms.CharField(label="文件标题", max_length=160, required=False)
    founded_on = DayField(
        label="成立日期",
        help_text="文件的成文日期；这天以前的名单不列人员。",
        error_messages={"required": "请填写成立日期。"},
    )
    host = forms.ModelChoiceField(
        label="办公室设在", queryset=Organisation.objects.none(), required=False, empty_label="（未写明）"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(
        self, data: Any = None, *, organisation: Organisation, group: LeadingGroup | None = None
    ) -> None:
        super().__init__(data, initial=_initial(organisation, group))
        units = Organisation.objects.active().filter(kind=OrganisationKind.MEMBER_UNIT, superior=organisation)
        self.fields["host"].queryset = units.order_by("sort_key", "pk")

    def founding(self) -> Founding:
        """What was typed, for the service; only of a valid form."""
        return Founding(**{key: value for key, value in self.cleaned_data.items() if key != "version"})


def _initial(organisation: Organisation, group: LeadingGroup | None) -> dict[str, Any]:
    if group is None:
        place = organisation.name.removesuffix("人民政府").removesuffix("管委会")
        return {"name": f"{place}专业镇发展领导小组", "version": 0}
    names = ("name", "document", "document_title", "founded_on", "version")
    return {**{name: getattr(group, name) for name in names}, "host": group.host_id}
