"""Workbooks and text files as people send them, and what an import found in them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.actors import Actor
from exchange.enums import PageKind
from exchange.models import Import
from exchange.services import imports
from towns.credit_codes import check_digit

Rows = Sequence[Sequence[Any]]
FIRMS = ("名称", "类型", "角色", "统一社会信用代码")
FIGURES = ("主体", "指标", "年份", "期间", "数值", "单位", "口径", "来源")


def xlsx(
    header: Sequence[Any], rows: Rows, *, above: Rows = (), name: str = "试验.xlsx"
) -> SimpleUploadedFile:
    """A workbook made by hand: no marks of a template."""
    book = Workbook()
    sheet = book.active
    for row in (*above, header, *rows):
        sheet.append(list(row))
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        # What begins with = is text here, as people paste it.
        cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def text(header: Sequence[Any], rows: Rows, *, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    """A text file with commas."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([header, *rows])
    return SimpleUploadedFile("试验.csv", stream.getvalue().encode(encoding))


def upload(actor: Actor, key: str, place: int | None, file: SimpleUploadedFile) -> Import:
    """Through the service, as the page does."""
    return imports.begin_import(actor=actor, key=key, number=place, upload=file)


def confirm(actor: Actor, batch: Import) -> Import:
    """Through the service, as the page does."""
    return imports.confirm_import(actor=actor, batch=batch, version=batch.version)


def undo(actor: Actor, batch: Import) -> Import:
    """Through the service, as the page does."""
    return imports.undo_import(actor=actor, batch=batch, version=batch.version)


def lines(batch: Import, kind: PageKind) -> list[list[Any]]:
    """All lines of one kind."""
    return [line for page in batch.pages.filter(kind=kind).order_by("number") for line in page.lines]


def problems(batch: Import, kind: PageKind = PageKind.ERROR) -> list[tuple[int, str, str]]:
    """(row, column letter, sentence) of all problems."""
    return [(line[0], line[1], line[4]) for line in lines(batch, kind)]


def code(number: int) -> str:
    """A credit code that holds, another one for each number."""
    body = f"91140121{number:09d}"
    return body + check_digit(body)
