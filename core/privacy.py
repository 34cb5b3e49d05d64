"""Personal data as it is shown by default (GB/T 35273: masked unless somebody asks, and asking is recorded)."""


def masked_telephone(number: str) -> str:
    """138****1234: three digits, four stars, the last four; short numbers keep only their last two."""
    if len(number) >= 8:
        return f"{number[:3]}****{number[-4:]}"
    return f"****{number[-2:]}" if number else ""
