"""Imports that were read already: a small workbook in the storage, and what was found in it."""

import io
from typing import Any

import factory
from factory.django import DjangoModelFactory
from openpyxl import Workbook

from accounts.actors import SYSTEM
from exchange.enums import PageKind
from exchange.lines import as_text, digest_of
from exchange.models import Import, ImportPage
from files.enums import FileKind
from records.workflow import perform
from tests.factories.files import FileVersionFactory
from tests.factories.people import UserFactory
from tests.factories.places import OrganisationFactory

LINE = [2, "试验醋业", None, "", None, ["试验醋业", "company", "leading", ""]]
WARNING = [2, "D", "统一社会信用代码", "", "原来登记有代码，导入后将清空。"]


def sheet_bytes() -> bytes:
    """Enterprises: a header and one row."""
    book = Workbook()
    book.active.append(["名称", "类型", "角色", "统一社会信用代码"])
    book.active.append(["试验醋业", "企业", "龙头企业", ""])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class ImportFactory(DjangoModelFactory[Import]):
    """One new enterprise, read and waiting to be confirmed; `warnings` for so many remarks about it."""

    class Meta:
        model = Import
        skip_postgeneration_save = True

    resource = "enterprises"
    place_name = "试验专业镇"
    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    file = factory.LazyAttribute(
        lambda row: FileVersionFactory(
            owner=row.organisation, content=sheet_bytes(), kind=FileKind.XLSX, name="试验.xlsx"
        )
    )

    @factory.post_generation
    def warnings(self: Any, create: bool, extracted: int | None, **kwargs: Any) -> None:
        """Read it: one page of new rows, and one of warnings where there are any."""
        counts = {"rows": 1, "new": 1, "changed": 0, "same": 0, "error": 0, "warning": extracted or 0}
        ImportPage.objects.create(batch=self, kind=PageKind.NEW, number=1, lines=[LINE])
        if extracted:
            ImportPage.objects.create(
                batch=self, kind=PageKind.WARNING, number=1, lines=[WARNING] * extracted
            )
        Import.objects.filter(pk=self.pk).update(
            counts=counts, digest=digest_of([as_text([LINE])]), progress=100
        )
        perform(self, "accept", actor=SYSTEM)
        self.refresh_from_db()
