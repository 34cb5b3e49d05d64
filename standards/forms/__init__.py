"""What is typed about standards."""

from standards.forms.self_check import SelfCheckForm

__all__ = ["SelfCheckForm"]
