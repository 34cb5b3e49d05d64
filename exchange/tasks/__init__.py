"""What the worker runs, one module a noun."""

from exchange.tasks.exports import make_export, sweep_exports

__all__ = ["make_export", "sweep_exports"]
