"""What a person mends while a reading is held against its source."""

from __future__ import annotations

from typing import Any

from django import forms

from policies.forms.fields import UnitsField
from policies.models import Clause, Policy, PolicyVersion
from policies.selectors.checking import ToCheck
from policies.services.checking import FACTS, ClauseWords


class FactsForm(forms.ModelForm):
    """文件信息; `last_day` is the last day of force, as documents write it."""

    last_day = forms.DateField(
        label="有效期至", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = PolicyVersion
        fields = list(FACTS)
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("signed_on", "published_on", "since")
        }
        help_texts = {"since": "没有写明施行日期的留空。", "is_draft": "征求意见稿从不显示为有效。"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last_day"].initial = self.instance.last_day

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, last = cleaned.get("since"), cleaned.get("last_day")
        if since and last and last < since:
            self.add_error("last_day", "有效期不能在施行日期之前结束。")
        return cleaned


class ClauseForm(forms.ModelForm):
    """One clause with its units; numbers that were read wrongly are unticked."""

    lead = UnitsField(label="牵头单位")
    responsible = UnitsField(label="责任单位", help_text="照文件写法，用顿号分开。")
    figures = forms.TypedMultipleChoiceField(
        label="数字", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Clause
        fields = ["path", "label", "heading", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"path": "从最上一级连写下来，例如“二(四)”“附2二1”。"}

    def __init__(self, *args: Any, shown: ToCheck | None = None, **options: Any) -> None:
        figures = list(shown.clause.figures.all()) if shown else []
        if shown is not None:
            options.setdefault("instance", shown.clause)
            options.setdefault(
                "initial",
                {
                    "lead": shown.lead,
                    "responsible": shown.responsible,
                    "figures": [each.pk for each in figures],
                },
            )
            options.setdefault("prefix", f"c{shown.clause.pk}")
        super().__init__(*args, **options)
        # The sentences before the first clause have none.
        self.fields["label"].required = False
        self.fields["figures"].choices = [(each.pk, each.text) for each in figures]
        if not figures:
            del self.fields["figures"]

    def validate_unique(self) -> None:
        """Whether the path is taken is asked under the lock."""

    def words(self) -> ClauseWords:
        """For `mend_clause`."""
        typed = self.cleaned_data
        return ClauseWords(
            path=typed["path"],
            label=typed["label"],
            heading=typed["heading"],
            text=typed["text"],
            lead=typed["lead"],
            responsible=typed["responsible"],
            kept=frozenset(typed.get("figures", ())),
        )


class PlaceForm(forms.ModelForm):
    """Where a document belongs, mended."""

    class Meta:
        model = Policy
        fields = ["kind", "level", "division"]


class RepealForm(forms.Form):
    """From when on a document no longer holds, and which document says so."""

    on = forms.DateField(label="废止日期", widget=forms.DateInput(attrs={"type": "date"}))
    by = forms.CharField(label="依据", max_length=120, help_text="写明宣布废止的文件，例如文号。")


class WithdrawForm(forms.Form):
    """Why a text is taken down; what does not hold is no reason."""

    comment = forms.CharField(label="理由", max_length=1000)
