"""Pages of leading groups."""
