"""What an office marks and says of an answer, what the applicant answers, and the sentences that a person keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from applications.enums import Resolution, ReturnReason
from applications.selectors.targets import Target
from applications.services.marking import Mark


class MarkForm(forms.Form):
    """One thing with one reason; `targets` are what may be chosen where the form stands."""

    target = forms.ChoiceField(label="要补正的", error_messages={"required": "请选择要补正的内容。"})
    reason = forms.ChoiceField(
        label="原因",
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因。"},
    )
    phrase = forms.ChoiceField(
        label="常用意见", required=False, widget=forms.Select(attrs={"data-phrases": "text"})
    )
    text = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明缺什么、哪里不一致、应当怎样。",
        error_messages={"required": "请写明要补正什么。"},
    )
    keep = forms.BooleanField(label="存为我的常用意见", required=False)

    def __init__(
        self, *args: Any, targets: Sequence[Target], phrases: Sequence[str], place: str, **options: Any
    ) -> None:
        options.setdefault("auto_id", f"mark_{place}_%s")
        super().__init__(*args, **options)
        self.place = place
        choices = [(each.key, each.label) for each in targets]
        self.fields["target"].choices = choices if len(choices) == 1 else [("", "请选择"), *choices]
        if phrases:
            self.fields["phrase"].choices = [("", "不用"), *((each, each) for each in phrases)]
            self.fields["text"].help_text += "不写的，用所选的常用意见。"
        else:
            del self.fields["phrase"]
            self.fields["text"].required = True

    def clean(self) -> dict[str, Any]:
        """What was written counts, else the sentence that was chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["text"] = cleaned.get("text", "").strip() or cleaned.get("phrase", "")
        if not cleaned["text"] and "text" not in self.errors:
            self.add_error("text", "请写明要补正什么，或者选一条常用意见。")
        return cleaned

    def mark(self) -> Mark:
        """Of valid input."""
        data = self.cleaned_data
        return Mark(data["target"], data["reason"], data["text"])


class ItemAnswerForm(forms.Form):
    """What was done about one item."""

    answer = forms.CharField(
        label="答复",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明怎样补正的，例如：已更换为盖章的原件。"},
    )


class ResolutionForm(forms.Form):
    """Whether an answer settles its item."""

    resolution = forms.ChoiceField(
        choices=Resolution.choices,
        label="核对结果",
        error_messages={"required": "请选择核对结果。", "invalid_choice": "请选择核对结果。"},
    )


class PhraseForm(forms.Form):
    """A sentence to be said again."""

    text = forms.CharField(
        label="内容",
        max_length=200,
        help_text="例如：请补充统计部门出具的证明，加盖公章。",
        error_messages={"required": "请填写内容。"},
    )
