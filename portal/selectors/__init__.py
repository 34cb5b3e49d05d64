"""What the portal reads, one module for each audience."""
