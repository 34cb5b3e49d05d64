"""What happens to standards: they are loaded and published, and towns are held against them."""

from standards.services.loading import load_standard, publish_version
from standards.services.standings import recompute_standings, refresh_standings

__all__ = ["load_standard", "publish_version", "recompute_standings", "refresh_standings"]
