"""What stands behind the recognitions of a town, as everybody may read it: the scan of the document, and its errata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from applications.models import Erratum
from applications.selectors.decisions import papers_of
from files.models import FileVersion
from towns.selectors import Recognition


@dataclass(frozen=True, slots=True)
class DocumentedRecognition:
    """A recognition with the newest scan of its decision, if there is one, and what was mended in it."""

    of: Recognition
    scan: FileVersion | None
    errata: list[Erratum]


def documented(recognitions: Sequence[Recognition]) -> list[DocumentedRecognition]:
    """The same recognitions in the same order; two queries however many."""
    papers = papers_of([each.pk for each in recognitions])
    return [DocumentedRecognition(each, *papers[each.pk]) for each in recognitions]
