"""Reads over imports and exports, one module a noun."""
