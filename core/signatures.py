"""Codes that this portal alone can make: handed out on paper, and known again when they come back."""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac

BYTES = 15


def codes_of(salt: str, value: str) -> list[str]:
    """24 letters and digits (120 bits) for a value, of the present key first, then of the keys before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_code(salt, value, key) for key in keys]


def _code(salt: str, value: str, key: str | bytes) -> str:
    mark = salted_hmac(salt, value, secret=key, algorithm="sha256").digest()[:BYTES]
    return base64.b32encode(mark).decode().lower()
