"""What happens to imports and exports, one module a step."""
