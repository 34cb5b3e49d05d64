"""What is typed about imports."""

from typing import Any

from django import forms

from files.enums import SHEET_KINDS
from files.fields import UploadField


class UploadForm(forms.Form):
    """One workbook or text file."""

    file = UploadField(kinds=SHEET_KINDS, label="文件")


class VersionForm(forms.Form):
    """The import as it stood when the page was opened; a page without a version counts as old."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False)

    def seen(self) -> int:
        """The version; 0, which no import has, for whatever is none."""
        self.is_valid()
        found: Any = self.cleaned_data.get("version")
        return found or 0
