"""What the database itself refuses: bytes that were stored and versions that were uploaded stay as they are."""

from core import triggers


def register() -> None:
    """Both tables are written once."""
    triggers.register(
        *triggers.append_only("files_blob"),
        *triggers.append_only("files_fileversion"),
    )
