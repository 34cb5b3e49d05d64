"""A call for applications as it is typed: the round with its steps, single quotas, an extension."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.enums import DayUnit, StepKind
from applications.forms.fields import VersionField
from applications.models import Round, RoundStep, StepTemplate
from applications.rules import OPTIONAL_KINDS
from applications.selectors.rounds import (
    possible_applicants,
    possible_authorities,
    usable_versions,
    usual_quota,
)
from applications.services.round_parts import StepTerms
from core.enums import Level
from core.fields import SeveralRowsField
from standards.models import StandardVersion

LARGEST_QUOTA = 999
LONGEST_STEP = 365
EARLIEST, LATEST = date(2020, 1, 1), date(2100, 12, 31)
# T calls it 拟重点培育; the other documents name no word of their own (domain.md 1).
SHORTLIST_WORDS = {Level.CITY: "拟重点培育"}


class DayField(forms.DateField):
    """A day of our times, picked from the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(EARLIEST, "日期太早，请核对年份。"),
        MaxValueValidator(LATEST, "日期太远，请核对年份。"),
    ]


def quota_field(label: str, **options: Any) -> forms.IntegerField:
    """How many towns may be recommended; empty for as many as one likes."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=LARGEST_QUOTA,
        error_messages={
            "invalid": "请填整数，例如 2；不限请留空。",
            "min_value": "限报数至少为 1；不限请留空。",
            "max_value": "限报数最多为 %(limit_value)s；不限请留空。",
        },
        **options,
    )


def guidance_field() -> forms.CharField:
    """What applicants should know beside the standard."""
    return forms.CharField(
        label="申报说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def cell_input(widget: type[forms.Widget]) -> forms.Widget:
    """A field in a cell has no .field around it that would give it its looks."""
    return widget(attrs={"class": "input"})


def first_instant(day: date) -> datetime:
    """Midnight at the beginning of that day here."""
    return datetime.combine(day, time(0, tzinfo=timezone.get_current_timezone()))


def instant_after(day: date) -> datetime:
    """The day counts in full: the first instant that is too late."""
    return first_instant(day + timedelta(days=1))


def last_day(closes_at: datetime) -> date:
    """The last day on which something may be handed in."""
    return timezone.localdate(closes_at - timedelta(microseconds=1))


class ApplicantsField(SeveralRowsField):
    """Units by their full names; those of the level's territory."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AuthorityField(forms.ModelChoiceField):
    """Where a level knows two authorities: the office by itself, or its government on the office's proposal."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Any) -> str:
        by_itself = obj.kind == OrganisationKind.OFFICE
        return f"{obj.name}（{'由办公室认定' if by_itself else '由办公室报请政府批准'}）"


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in the form: what is fixed, and the four fields that the office settles."""

    step: StepTemplate | RoundStep
    name: BoundField
    days: BoundField
    day_unit: BoundField
    is_required: BoundField | None


