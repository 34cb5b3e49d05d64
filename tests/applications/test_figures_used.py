"""A figure that was submitted with an application stays, even when its import is undone."""

import json

import pytest

from applications.selectors.figures_used import figures_in_sheets
from tests.factories import ApplicationFactory, FactSheetFactory, FigureFactory, World
from towns import figure_uses

pytestmark = pytest.mark.django_db


def test_figures_of_a_frozen_sheet_are_in_use(world: World) -> None:
    submitted, later = FigureFactory(town=world.town), FigureFactory(town=world.town, year=2019)
    application = ApplicationFactory(
        round=world.round, applicant=world.county, town=world.town, state="submitted"
    )
    FactSheetFactory(application=application, content=json.dumps({"figures": [submitted.pk]}))
    asked = {submitted.pk, later.pk}
    assert figures_in_sheets(world.town.pk, asked) == {submitted.pk}
    assert figure_uses.used(world.town.pk, asked) == {submitted.pk}
    assert figure_uses.used(world.neighbour_town.pk, asked) == set()
