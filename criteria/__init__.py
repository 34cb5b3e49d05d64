"""The engine that holds facts against a published recognition standard and explains itself; no Django."""
