"""What the resources of a town share."""

from typing import Any

from django.urls import reverse

from core.resources import SheetResource
from core.resources.widgets import TextWidget
from towns.credit_codes import check_digit, normalised, what_is_wrong
from towns.models import Town
from towns.models.fields import LONGEST_TYPED_CODE

BODY = "91140100MA0TEAT00"
EXAMPLE = BODY + check_digit(BODY)


class TownSheet(SheetResource):
    """Rows that belong to one town."""

    def place(self, actor: Any, number: int | None) -> Town:
        """The town in sight; LookupError otherwise."""
        towns = Town.objects.visible_to(actor).select_related("owner__superior", "keeper")
        found: Town | None = towns.filter(pk=number or 0).first()
        if found is None:
            raise LookupError(number)
        return found

    def address(self, place: Any) -> str:
        """The section's list."""
        return reverse("towns:row_list", args=[place.pk, self.key])


class CodeWidget(TextWidget):
    """统一社会信用代码, held against its check digit."""

    def __init__(self) -> None:
        super().__init__(longest=LONGEST_TYPED_CODE, example=EXAMPLE)

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        code = normalised(super().clean(value, row, **options))
        problem = what_is_wrong(code) if code else ""
        if problem:
            raise ValueError(problem)
        return code
