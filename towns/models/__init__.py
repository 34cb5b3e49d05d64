"""Towns and what is known of them."""

from towns.models.designations import Designation
from towns.models.enterprises import Enterprise, Title
from towns.models.figures import Figure, Indicator
from towns.models.places import Heritage, Platform
from towns.models.products import Brand, Product, TechnicalStandard
from towns.models.revocations import Revocation
from towns.models.rows import RegistryRow
from towns.models.towns import Town

__all__ = [
    "Brand",
    "Designation",
    "Enterprise",
    "Figure",
    "Heritage",
    "Indicator",
    "Platform",
    "Product",
    "RegistryRow",
    "Revocation",
    "TechnicalStandard",
    "Title",
    "Town",
]
