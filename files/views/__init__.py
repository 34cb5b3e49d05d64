"""Handing files out, and taking them in piece by piece."""
