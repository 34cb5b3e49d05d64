"""Organisations and their other names, as administrators type them."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.enums import OrganisationKind
from accounts.models import Division, Organisation
from accounts.patterns import TELEPHONE
from accounts.services import Particulars, organisation_fingerprint


class SearchForm(forms.Form):
    """Looking for a unit by any of its names."""

    q = forms.CharField(
        label="单位名称",
        max_length=60,
        required=False,
        help_text="全称、简称、别名中的几个字，或拼音开头。",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class OrganisationForm(forms.Form):
    """What is said about a unit below `superior`; moving it elsewhere is a page of its own."""

    name = forms.CharField(
        label="全称",
        max_length=120,
        help_text="不带级别说明，例如 霍州市人民政府。",
        error_messages={"required": "请填写单位全称。"},
    )
    short_name = forms.CharField(label="简称", max_length=40, error_messages={"required": "请填写单位简称。"})
    kind = forms.ChoiceField(label="类型", choices=OrganisationKind.choices)
    division = forms.ModelChoiceField(
        label="所在区划",
        queryset=Division.objects.none(),
        required=False,
        empty_label="无（开发区没有区划代码）",
    )
    host = forms.CharField(
        label="设在", max_length=60, required=False, help_text="领导小组办公室所设的部门，例如 市工信局。"
    )
    telephone = forms.CharField(
        label="联系电话",
        max_length=40,
        required=False,
        validators=[TELEPHONE],
        help_text="单位的公开电话，会显示在申报批次页面上。",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(
        self, data: Any = None, *, superior: Organisation | None, organisation: Organisation | None = None
    ) -> None:
        super().__init__(data, initial=_initial(organisation, superior))
        divisions = _divisions(superior, organisation)
        self.fields["division"].queryset = divisions

    def particulars(self) -> Particulars:
        """The cleaned values as services want them."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "kind"}}
        return Particulars(kind=OrganisationKind(self.cleaned_data["kind"]), **values)


class AliasForm(forms.Form):
    """Another name of a unit."""

    name = forms.CharField(label="别名", max_length=120, error_messages={"required": "请填写别名。"})


def _initial(organisation: Organisation | None, superior: Organisation | None) -> dict[str, Any]:
    if organisation is None:
        return {"division": superior.division_id if superior else None}
    names = ("name", "short_name", "kind", "host", "telephone")
    values = {name: getattr(organisation, name) for name in names}
    return {**values, "division": organisation.division_id, "seen": organisation_fingerprint(organisation)}


def _divisions(superior: Organisation | None, organisation: Organisation | None) -> Any:
    """The superior's division, those directly below it, and the unit's own."""
    wanted = Q(pk=organisation.division_id) if organisation else Q(pk=None)
    if superior is not None and superior.division_id is not None:
        wanted |= Q(pk=superior.division_id) | Q(parent=superior.division_id)
    elif superior is None:
        wanted |= Q(parent=None)
    return Division.objects.filter(wanted).order_by("code")
