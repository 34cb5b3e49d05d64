"""A file that supports a criterion."""

from __future__ import annotations

from django import forms

from files.fields import UploadField


class EvidenceForm(forms.Form):
    """One more file; which criterion it supports is said by where the form stands."""

    criterion = forms.IntegerField(
        required=False, min_value=1, max_value=32767, widget=forms.HiddenInput, label="条件序号"
    )
    title = forms.CharField(
        label="材料名称",
        max_length=80,
        help_text="如：2025年产值证明。",
        error_messages={"required": "请填写材料名称。"},
    )
    file = UploadField()


class ReplacementForm(forms.Form):
    """A newer version of a file."""

    file = UploadField(label="新版本")
