"""What happens in the registry, one module a noun."""

from towns.services.designations import correct_designation, designate_town
from towns.services.figure_import import Report, report_figures, undo_figures
from towns.services.figures import confirm_figure, confirm_figures, reject_figure, report_figure, units_of
from towns.services.importing import undo_rows, write_rows
from towns.services.revocations import cancel_revocation, confirm_revocation, propose_revocation
from towns.services.rows import add_row, remove_row, update_row
from towns.services.towns import TownFacts, create_town, declare_complete, update_town

__all__ = [
    "Report",
    "TownFacts",
    "add_row",
    "cancel_revocation",
    "confirm_figure",
    "confirm_figures",
    "confirm_revocation",
    "correct_designation",
    "create_town",
    "declare_complete",
    "designate_town",
    "propose_revocation",
    "reject_figure",
    "remove_row",
    "report_figure",
    "report_figures",
    "undo_figures",
    "undo_rows",
    "units_of",
    "update_row",
    "update_town",
    "write_rows",
]
