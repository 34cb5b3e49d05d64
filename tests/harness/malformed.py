"""Hundreds of files that no way in may take: cut, flipped, mixed, misnamed, empty, in no known encoding."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.factories import docx_bytes, jpeg_bytes, pdf_bytes, png_bytes, xlsx_bytes, zip_bytes

Chance = random.Random
WHOLE: dict[str, Callable[[str], bytes]] = {
    ".pdf": pdf_bytes,
    ".jpg": lambda text: jpeg_bytes(text=text),
    ".png": lambda text: png_bytes(text=text),
    ".xlsx": lambda text: xlsx_bytes(parts={"docProps/app.xml": f"<Properties>{text}</Properties>"}),
    ".docx": lambda text: docx_bytes(parts={"docProps/app.xml": f"<Properties>{text}</Properties>"}),
}
PACKED = (".xlsx", ".docx")
TEXTS = (".csv", ".txt", ".html")
NAMES = (
    "材料{}",
    "很" * 300 + "{}",
    "报告\u202efdp{}",
    "../../../etc/passwd{}",
    "..\\..\\窗口{}",
    "C:\\{}",
    "a/b\x7f{}",
    " . {}",
    "%2e%2e%2f{}",
    "\u200b规划\u2066{}",
)


@dataclass(frozen=True, slots=True)
class Malformed:
    """One file: its name as a browser would send it, its bytes, and what is wrong with it."""

    name: str
    content: bytes
    wrong: str


def malformed(count: int, *, extensions: tuple[str, ...], seed: int) -> Iterator[Malformed]:
    """So many files under these extensions, the same for the same seed."""
    chance = random.Random(seed)
    ways = {extension: list(_ways(extension)) for extension in extensions}
    for number in range(count):
        extension = extensions[number % len(extensions)]
        way = ways[extension][number // len(extensions) % len(ways[extension])]
        name = NAMES[chance.randrange(len(NAMES))].format(extension)
        yield Malformed(name, way(extension, chance), way.__name__)


def _ways(extension: str) -> Iterator[Callable[[str, Chance], bytes]]:
    yield _empty
    if extension in TEXTS:
        yield from (_wide, _with_zeros, _in_no_encoding, _blank, _a_program)
        return
    yield from (_cut_off, _of_another_kind, _a_page, _noise, _half_of_two)
    if extension != ".docx":
        yield _followed_by_a_zip
    if extension in (".png", *PACKED):
        yield _flipped
    if extension == ".xlsx":
        yield from (_without_rows, _without_its_list)


def _whole(extension: str, chance: Chance) -> bytes:
    return WHOLE[extension](f"{chance.random()}")


def _empty(extension: str, chance: Chance) -> bytes:
    return b""


def _cut_off(extension: str, chance: Chance) -> bytes:
    whole = _whole(extension, chance)
    return whole[: chance.randrange(1, len(whole) - 8)]


def _flipped(extension: str, chance: Chance) -> bytes:
    """One bit where a sum stands over it."""
    whole = bytearray(_whole(extension, chance))
    if extension == ".png":
        place = chance.randrange(len(whole))
    else:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            info = chance.choice(archive.infolist())
        begins = info.header_offset + 30 + len(info.filename)
        place = begins + chance.randrange(info.compress_size)
    whole[place] ^= 1 << chance.randrange(8)
    return bytes(whole)


def _of_another_kind(extension: str, chance: Chance) -> bytes:
    return _whole(chance.choice([each for each in WHOLE if each != extension]), chance)


def _a_page(extension: str, chance: Chance) -> bytes:
    return f"<!doctype html><script>{chance.random()}</script>".encode()


def _noise(extension: str, chance: Chance) -> bytes:
    return chance.randbytes(chance.randrange(1, 3000))


def _half_of_two(extension: str, chance: Chance) -> bytes:
    """The beginning is right, the rest is another file's."""
    other = _of_another_kind(extension, chance)
    return _whole(extension, chance)[:20] + other[len(other) // 2 :]


def _followed_by_a_zip(extension: str, chance: Chance) -> bytes:
    return _whole(extension, chance) + zip_bytes({"a.txt": f"{chance.random()}"})


def _without_rows(extension: str, chance: Chance) -> bytes:
    return xlsx_bytes("")


def _without_its_list(extension: str, chance: Chance) -> bytes:
    return zip_bytes({"xl/workbook.xml": f"<workbook a='{chance.random()}'/>"})


def _wide(extension: str, chance: Chance) -> bytes:
    return f"企业名称,{chance.random()}".encode(chance.choice(["utf-16", "utf-16-le", "utf-32"]))


def _with_zeros(extension: str, chance: Chance) -> bytes:
    return f"企业名称,\x00{chance.random()}".encode()


def _in_no_encoding(extension: str, chance: Chance) -> bytes:
    return f"企业{chance.random()}".encode() + b"\xff\xfe\xff" + "名称".encode("gb18030")


def _blank(extension: str, chance: Chance) -> bytes:
    return b" \r\n\t" * chance.randrange(1, 50)


def _a_program(extension: str, chance: Chance) -> bytes:
    return b"\x7fELF\x02\x01\x01\x00" + chance.randbytes(200)
