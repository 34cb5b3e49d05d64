"""What happens in recognition, one module for each part of the way."""
