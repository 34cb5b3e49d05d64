"""A file on its way beside a document."""

from __future__ import annotations

from django import forms

from files.fields import UploadField
from policies.enums import AttachmentKind
from policies.services.attaching import ATTACHED_KINDS


class AttachmentForm(forms.Form):
    """附件 or 相关解读, under the name that readers see."""

    kind = forms.ChoiceField(label="种类", choices=AttachmentKind.choices)
    title = forms.CharField(label="名称", max_length=120, help_text="读者看到的名称，例如“政策图解”。")
    file = UploadField(kinds=ATTACHED_KINDS)
