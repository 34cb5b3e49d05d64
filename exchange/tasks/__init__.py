"""What the worker runs: ids in, one service call, safe to run twice."""

from exchange.tasks.exports import make_export, sweep_exports
from exchange.tasks.imports import apply_import, read_import, sweep_imports, tidy_imports

__all__ = ["apply_import", "make_export", "read_import", "sweep_exports", "sweep_imports", "tidy_imports"]
