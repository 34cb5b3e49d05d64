"""Stored files, and small real ones made by code: a page, a picture of one colour, a photograph of nothing."""

import struct
import zlib
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from files import storage
from files.enums import FileKind
from files.models import Blob, FileVersion, StoredFile
from tests.factories.people import UserFactory
from tests.factories.places import OrganisationFactory


def pdf_bytes(text: str = "page", *, extra: bytes = b"") -> bytes:
    """A PDF of one empty page; `text` stands in a comment, `extra` in the catalogue."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    content = b"%PDF-1.7\n%" + text.encode() + b"\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    )


def png_bytes(width: int = 2, height: int = 2, *, text: str = "") -> bytes:
    """A white picture; the header says `width` and `height`, the data hold no more than four rows."""
    row = b"\x00" + b"\xff" * (3 * min(width, 4))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + (_chunk(b"tEXt", b"Comment\x00" + text.encode()) if text else b"")
        + _chunk(b"IDAT", zlib.compress(row * min(height, 4)))
        + _chunk(b"IEND", b"")
    )


def jpeg_bytes(width: int = 8, height: int = 8, *, text: str = "") -> bytes:
    """A grey picture of one block; the header says `width` and `height`."""
    counts = bytes([0, 1, *[0] * 14])
    return (
        b"\xff\xd8"
        + _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + (_segment(0xFE, text.encode()) if text else b"")
        + _segment(0xDB, b"\x00" + b"\x01" * 64)
        + _segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
        + _segment(0xC4, b"\x00" + counts + b"\x00")
        + _segment(0xC4, b"\x10" + counts + b"\x00")
        + _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x3f\xff\xd9"
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _segment(code: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, code, len(data) + 2) + data


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A file of a unit, as yet without a version."""

    class Meta:
        model = StoredFile

    owner = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"试验文件{n}")


class FileVersionFactory(DjangoModelFactory[FileVersion]):
    """A PDF of its own that really stands in the storage; give `content` for other bytes, `owner` for whose it is."""

    class Meta:
        model = FileVersion
        exclude = ("owner", "content", "kind")

    owner = factory.SubFactory(OrganisationFactory)
    content = factory.Sequence(lambda n: pdf_bytes(f"file {n}"))
    kind = FileKind.PDF

    stored_file = factory.SubFactory(StoredFileFactory, owner=factory.SelfAttribute("..owner"))
    number = 1
    blob = factory.LazyAttribute(lambda row: _blob(row.content, row.kind))
    name = factory.Sequence(lambda n: f"试验文件{n}.pdf")
    organisation = factory.LazyAttribute(lambda row: row.stored_file.owner)
    uploaded_by = factory.SubFactory(UserFactory)


def _blob(content: bytes, kind: FileKind) -> Any:
    kept = storage.keep(ContentFile(content))
    return Blob.objects.get_or_create(sha256=kept.sha256, defaults={"size": kept.size, "kind": kind})[0]
