"""What is read across several tables, one module a question."""
