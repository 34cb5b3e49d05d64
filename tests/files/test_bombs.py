"""Small files that would become a flood: refused within a second and 64 MB, and nothing outside is read (T27)."""

import io
import os
import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from files import inspector
from files.enums import FileKind
from files.inspection.faults import Fault
from files.inspector import inspect
from tests.factories import docx_bytes, jpeg_bytes, pdf_bytes, png_bytes, xlsx_bytes, zip_bytes
from tests.files.test_traps import packed_pdf

SECONDS, KILOBYTES = 1.0, 64 * 1024
MB = 1024 * 1024
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
DOCTYPE = f'{HEAD}<!DOCTYPE x [<!ENTITY l0 "哈">{LAUGHS}]><worksheet>&l9;</worksheet>'
OUTSIDE = f'{HEAD}<!DOCTYPE x [<!ENTITY o SYSTEM "file:///etc/passwd">]><sst><si><t>&o;</t></si></sst>'
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def patched(content: bytes, offset: int, form: str, value: int) -> bytes:
    """The central directory's first entry says something else."""
    place = content.index(b"PK\x01\x02") + offset
    return content[:place] + struct.pack(form, value) + content[place + struct.calcsize(form) :]


def renamed(old: str, new: str) -> bytes:
    """A zip with a name that no tool would write, in both places."""
    assert len(old) == len(new)
    return zip_bytes({old: "x"}).replace(old.encode(), new.encode())


