"""Who may bring what in and take what out."""

from exchange.rules import imports


def register() -> None:
    """Called from `AppConfig.ready`."""
    imports.register()
