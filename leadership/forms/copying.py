"""The city's seats on a county's own posts: every line is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from leadership.selectors.copying import Proposal
from leadership.selectors.words import wide
from leadership.services import CopiedSeat


class CopyLineForm(forms.Form):
    """One proposed seat; unticked it is left out."""

    keep = forms.BooleanField(label="采用", required=False)
    unit = forms.CharField(label="单位", max_length=40)
    post = forms.CharField(label="职务", max_length=60)

    def __init__(self, data: Any, *, number: int, proposal: Proposal) -> None:
        initial = {"keep": proposal.kept, "unit": proposal.unit, "post": proposal.post}
        super().__init__(data, prefix=f"line-{number}", initial=initial)
        self.number, self.proposal = number, proposal
        if data is not None and f"line-{number}-keep" not in data:
            # What is left out need not be right.
            for field in self.fields.values():
                field.required = False


class CopyForm:
    """All lines in their order; the founding document is a form of its own beside it."""

    def __init__(self, data: Any, proposals: Sequence[Proposal]) -> None:
        self.lines = [
            CopyLineForm(data, number=number, proposal=each) for number, each in enumerate(proposals, start=1)
        ]

    def is_valid(self) -> bool:
        """Every line is looked at, so that all mistakes show at once."""
        valid = [line.is_valid() for line in self.lines]
        return all(valid)

    def kept(self) -> list[CopyLineForm]:
        """The lines that were confirmed."""
        return [line for line in self.lines if line.cleaned_data["keep"]]

    def seats(self) -> list[CopiedSeat]:
        """What was confirmed, for the service."""
        return [
            CopiedSeat(
                role=line.proposal.role,
                unit=wide(line.cleaned_data["unit"]),
                post=line.cleaned_data["post"],
                title=_title(line),
            )
            for line in self.kept()
        ]


def _title(line: CopyLineForm) -> str:
    """市长 of a government is 县长 alone; elsewhere the unit stands in front."""
    unit, post = line.cleaned_data["unit"], line.cleaned_data["post"]
    return post if line.proposal.unit == unit and line.proposal.title == post else f"{unit}{post}"
