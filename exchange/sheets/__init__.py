"""Workbooks from the inside: read whole, headers found, templates written. No row of ours is touched here."""
