"""Fields that several forms of recognition share."""

from typing import Any

from django import forms


class VersionField(forms.IntegerField):
    """The version of the page that was acted upon; a page without one is treated as stale."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(label="页面版本", min_value=1, max_value=2**31 - 1, **options)
