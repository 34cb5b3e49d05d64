"""What happens in the registry, one module a noun."""

from towns.services.designations import designate_town
from towns.services.figures import confirm_figure, confirm_figures, reject_figure, report_figure, units_of
from towns.services.rows import add_row, remove_row, update_row
from towns.services.towns import TownFacts, create_town, declare_complete, update_town

__all__ = [
    "TownFacts",
    "add_row",
    "confirm_figure",
    "confirm_figures",
    "create_town",
    "declare_complete",
    "designate_town",
    "reject_figure",
    "remove_row",
    "report_figure",
    "units_of",
    "update_row",
    "update_town",
]
