"""The field with which any form takes a file in."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy

from core.errors import Invalid
from files.disk import telling_when_full
from files.enums import EVIDENCE_KINDS, Kinds
from files.guard import EMPTY, admit
from files.limits import limit_words, several_words
from files.names import cleaned_name


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
                with telling_when_full():
                    admit(upload, kinds=self.kinds)
            except Invalid as refusal:
                raise ValidationError(refusal.message, code="refused") from refusal
        return upload


class SeveralFilesInput(forms.FileInput):
    """A chooser that takes many at once."""

    allow_multiple_selected = True


class SeveralUploadsField(UploadField):
    """One upload or many at once, each past the guard; what is refused is named, and then nothing is taken."""

    widget = SeveralFilesInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        words = partial(several_words, self.kinds)
        self.help_text = options.get("help_text", lazy(words, str)())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The chooser says that it takes many."""
        return {**super().widget_attrs(widget), "multiple": True}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every upload, or the guard's sentence for each that is refused."""
        given = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            # The empty field, as a single one refuses it or lets it be.
            return [each for each in [super().clean(None, initial)] if each]
        refusals, clean = [], super().clean
        for upload in given:
            try:
                clean(upload, initial)
            except ValidationError as refusal:
                refusals.append(self._named(upload, refusal, many=len(given) > 1))
        if refusals:
            raise ValidationError(refusals)
        return given

    def _named(self, upload: UploadedFile, refusal: ValidationError, *, many: bool) -> str:
        sentence = "".join(refusal.messages)
        return f"{cleaned_name(upload.name or '')}：{sentence}" if many else sentence
