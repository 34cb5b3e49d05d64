"""Kinds of requirement, one module each; see docs/adding-a-requirement.md."""
