"""Pages of imports and exports, by what they are about."""
