"""PNG pictures of pages made light: at most 256 colours, which a page hardly exceeds."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Kinds of filter of a line (PNG, 9.2).
SUB, UP, AVERAGE, PAETH = 1, 2, 3, 4
MOST_COLOURS = 256
Colour = tuple[int, int, int]


def lighten(png: bytes) -> bytes:
    """The same picture with a palette; takes what a browser writes: 8 bits, RGB or RGBA, not interlaced."""
    header = png[16:29]
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if not png.startswith(SIGNATURE) or (depth, interlaced) != (8, 0) or kind not in {2, 6}:
        raise ValueError("not a picture as a browser writes it")
    size = 3 if kind == 2 else 4
    data = zlib.decompress(b"".join(body for name, body in _chunks(png) if name == b"IDAT"))
    pixels = [
        (line[at], line[at + 1], line[at + 2])
        for line in _lines(data, width * size, size)
        for at in range(0, width * size, size)
    ]
    palette, place = _palette(Counter(pixels))
    rows = (bytes(map(place.__getitem__, pixels[at : at + width])) for at in range(0, len(pixels), width))
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return SIGNATURE + b"".join(
        _chunk(name, content)
        for name, content in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(map(bytes, palette))),
            (b"IDAT", body),
            (b"IEND", b""),
        )
    )


def _palette(counted: Counter[Colour]) -> tuple[list[Colour], dict[Colour, int]]:
    """The colours that stay, and the place of the nearest of them for every colour."""
    step = 8
    while len(groups := _grouped(counted, step)) > MOST_COLOURS:
        step += 8
    # Of colours alike the most frequent stays: paper and ink keep their exact shade.
    palette = [max(group, key=counted.__getitem__) for group in groups]
    return palette, {colour: place for place, group in enumerate(groups) for colour in group}


def _grouped(counted: Counter[Colour], step: int) -> list[list[Colour]]:
    groups: dict[Colour, list[Colour]] = {}
    for red, green, blue in counted:
        groups.setdefault((red // step, green // step, blue // step), []).append((red, green, blue))
    return list(groups.values())


def _lines(data: bytes, length: int, size: int) -> Iterator[bytearray]:
    """The lines of the picture with their filters taken off."""
    above = bytearray(length)
    for start in range(0, len(data), length + 1):
        line = bytearray(data[start + 1 : start + 1 + length])
        _unfilter(data[start], line, above, size)
        yield line
        above = line


def _unfilter(kind: int, line: bytearray, above: bytearray, size: int) -> None:
    for at in range(len(line)) if kind else ():
        left = line[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        line[at] = line[at] + _guess(kind, left, above[at], corner) & 255


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind == PAETH:
        near = left + up - corner
        return min((abs(near - left), 0, left), (abs(near - up), 1, up), (abs(near - corner), 2, corner))[2]
    return {SUB: left, UP: up, AVERAGE: (left + up) // 2}[kind]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
