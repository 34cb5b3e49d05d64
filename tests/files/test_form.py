"""The field of a form, the limit on the way in, and a file on a page."""

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from files.fields import UploadField
from files.handlers import LimitHandler
from files.templatetags.files import file_size
from tests.factories import FileVersionFactory, pdf_bytes

MB = 1024 * 1024


class LetterForm(forms.Form):
    """As an app above would write it."""

    letter = UploadField(label="来文")
    picture = UploadField(required=False)


def bound(**uploads: SimpleUploadedFile) -> LetterForm:
    return LetterForm({}, uploads)


def test_a_good_upload_is_handed_on() -> None:
    form = bound(letter=SimpleUploadedFile("来文.pdf", pdf_bytes()))
    assert form.is_valid()
    assert form.cleaned_data["letter"].read
    assert form.cleaned_data["picture"] is None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("来文.docx", b"PK\x03\x04", "只能上传 PDF、JPG 或 PNG 文件，请转换格式后再上传。"),
        ("来文.pdf", b"", "这个文件是空的，请打开核对后重新选择。"),
    ],
)
def test_a_bad_upload_is_named_at_its_field(name: str, content: bytes, sentence: str) -> None:
    assert bound(letter=SimpleUploadedFile(name, content)).errors == {"letter": [sentence]}


def test_nothing_chosen_is_said() -> None:
    assert bound().errors == {"letter": ["请选择要上传的文件。"]}


def test_the_words_follow_the_setting(settings: Any) -> None:
    assert "PDF、JPG 或 PNG，每个不超过 100 MB。" in LetterForm().as_div()
    settings.UPLOAD_LIMIT_MB = 3
    html = LetterForm().as_div()
    assert "每个不超过 3 MB。" in html
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in html
    assert LetterForm().is_multipart()


def request_with(size: int) -> HttpRequest:
    upload = SimpleUploadedFile("来文.pdf", b"%PDF-" + b"x" * (size - 5))
    request = RequestFactory().post("/", {"letter": upload})
    request.upload_handlers = [LimitHandler(request), TemporaryFileUploadHandler(request)]
    return request


def test_no_more_than_the_limit_reaches_the_disk(settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    upload = request_with(5 * MB).FILES["letter"]
    assert MB < upload.size < 1.2 * MB
    assert LetterForm({}, {"letter": upload}).errors == {"letter": ["文件超过 1 MB，请压缩或拆分后再上传。"]}
    upload.close()


def test_what_is_within_the_limit_arrives_whole(settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    with request_with(MB).FILES["letter"] as upload:
        assert upload.size == MB


def test_the_portal_takes_uploads_in_through_the_limit(settings: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS[0] == "files.handlers.LimitHandler"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (1500, "1 KB"),
        (36 * 1024, "36 KB"),
        (MB - 1, "1023 KB"),
        (MB, "1.0 MB"),
        (20 * MB, "20.0 MB"),
    ],
)
def test_sizes_are_written_as_people_read_them(size: int, words: str) -> None:
    assert file_size(size) == words


@pytest.mark.django_db
def test_a_file_on_a_page_says_what_it_is_and_whose() -> None:
    version = FileVersionFactory(name="<规划>.pdf", number=3)
    html = Template("{% load files %}{% file_link version %}").render(Context({"version": version}))
    assert f'href="/files/{version.pk}/"' in html
    assert "&lt;规划&gt;.pdf" in html and "<规划>" not in html
    for words in ("PDF，1 KB，第 3 版", version.organisation.short_name, version.uploaded_by.display_name):
        assert words in html
