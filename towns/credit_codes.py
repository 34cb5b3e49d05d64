"""统一社会信用代码: 18 characters, the last one a check digit over the others (GB 32100-2015)."""

import unicodedata
from typing import Final

LENGTH: Final = 18
# Digits and capitals without I, O, S, V and Z; a character's place is its value.
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# 3 to the power of the place, modulo 31: a wrong digit, or two that changed places, never goes through.
WEIGHTS: Final = tuple(pow(3, place, len(ALPHABET)) for place in range(LENGTH - 1))


def normalised(text: str) -> str:
    """The code as it is kept: half-width capitals without blanks and hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).replace("-", "").split()).upper()


def check_digit(body: str) -> str:
    """The eighteenth character of a code that begins with these seventeen; ValueError for a strange character."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def what_is_wrong(code: str) -> str:
    """A Chinese sentence that says what is wrong with a normalised code; empty when it holds."""
    if len(code) != LENGTH:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位。"
    for place, character in enumerate(code, start=1):
        if character not in ALPHABET:
            return f"统一社会信用代码的第 {place} 位“{character}”不会出现在代码里（没有字母 I、O、S、V、Z）。"
    if check_digit(code[:-1]) != code[-1]:
        return "统一社会信用代码的校验位不对，请对照营业执照逐位核对。"
    return ""