def linked() -> bytes:
    """A zip with a link that leads out of the folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def overlapping(times: int) -> bytes:
    """One body of data that many entries share."""
    name = b"a"
    one = zip_bytes({"a": b"\x00" * MB})
    ends = one.index(b"PK\x01\x02")
    line = one[ends : ends + 46 + len(name)]
    directory = b"".join(line[:46] + name for _ in range(times))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(directory), ends, 0)
    return one[:ends] + directory + end


def four_million_rows() -> bytes:
    """The file of 257 kB that keeps a well-known reader busy for half a minute."""
    return xlsx_bytes("".join(f'<row r="{row}"/>' for row in range(1, 200_002)))


def endless() -> str:
    """Forty megabytes of letters, just as repetitive as is let through."""
    return "".join(os.urandom(400).hex() * 90 for _ in range(600))


def nested(depth: int) -> bytes:
    content = zip_bytes({"0.txt": b"\x00" * (10 * MB)})
    for level in range(depth):
        content = zip_bytes({f"{level}.zip": content})
    return content


BOMBS: dict[str, tuple[FileKind, Callable[[], bytes], Fault]] = {
    "xlsx 1000:1": (
        FileKind.XLSX,
        lambda: xlsx_bytes(parts={"xl/a.xml": b" " * (100 * MB)}),
        Fault.TOO_BIG_UNPACKED,
    ),
    "docx 1000:1": (
        FileKind.DOCX,
        lambda: docx_bytes(parts={"word/a.xml": b" " * (100 * MB)}),
        Fault.TOO_BIG_UNPACKED,
    ),
    "zip 1000:1": (FileKind.ZIP, lambda: zip_bytes({"a.txt": b"\x00" * (100 * MB)}), Fault.TOO_BIG_UNPACKED),
    "zip in small pieces": (
        FileKind.ZIP,
        lambda: zip_bytes({f"{n}.txt": b"\x00" * MB for n in range(150)}),
        Fault.TOO_BIG_UNPACKED,
    ),
    "zip of many files": (
        FileKind.ZIP,
        lambda: zip_bytes({f"{n}": "" for n in range(3000)}),
        Fault.TOO_MANY_ENTRIES,
    ),
    "zip in a zip": (FileKind.ZIP, lambda: nested(5), Fault.NESTED),
    "zip of one body for all": (FileKind.ZIP, lambda: overlapping(20), Fault.UNSAFE_NAMES),
    "a size that is a lie": (
        FileKind.ZIP,
        lambda: patched(zip_bytes({"a.txt": b"\x00" * (100 * MB)}), 24, "<L", 100),
        Fault.HIDDEN_CONTENT,
    ),
    "rows": (FileKind.XLSX, four_million_rows, Fault.SHEET_TOO_BIG),
    "a last row that is far away": (
        FileKind.XLSX,
        lambda: xlsx_bytes(CELL + '<row r="1048576"><c r="A1048576"/></row>'),
        Fault.SHEET_TOO_BIG,
    ),
    "a cell that is far away": (
        FileKind.XLSX,
        lambda: xlsx_bytes('<row r="1"><c r="A1"/><c r="XFD1"/></row>'),
        Fault.SHEET_TOO_BIG,
    ),
    "a cell that is not in its row": (
        FileKind.XLSX,
        lambda: xlsx_bytes('<row r="1"><c r="A1"/><c r="A1048576"/></row>'),
        Fault.SHEET_TOO_BIG,
    ),
    "two corners": (
        FileKind.XLSX,
        lambda: xlsx_bytes('<row r="1"><c r="A1"/></row><row r="190000"><c r="ZZ190000"/></row>'),
        Fault.SHEET_TOO_BIG,
    ),
    "a letter written as a number": (
        FileKind.XLSX,
        lambda: xlsx_bytes('<row r="1"><c r="&#88;FD1"/></row>'),
        Fault.SHEET_TOO_BIG,
    ),
    "a false extent": (
        FileKind.XLSX,
        lambda: xlsx_bytes(CELL, dimension="A1:XFD1048576"),
        Fault.FALSE_EXTENT,
    ),
    "merged to the end": (
        FileKind.XLSX,
        lambda: xlsx_bytes(CELL, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        Fault.FALSE_EXTENT,
    ),
    "a link over all": (
        FileKind.XLSX,
        lambda: xlsx_bytes(
            CELL, after='<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
        ),
        Fault.FALSE_EXTENT,
    ),
    "a million styles": (FileKind.XLSX, lambda: xlsx_bytes(styles="<xf/>" * 10**6), Fault.TOO_BIG_UNPACKED),
    "a million different styles": (
        FileKind.XLSX,
        lambda: xlsx_bytes(styles="".join(f'<xf numFmtId="{n}"/>' for n in range(10**6))),
        Fault.TOO_MANY_STYLES,
    ),
    "a million texts": (
        FileKind.XLSX,
        lambda: xlsx_bytes(strings="".join(f"<si><t>{n * 7919}</t></si>" for n in range(10**6))),
        Fault.TOO_MANY_TEXTS,
    ),
    "entities": (
        FileKind.XLSX,
        lambda: xlsx_bytes(parts={"xl/worksheets/sheet1.xml": DOCTYPE}),
        Fault.ENTITIES,
    ),
    "entities in UTF-16": (
        FileKind.XLSX,
        lambda: xlsx_bytes(
            parts={"xl/worksheets/sheet1.xml": DOCTYPE.replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        Fault.ENTITIES,
    ),
    "entities in UTF-16 without a mark": (
        FileKind.DOCX,
        lambda: docx_bytes(
            parts={"word/document.xml": DOCTYPE.replace("UTF-8", "UTF-16").encode("utf-16-be")}
        ),
        Fault.ENTITIES,
    ),
    "entities in another encoding": (
        FileKind.DOCX,
        lambda: docx_bytes(
            parts={"word/document.xml": DOCTYPE.replace("UTF-8", "UTF-7").replace("<!", "+ADwAIQ-")}
        ),
        Fault.DAMAGED,
    ),
    "a file from outside": (
        FileKind.XLSX,
        lambda: xlsx_bytes(parts={"xl/sharedStrings.xml": OUTSIDE}),
        Fault.ENTITIES,
    ),
    "a file from outside, linked": (
        FileKind.DOCX,
        lambda: docx_bytes(
            parts={"word/_rels/x.rels": f'{HEAD}<!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><x/>'}
        ),
        Fault.ENTITIES,
    ),
    "one attribute without an end": (
        FileKind.XLSX,
        lambda: xlsx_bytes(f'<row r="1" x="{endless()}"/>'),
        Fault.TOO_HARD,
    ),
    "out of the folder": (FileKind.ZIP, lambda: renamed("aaaaaa.txt", "../../.txt"), Fault.UNSAFE_NAMES),
    "out of the folder, the other way": (
        FileKind.ZIP,
        lambda: renamed("aaa.txt", "..\\.txt"),
        Fault.UNSAFE_NAMES,
    ),
    "from the root": (FileKind.ZIP, lambda: renamed("aetc/passwd", "/etc/passwd"), Fault.UNSAFE_NAMES),
    "a drive": (FileKind.ZIP, lambda: renamed("c__x.txt", "c:/x.txt"), Fault.UNSAFE_NAMES),
    "a link": (FileKind.ZIP, linked, Fault.UNSAFE_NAMES),
    "twice the same name": (
        FileKind.ZIP,
        lambda: zip_bytes({"a.txt": "1", "A.TXT": "2"}),
        Fault.UNSAFE_NAMES,
    ),
    "a password": (FileKind.ZIP, lambda: patched(zip_bytes({"a.txt": "x"}), 8, "<H", 1), Fault.ENCRYPTED),
    "another name inside": (
        FileKind.ZIP,
        lambda: zip_bytes({"a.txt": "x"}).replace(b"a.txt", b"b.txt", 1),
        Fault.HIDDEN_CONTENT,
    ),
    "something before it": (
        FileKind.ZIP,
        lambda: b"PK\x03\x04" + zip_bytes({"a.txt": "x"}),
        Fault.HIDDEN_CONTENT,
    ),
    "something behind it": (FileKind.ZIP, lambda: zip_bytes({"a.txt": "x"}) + b"x", Fault.HIDDEN_CONTENT),
    "a wrong sum": (FileKind.ZIP, lambda: patched_both(zip_bytes({"a.txt": "x"})), Fault.DAMAGED),
    "cut off": (FileKind.ZIP, lambda: zip_bytes({"a.txt": "x" * 500})[:-30], Fault.CUT_OFF),
    "png of pixels": (FileKind.PNG, lambda: png_bytes(60_000, 60_000), Fault.TOO_MANY_PIXELS),
    "jpeg of pixels": (FileKind.JPEG, lambda: jpeg_bytes(65_000, 65_000), Fault.TOO_MANY_PIXELS),
    "pdf of packed objects": (FileKind.PDF, lambda: packed_pdf(b" " * (100 * MB)), Fault.TOO_BIG_UNPACKED),
    "pdf of brackets": (
        FileKind.PDF,
        lambda: pdf_bytes(extra=b"/First " * 200 + b"<<" * 30_000 + b"("),
        Fault.UNREADABLE_PDF,
    ),
}


def patched_both(content: bytes) -> bytes:
    """Another sum in the local header and in the directory."""
    place = content.index(b"PK\x01\x02") + 16
    crc = content[place : place + 4]
    return content.replace(crc, bytes(byte ^ 1 for byte in crc))


@pytest.fixture(scope="module")
def plain_peak() -> int:
    """What the process holds for a file with nothing in it, in kilobytes."""
    return inspect(ContentFile("字".encode()), FileKind.TXT).peak


@pytest.mark.parametrize("case", BOMBS)
def test_a_bomb_is_refused_quickly_and_in_little_memory(case: str, plain_peak: int) -> None:
    """The second is one of the CPU: other work on the machine is not the guard's."""
    kind, make, fault = BOMBS[case]
    finding = inspect(ContentFile(make()), kind)
    grown = finding.peak - plain_peak
    sys.stdout.write(f"{case}: {finding.seconds:.2f} s, {grown / 1024:.0f} MB")
    assert finding.fault == fault
    assert finding.seconds <= SECONDS and grown <= KILOBYTES


READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (3, 3))
import openpyxl
book = openpyxl.load_workbook(sys.stdin.buffer, read_only=True)
print(sum(1 for row in book.active.iter_rows()))
"""


def read_unguarded(content: bytes, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(content)
    program = READ.replace("sys.stdin.buffer", repr(str(file)))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_control_without_the_guard_a_reader_uses_up_its_time(tmp_path: Path) -> None:
    """A few kilobytes with a false extent: a million rows come out, or the limit ends it."""
    honest = read_unguarded(xlsx_bytes(CELL), tmp_path)
    assert honest.stdout.strip() == "1"
    bomb = read_unguarded(xlsx_bytes(CELL + '<row r="1048576"><c r="A1048576"/></row>'), tmp_path)
    assert bomb.returncode < 0 or int(bomb.stdout) > 1_000_000


def test_a_file_that_takes_too_long_is_refused_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = (sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(inspector, "COMMAND", sleeper)
    monkeypatch.setattr(inspector, "WALL_SECONDS", 0.3)
    begun = time.perf_counter()
    assert inspect(ContentFile(b"x"), FileKind.TXT).fault == Fault.TOO_HARD
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 11)",
        "raise SystemExit(3)",
        "print('{}')",
        "print('not json')",
        'print(\'{"fault": "unheard of", "peak": 1}\')',
        "x = bytearray(10**12)",
    ],
)
def test_a_process_that_breaks_off_or_talks_nonsense_is_a_refusal(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspector, "COMMAND", (sys.executable, "-I", "-S", "-c", program))
    assert inspect(ContentFile(b"x"), FileKind.TXT).fault == Fault.TOO_HARD


SHUT_IN = f"""
import sys
sys.path.insert(0, {str(inspector.ROOT)!r})
from files.inspection.child import shut_in
shut_in(0)
"""


@pytest.mark.parametrize(
    "deed",
    [
        "bytearray(200 * 1024 * 1024)",
        "import os, tempfile; file = tempfile.TemporaryFile(); os.write(file.fileno(), b'x')",
        "[open('/dev/null') for _ in range(40)]",
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are a matter of the system")
def test_the_process_has_shut_itself_in(deed: str) -> None:
    command = [sys.executable, "-I", "-c", f"{SHUT_IN}\n{deed}"]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
    control = [sys.executable, "-I", "-c", deed]
    assert subprocess.run(control, capture_output=True, check=False).returncode == 0


def test_the_portal_itself_has_not_grown() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = xlsx_bytes(CELL, dimension="A1:XFD1048576")
    assert all(inspect(ContentFile(content), FileKind.XLSX).fault for _ in range(5))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES
