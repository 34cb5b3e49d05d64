"""What people look for in the lists of towns and of their registries."""

from towns.filters.public import TownFilterForm, filtered_towns, in_force
from towns.filters.registry import FigureFilterForm, RegistryFilterForm, RowFilterForm

__all__ = [
    "FigureFilterForm",
    "RegistryFilterForm",
    "RowFilterForm",
    "TownFilterForm",
    "filtered_towns",
    "in_force",
]
