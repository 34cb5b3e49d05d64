"""QR codes as one SVG path, without any style or script that a strict policy would refuse."""

from dataclasses import dataclass

import qrcode  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class Square:
    """`size` modules a side, the quiet zone included; `path` draws the dark ones, one unit each."""

    size: int
    path: str


def square(text: str) -> Square:
    """The code of a text, with medium error correction and the quiet zone of four modules that readers want."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Square(len(rows), "".join(dark))
