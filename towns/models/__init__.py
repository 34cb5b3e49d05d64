"""Towns and what is known of them."""

from towns.models.designations import Designation
from towns.models.figures import Figure, Indicator
from towns.models.towns import Enterprise, Product, Town

__all__ = ["Designation", "Enterprise", "Figure", "Indicator", "Product", "Town"]
