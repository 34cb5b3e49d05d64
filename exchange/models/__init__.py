"""Imports and exports, one module a noun."""

from exchange.models.imports import Import, ImportPage

__all__ = ["Import", "ImportPage"]
