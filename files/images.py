"""How large a picture says it is, from the few bytes of its header."""

import io
import struct

from django.core.files.base import File

from files.enums import FileKind

MOST_PIXELS = 100_000_000
# A real photograph has a few dozen parts before its picture; this many are a trap for whoever counts.
MOST_SEGMENTS = 2000

# SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = {0x01, *range(0xD0, 0xD8)}
FILL, END_OF_IMAGE, START_OF_SCAN = 0xFF, 0xD9, 0xDA


def pixels(upload: File, kind: FileKind) -> int:
    """Width times height; 0 when the header does not say."""
    width, height = _png_size(upload) if kind is FileKind.PNG else _jpeg_size(upload)
    return width * height


def _png_size(upload: File) -> tuple[int, int]:
    """IHDR is the first chunk behind the signature of eight bytes."""
    upload.seek(8)
    head = upload.read(16)
    if len(head) < 16 or head[4:8] != b"IHDR":
        return 0, 0
    width, height = struct.unpack(">II", head[8:])
    return width, height


def _jpeg_size(upload: File) -> tuple[int, int]:
    """The first frame header, found by stepping over the segments before it."""
    upload.seek(2)
    for _ in range(MOST_SEGMENTS):
        mark, code = _pair(upload)
        if mark != FILL or code in {END_OF_IMAGE, START_OF_SCAN}:
            break
        if code in FRAMES:
            return _frame_size(upload)
        _step_over(upload, code)
    return 0, 0


def _frame_size(upload: File) -> tuple[int, int]:
    head = upload.read(7)
    if len(head) < 7:
        return 0, 0
    height, width = struct.unpack(">HH", head[3:])
    return width, height


def _step_over(upload: File, code: int) -> None:
    if code == FILL:
        upload.seek(-1, io.SEEK_CUR)
    elif code not in STANDALONE:
        high, low = _pair(upload)
        upload.seek(max(high * 256 + low - 2, 0), io.SEEK_CUR)


def _pair(upload: File) -> tuple[int, int]:
    found = upload.read(2)
    return (found[0], found[1]) if len(found) == 2 else (0, 0)
