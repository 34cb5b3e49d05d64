"""What is typed to end a recognition."""

from django import forms

from towns.forms.rows import VersionField


class ProposeRevocationForm(forms.Form):
    """Why a recognition should end."""

    reason = forms.CharField(
        label="撤销理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明事实和依据，不超过 1000 字；认定机关会看到，不对外公开。",
        error_messages={"required": "请写明撤销理由。"},
    )


class ConfirmRevocationForm(forms.Form):
    """What the document of the authority says."""

    version = VersionField()
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        help_text="撤销决定的文号，如：并政发〔2026〕0号。",
        error_messages={"required": "请填写撤销决定的文号。"},
    )
    decided_on = forms.DateField(
        label="撤销日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写撤销日期。", "invalid": "请填日期，例如 2026-05-20。"},
    )


class CancelRevocationForm(forms.Form):
    """The click that takes a proposal back."""

    version = VersionField()
