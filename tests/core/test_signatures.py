"""Codes on paper: the same for the same thing, another for any other, and still known after the key has changed."""

from typing import Any

from core.signatures import codes_of


def test_a_code_is_long_and_belongs_to_its_value_and_purpose() -> None:
    code = codes_of("print", "1:a")[0]
    assert len(code) == 24 and code.isalnum() and code.islower()
    assert code == codes_of("print", "1:a")[0]
    assert len({code, codes_of("print", "2:a")[0], codes_of("other", "1:a")[0]}) == 3


def test_a_new_key_makes_new_codes_and_knows_the_old_ones(settings: Any) -> None:
    old = codes_of("print", "1:a")[0]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]
    new, *known = codes_of("print", "1:a")
    assert new != old and known == [old]
