"""The field with which any form takes a file in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy

from core.errors import Invalid
from files.enums import FileKind
from files.guard import EMPTY, admit
from files.limits import limit_words

ACCEPT = ",".join(extension for kind in FileKind for extension in kind.extensions)


class UploadField(forms.FileField):
    """One upload past the guard; hand it to `files.services.store_file`. The form is sent as multipart/form-data."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})
    default_error_messages = {
        "required": "请选择要上传的文件。",
        "empty": EMPTY,
        "invalid": "没有收到文件，请重新选择。",
        "missing": "没有收到文件，请重新选择。",
    }

    def __init__(self, **options: Any) -> None:
        # Said anew each time: the limit is a setting.
        super().__init__(**{"label": "文件", "help_text": lazy(limit_words, str)(), **options})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, or the guard's sentence at this field."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            try:
                admit(upload)
            except Invalid as refusal:
                raise ValidationError(refusal.message, code="refused") from refusal
        return upload
