"""What goes into a decision: the list, what the document of the government says, and what was misprinted in it."""

from __future__ import annotations

from typing import Any

from django import forms

from applications.forms.fields import VersionField
from applications.models import Application, Decision, Round
from applications.selectors.decisions import could_stand_in, ready_for_decision
from core.fields import SeveralRowsField
from files.fields import UploadField

NUMBER_HELP = "如：并政发〔2026〕0号。"
DAY_ERRORS = {"required": "请填写认定日期。", "invalid": "请填日期，例如 2026-05-20。"}


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(
        label="认定日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY_ERRORS,
        **options,
    )


class DecisionForm(forms.Form):
    """报请认定: which applications, under which title."""

    title = forms.CharField(label="标题", max_length=120)
    applications = SeveralRowsField(
        Application.objects.none(), label="拟认定名单", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["applications"].queryset = ready_for_decision(round_)


class DecisionCorrectForm(DecisionForm):
    """A prepared decision as it shall be; what is not known yet stays empty."""

    version = VersionField()
    document_number = forms.CharField(label="文号", max_length=60, required=False, help_text=NUMBER_HELP)
    decided_on = _day(required=False)
    scan = UploadField(label="扫描件", required=False)
    field_order = ["version", "title", "document_number", "decided_on", "scan", "applications"]

    def __init__(self, *args: Any, decision: Decision, for_office: bool, **options: Any) -> None:
        initial = {
            "version": decision.version,
            "title": decision.title,
            "document_number": decision.document_number,
            "decided_on": decision.decided_on,
            "applications": [item.application_id for item in decision.items.all()],
        }
        super().__init__(*args, round_=decision.round, initial=initial, **options)
        self.fields["applications"].queryset = could_stand_in(decision, with_ready=for_office)
        if decision.scan_id is not None:
            self.fields["scan"].label = "更换扫描件"
        self.fields["applications"].help_text = "取消勾选即移出名单，移出后仍在拟认定名单上。"
        if not for_office:
            self.fields["title"].disabled = True
            self.fields["title"].help_text = "标题由办公室主任修改。"


class DecisionApplyForm(forms.Form):
    """What the document of the government says."""

    version = VersionField()
    document_number = forms.CharField(label="文号", max_length=60, help_text=NUMBER_HELP)
    decided_on = _day()

    @classmethod
    def blank(cls, decision: Decision) -> DecisionApplyForm:
        """With what is known already."""
        known = {name: getattr(decision, name) for name in ("version", "document_number", "decided_on")}
        return cls(initial=known, auto_id="apply_%s")


class ErratumForm(forms.Form):
    """更正: what should have been printed, and why it is put right."""

    version = VersionField()
    title = forms.CharField(label="标题", max_length=120)
    document_number = forms.CharField(label="文号", max_length=60)
    decided_on = _day()
    reason = forms.CharField(
        label="更正理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="对外公开，如：原文号录入有误。",
        error_messages={"required": "请写明更正理由。"},
    )

    @classmethod
    def blank(cls, decision: Decision) -> ErratumForm:
        """With what it says now."""
        names = ("version", "title", "document_number", "decided_on")
        return cls(initial={name: getattr(decision, name) for name in names}, auto_id="erratum_%s")


class ScanForm(forms.Form):
    """The scan of a published decision."""

    scan = UploadField(label="扫描件")
