"""One-time passwords: drawn here, shown once on the administrator's screen, kept nowhere in the clear."""

import secrets

# Nothing that is mistaken for something else when read aloud or copied by hand (0 O, 1 l I …).
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def draw_password() -> str:
    """A password of 16 random characters (79 bits) in four groups, such as k7mq-x2pd-…"""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
