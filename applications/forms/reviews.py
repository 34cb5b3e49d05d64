"""What a reviewer writes: a judgement with its reason, and a note to colleagues."""

from __future__ import annotations

from typing import Any

from django import forms

from applications.enums import Conclusion
from applications.selectors.judgements import Question


class JudgementForm(forms.Form):
    """The answer to one question of one sheet; `shown` is the judgement that the page showed, 0 for none."""

    sheet = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)
    criterion = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)
    requirement = forms.CharField(widget=forms.HiddenInput, max_length=40)
    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    conclusion = forms.ChoiceField(
        label="研判结论",
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择研判结论。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明研判理由。"},
    )

    @classmethod
    def blank(cls, question: Question, *, sheet: int) -> JudgementForm:
        """What was said last comes along: of this sheet to be changed, of the one before it to be confirmed."""
        said = question.latest or question.earlier
        initial: dict[str, Any] = {
            "sheet": sheet,
            "criterion": question.finding.criterion,
            "requirement": question.finding.requirement,
            "shown": question.latest.pk if question.latest else 0,
        }
        if said is not None:
            initial |= {"conclusion": said.conclusion, "reason": said.reason}
        return cls(initial=initial).fit(question)

    def fit(self, question: Question) -> JudgementForm:
        """Choices, words and ids of its own: many of these stand on one page."""
        self.auto_id = f"judge_{question.finding.criterion}_{question.finding.requirement}_%s"
        self.fields["conclusion"].choices = [(each.value, each.label) for each in question.choices]
        if question.is_relaxation:
            self.fields["conclusion"].label = "在充分考虑发展前景后"
            self.fields["reason"].help_text = "写明产品影响、知名度、市场占有率和发展前景。"
        return self

    def is_of(self, question: Question) -> bool:
        """Whether it was sent for this question."""
        sent = (self.data.get("criterion", ""), self.data.get("requirement", ""))
        return sent == tuple(str(part) for part in question.key)

    @property
    def is_unreadable(self) -> bool:
        """Whether what the page brings along by itself is missing or no number."""
        return any(field.name in self.errors for field in self.hidden_fields())


class NoteForm(forms.Form):
    """A word to colleagues."""

    text = forms.CharField(
        label="备注",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写下备注内容。"},
    )
