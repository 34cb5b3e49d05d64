"""The field with which any form takes a file in."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy

from core.errors import Invalid
from files.enums import EVIDENCE_KINDS, Kinds
from files.guard import EMPTY, admit
from files.limits import limit_words


class UploadField(forms.FileField):
    """One upload past the guard; hand it to `files.services.store_file`. The form is sent as multipart/form-data.

    `kinds`: the formats that this way in takes; text and file chooser follow.
    """

    widget = forms.FileInput
    default_error_messages = {
        "required": "请选择要上传的文件。",
        "empty": EMPTY,
        "invalid": "没有收到文件，请重新选择。",
        "missing": "没有收到文件，请重新选择。",
    }

    def __init__(self, *, kinds: Kinds = EVIDENCE_KINDS, **options: Any) -> None:
        self.kinds = kinds
        # Said anew each time: the limit is a setting.
        words = lazy(partial(limit_words, kinds), str)()
        super().__init__(**{"label": "文件", "help_text": words, **options})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the file chooser offers."""
        accept = ",".join(extension for kind in self.kinds for extension in kind.extensions)
        return {**super().widget_attrs(widget), "accept": accept}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, or the guard's sentence at this field."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            try:
                admit(upload, kinds=self.kinds)
            except Invalid as refusal:
                raise ValidationError(refusal.message, code="refused") from refusal
        return upload
