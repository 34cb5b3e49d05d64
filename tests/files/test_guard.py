"""What may come in: three formats, whole, of a sane size, and nothing that acts by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from core.errors import Invalid
from files.enums import FileKind
from files.guard import admit
from files.names import cleaned_name
from tests.factories import jpeg_bytes, pdf_bytes, png_bytes

LONG = "很" * 300
PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

Upload = Callable[..., SimpleUploadedFile]


def refusal(upload: File) -> str:
    """The sentence with which an upload is refused, the same at the field `file`."""
    with pytest.raises(Invalid) as caught:
        admit(upload)
    assert caught.value.fields == {"file": caught.value.message}
    return caught.value.message


def on_disk(content: bytes) -> TemporaryUploadedFile:
    """An upload so large that it stands on the disk and is read in chunks."""
    upload = TemporaryUploadedFile("大文件.pdf", "application/pdf", len(content), None)
    upload.write(content)
    upload.seek(0)
    return upload


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("规划.pdf", pdf_bytes(), FileKind.PDF),
        ("规划.PDF", pdf_bytes() + b"\n\n", FileKind.PDF),
        ("照片.jpg", jpeg_bytes(), FileKind.JPEG),
        ("照片.JPEG", jpeg_bytes() + b"\x00" * 200, FileKind.JPEG),
        ("照片.jpg", jpeg_bytes(10_000, 10_000, text="x" * 60_000), FileKind.JPEG),
        ("截图.png", png_bytes(), FileKind.PNG),
        ("截图.png", png_bytes(10_000, 10_000), FileKind.PNG),
    ],
)
def test_the_three_formats_come_in(name: str, content: bytes, kind: FileKind, upload: Upload) -> None:
    admitted = admit(upload(name, content))
    assert (admitted.name, admitted.kind) == (name, kind)


@pytest.mark.parametrize(
    "name", ["表.xlsx", "页.html", "图.svg", "图.gif", "程序.pdf.exe", "没有扩展名", "", "pdf", ".."]
)
def test_another_extension_is_refused(name: str) -> None:
    file = SimpleUploadedFile("x", pdf_bytes())
    file._name = name
    assert "只能上传 PDF、JPG 或 PNG" in refusal(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页.pdf", PAGE),
        ("图.png", DRAWING),
        ("图.jpg", png_bytes()),
        ("图.png", jpeg_bytes()),
        ("图.jpeg", pdf_bytes()),
        ("文.pdf", PAGE + pdf_bytes()),
        ("表.pdf", b"PK\x03\x04" + b"\x00" * 50),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name: str, content: bytes, upload: Upload) -> None:
    assert "不符" in refusal(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("文.pdf", pdf_bytes()[:-8]),
        ("文.pdf", pdf_bytes() + b"\x00" * 2000),
        ("图.jpg", jpeg_bytes()[:-2]),
        ("图.png", png_bytes()[:-5]),
        ("文.pdf", b"%PDF-"),
    ],
)
def test_a_file_that_was_cut_off_is_refused(name: str, content: bytes, upload: Upload) -> None:
    assert "不完整" in refusal(upload(name, content))


def test_an_empty_file_is_refused(upload: Upload) -> None:
    assert "空的" in refusal(upload(content=b""))


def test_the_limit_is_the_setting_and_the_last_byte_counts(settings: Any, upload: Upload) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    page = pdf_bytes()
    full = page[:9] + b"%" + b" " * (1024 * 1024 - len(page) - 1) + page[9:]
    assert len(full) == 1024 * 1024
    assert admit(upload(content=full)).kind == FileKind.PDF
    assert "超过 1 MB" in refusal(upload(content=full + b"\n"))


ACTIVE = [
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    b"/AA << /O << /S/JavaScript/JS 5 0 R >> >>",
    b"/A << /S /Launch /F (cmd.exe) >>",
    b"/Names << /EmbeddedFiles 7 0 R >>",
    b"/Type /EmbeddedFile",
    b"/Subtype /RichMedia",
    b"/AcroForm << /XFA [1 0 R] >>",
    b"/S /J#61vaScript ",
    b"/S /#4a#61#76#61#53#63#72#69#70#74 ",
    b"/S /Laun#63h ",
    b"/J#53 (code)",
    b"/JS <636f6465>",
    b"/JS%\n(code)",
    b"/JS  \r\n \t 5 0 R",
    b"/JS" + b" " * 900 + b"(code)",
    b"/Java#53cript/Next",
]


@pytest.mark.parametrize("extra", ACTIVE)
def test_a_pdf_that_acts_by_itself_is_refused(extra: bytes, upload: Upload) -> None:
    assert "脚本、附件或动态表单" in refusal(upload(content=pdf_bytes(extra=extra)))


@pytest.mark.parametrize(
    "extra",
    [
        b"/OpenAction [3 0 R /Fit]",
        b"/Title (JavaScript)",
        b"/JSON 5",
        b"/XFADE 1",
        b"/Launcher 2",
        b"/JS\x91\x02",
    ],
)
def test_a_plain_pdf_with_similar_words_comes_in(extra: bytes, upload: Upload) -> None:
    assert admit(upload(content=pdf_bytes(extra=extra))).kind == FileKind.PDF


@pytest.mark.parametrize("extra", [b"/S /JavaScript ", ACTIVE[8], b"/JS" + b" " * 900 + b"(code)"])
def test_a_name_is_found_wherever_the_bytes_are_cut_into_chunks(extra: bytes) -> None:
    page = pdf_bytes(extra=extra)
    within = page.index(extra)
    for cut in range(0, min(len(extra), 40) + 1, 3):
        padding = File.DEFAULT_CHUNK_SIZE - within - cut - 2
        with on_disk(page[:9] + b"%" + b"x" * padding + b"\n" + page[9:]) as upload:
            assert "脚本" in refusal(upload), cut


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", png_bytes(10_001, 10_000)),
        ("图.png", png_bytes(2**31 - 1, 2**31 - 1)),
        ("图.jpg", jpeg_bytes(65_535, 65_535)),
        ("图.jpg", jpeg_bytes(65_535, 65_535, text="x" * 65_000)),
    ],
)
def test_a_flood_of_pixels_is_refused(name: str, content: bytes, upload: Upload) -> None:
    assert "像素超过 1 亿" in refusal(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", png_bytes(0, 5)),
        ("图.png", b"\x89PNG\r\n\x1a\n" + png_bytes()[33:]),
        ("图.jpg", b"\xff\xd8\xff\xd9"),
        ("图.jpg", jpeg_bytes(0, 8)),
        ("图.jpg", b"\xff\xd8" + b"\xff" * 500_000 + b"\xff\xd9"),
        ("图.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x00" * 5000 + b"\xff\xd9"),
        ("图.jpg", b"\xff\xd8\xff\xe0\xff\xff" + b"\x00" * 9 + b"\xff\xd9"),
    ],
)
def test_a_picture_without_a_size_is_refused(name: str, content: bytes, upload: Upload) -> None:
    assert "无法识别" in refusal(upload(name, content))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/规划.pdf", "规划.pdf"),
        ("C:\\Users\\某人\\规划.pdf", "规划.pdf"),
        ("..\\规划.pdf", "规划.pdf"),
        ("规划\x00.pdf", "规划.pdf"),
        ("规\u202efdp.划.pdf", "规fdp.划.pdf"),
        ("规\u2066\u200b划\r\n.pdf", "规划.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("  规划 .pdf. ", "规划 .pdf"),
        (".pdf", "文件.pdf"),
        ("\udcff规划.pdf", "规划.pdf"),
        ("", "文件"),
        ("/", "文件"),
    ],
)
def test_names_are_cleaned(raw: str, name: str) -> None:
    assert cleaned_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "ending"), [(f"{LONG}.pdf", ".pdf"), (f"{LONG}.jpeg", ".jpeg"), (LONG, "很")]
)
def test_a_long_name_keeps_its_extension(raw: str, ending: str) -> None:
    name = cleaned_name(raw)
    assert len(name) == 120 and name.endswith(ending)


def test_a_hidden_direction_does_not_hide_the_extension() -> None:
    file = SimpleUploadedFile("x", pdf_bytes())
    file._name = "报告\u202efdp.exe"
    assert "只能上传" in refusal(file)
