"""What the worker runs: ids in, one service call, safe to run twice."""

from exchange.tasks.imports import apply_import, read_import, sweep_imports, tidy_imports

__all__ = ["apply_import", "read_import", "sweep_imports", "tidy_imports"]
