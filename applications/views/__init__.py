"""Pages of recognition, by audience."""
