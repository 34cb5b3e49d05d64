"""Imports and exports, one module a noun."""

from exchange.models.exports import Export
from exchange.models.imports import Import, ImportPage

__all__ = ["Export", "Import", "ImportPage"]
