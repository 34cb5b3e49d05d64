"""What a service finds wrong, written beside the field."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm

from core.errors import Invalid

T = TypeVar("T")


def carry_out(form: BaseForm, work: Callable[[], T]) -> T | None:
    """Do the work of a valid form; None when the service refuses what was typed, and the form then says why."""
    try:
        return work()
    except Invalid as invalid:
        for name, sentence in invalid.fields.items() or [("", invalid.message)]:
            form.add_error(name if name in form.fields else None, sentence)
        return None