class RoundForm(forms.Form):
    """A round before it is published; `round_` fills it in with what is kept, without one it is new."""

    version = VersionField(required=False)
    title = forms.CharField(label="名称", max_length=80)
    year = forms.IntegerField(
        label="年度", min_value=2022, max_value=2100, help_text="填报的数据为这一年之前的三年。"
    )
    standard_version = forms.ModelChoiceField(
        StandardVersion.objects.none(),
        label="适用标准",
        empty_label="请选择",
        help_text="只列出本级、本地区已发布的标准。",
    )
    authority = AuthorityField(Organisation.objects.none(), label="认定单位", empty_label=None)
    every_applicant = forms.BooleanField(required=False)
    applicants = ApplicantsField(
        Organisation.objects.none(),
        label="可申报单位",
        error_messages={"required": "请选择可申报的单位，或者勾选“全部”。"},
    )
    quota = quota_field(
        "每个单位限报数", help_text="最多推荐几个专业镇，不填为不限；个别单位不同的，建立后另行调整。"
    )
    opens_at = DayField(label="开始日期", help_text="当日 0:00 起可以提交。")
    closes_on = DayField(label="截止日期", help_text="当日 24:00 前可以提交。")
    shortlist_word = forms.CharField(
        label="复核通过后的称谓", max_length=20, help_text="只在办公室和认定单位内部使用，公布前不对外显示。"
    )
    stamped_scan_required = forms.BooleanField(
        label="推荐上报前须上传盖章扫描件",
        required=False,
        help_text="申报书提交后打印、签字、盖章，再传回扫描件；不勾选时不作要求，也可以上传。",
    )
    return_limit = forms.IntegerField(
        label="限退回次数",
        required=False,
        min_value=0,
        max_value=99,
        help_text="办公室最多退回补正几次，不填或填 0 为不限。",
        error_messages={"invalid": "请填整数，例如 3；不限请留空。"},
    )
    guidance = guidance_field()
    contact = forms.CharField(
        label="联系电话", max_length=80, required=False, help_text="办公室名称和电话，发布前必须填写。"
    )

    def __init__(
        self, *args: Any, office: Organisation, round_: Round | None = None, version: int = 0, **options: Any
    ) -> None:
        self.units = possible_applicants(office)
        self.authorities = possible_authorities(office)
        self.steps = _steps_of(office, round_)
        options.setdefault("initial", _kept(round_, version) if round_ else _suggested(office))
        super().__init__(*args, **options)
        self.fields["applicants"].queryset = self.units
        self.fields["standard_version"].queryset = usable_versions(office)
        self.fields["every_applicant"].label = f"全部 {self.units.count()} 个单位（不必逐个勾选）"
        self._offer_authorities()
        for step in self.steps:
            self._add_step(step)
        for name, field in self.fields.items():
            if name != "applicants":
                field.error_messages["required"] = f"请填写{field.label}。"

    def clean(self) -> dict[str, Any]:
        """It closes after it opens; “全部” stands for every single tick."""
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "截止日期不能早于开始日期。")
        if cleaned.get("every_applicant"):
            # Whoever calls everybody need not tick anybody.
            self.errors.pop("applicants", None)
            cleaned["applicants"] = self.units
        return cleaned

    def about_fields(self) -> list[BoundField]:
        """What the round is, in the order of the page."""
        names = ("title", "year", "standard_version", "authority", "shortlist_word", "return_limit")
        return [self[name] for name in names if name in self.fields]

    def step_rows(self) -> list[StepRow]:
        """The steps in their order."""
        return [
            StepRow(
                step=step,
                name=self[_field_name(step, "name")],
                days=self[_field_name(step, "days")],
                day_unit=self[_field_name(step, "day_unit")],
                is_required=self[_field_name(step, "is_required")] if step.kind in OPTIONAL_KINDS else None,
            )
            for step in self.steps
        ]

    def facts(self) -> dict[str, Any]:
        """What the services take, of valid input."""
        data = self.cleaned_data
        names = (
            "title",
            "year",
            "standard_version",
            "applicants",
            "quota",
            "shortlist_word",
            "stamped_scan_required",
        )
        return {
            **{name: data[name] for name in (*names, "guidance", "contact")},
            "return_limit": data["return_limit"] or None,
            "authority": data["authority"] if "authority" in data else self.authorities[0],
            "opens_at": first_instant(data["opens_at"]),
            "closes_at": instant_after(data["closes_on"]),
            "steps": [self._terms(step) for step in self.steps],
        }

    def _terms(self, step: StepTemplate | RoundStep) -> StepTerms:
        typed = {
            part: self.cleaned_data.get(_field_name(step, part)) for part in ("name", "days", "day_unit")
        }
        return StepTerms(
            position=step.position,
            is_required=self.cleaned_data.get(_field_name(step, "is_required"), True),
            **typed,  # type: ignore[arg-type]
        )

    def _offer_authorities(self) -> None:
        """Asked only where the level leaves a choice."""
        if len(self.authorities) == 1:
            del self.fields["authority"]
        else:
            numbers = [each.pk for each in self.authorities]
            self.fields["authority"].queryset = Organisation.objects.filter(pk__in=numbers).order_by("pk")

    def _add_step(self, step: StepTemplate | RoundStep) -> None:
        kind = StepKind(step.kind).label
        self.fields[_field_name(step, "name")] = forms.CharField(
            label=f"{kind}环节的名称", max_length=20, initial=step.name, widget=cell_input(forms.TextInput)
        )
        self.fields[_field_name(step, "days")] = forms.IntegerField(
            label=f"{kind}环节的时限",
            min_value=1,
            max_value=LONGEST_STEP,
            initial=step.days,
            widget=cell_input(forms.NumberInput),
        )
        self.fields[_field_name(step, "day_unit")] = forms.ChoiceField(
            label=f"{kind}环节的时限单位",
            choices=DayUnit.choices,
            initial=step.day_unit,
            widget=cell_input(forms.Select),
        )
        if step.kind in OPTIONAL_KINDS:
            self.fields[_field_name(step, "is_required")] = forms.BooleanField(
                label=f"{kind}环节必经", required=False, initial=step.is_required
            )


def _steps_of(office: Organisation, round_: Round | None) -> list[StepTemplate | RoundStep]:
    """A round's own steps, or those of the template for a new one."""
    if round_ is not None:
        return list(round_.steps.order_by("position"))
    return list(StepTemplate.objects.filter(level=office.level).order_by("position"))


def _field_name(step: StepTemplate | RoundStep, part: str) -> str:
    return f"step_{step.position}_{part}"


def _suggested(office: Organisation) -> dict[str, Any]:
    """A new round: this year, the words of the level, the office's own telephone."""
    year = timezone.localdate().year
    level = Level(office.level) if office.level else None
    place = office.division.name if office.division else ""
    versions = list(usable_versions(office)[:2])
    return {
        "standard_version": versions[0] if len(versions) == 1 else None,
        "authority": next(iter(possible_authorities(office)), None),
        "title": f"{year}年{place}{level.label if level else ''}专业镇申报",
        "year": year,
        "shortlist_word": SHORTLIST_WORDS.get(level, "拟认定") if level else "拟认定",
        "contact": f"{office.name}，{office.telephone}"[:80] if office.telephone else "",
    }


def _kept(round_: Round, version: int) -> dict[str, Any]:
    names = (
        "title",
        "year",
        "standard_version",
        "authority",
        "shortlist_word",
        "return_limit",
        "guidance",
        "contact",
    )
    places = list(round_.applicant_places.order_by("pk"))
    return {
        **{name: getattr(round_, name) for name in (*names, "stamped_scan_required")},
        "version": version,
        "applicants": [place.organisation_id for place in places],
        "quota": usual_quota(places),
        "opens_at": timezone.localdate(round_.opens_at),
        "closes_on": last_day(round_.closes_at),
    }
