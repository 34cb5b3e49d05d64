"""PDF: nobody's text is markup, the faces travel along, and what cannot be set is said in a sentence."""

import pytest

from core import pdf
from core.errors import DomainError
from tests.harness.papers import faces_of, pages_of

HOSTILE = '#panic("x") *粗* _斜_ $x^2$ \\ `code` @ref <label> [#eval("1")] // 注 /* 注 */ "引" #include "/etc/passwd"'
DRAFT = {
    "title": "试验",
    "round": "试验批次",
    "footer": "试验镇",
    "proof": None,
    "is_draft": True,
    "facts": [["专业镇", "试验镇"], ["申报级别", "市级"]],
    "opinions": [{"name": "推荐", "unit": "试验县", "words": "", "person": "", "day": ""}],
}


def said(words: str) -> bytes:
    return pdf.render("approval", DRAFT | {"opinions": [DRAFT["opinions"][0] | {"words": words}]})  # type: ignore[index]


def test_what_people_type_is_shown_as_it_is() -> None:
    page = "".join(pages_of(said(HOSTILE)))
    assert "".join(HOSTILE.split()) in page


def test_only_the_two_faces_are_used_and_both_are_embedded() -> None:
    faces = faces_of(said("试验意见 ABC 123"))
    assert {name.partition("+")[2] for name in faces} == {"NotoSansSC-Regular", "NotoSerifSC-Regular"}
    assert all(faces.values())


def test_signs_that_no_face_knows_break_nothing() -> None:
    page = "".join(pages_of(said("好😀评👨‍👩‍👧𠮷\u200b\ufeff\x07尾")))
    assert "好" in page and "尾" in page


@pytest.mark.parametrize("words", ["字" * 800, "字" * 10_000, "x" * 2_000, "第一行\n\n\n第二行", ""])
def test_long_texts_run_on_and_nothing_is_lost(words: str) -> None:
    pages = "".join(pages_of(said(words)))
    assert pages.count("字") == words.count("字") + pages.count("签字") and pages.count("x") == words.count(
        "x"
    )


def test_a_template_that_fails_is_told_in_a_sentence() -> None:
    with pytest.raises(DomainError, match="暂时不能生成"):
        pdf.render("approval", {"title": "缺数据"})


def test_a_document_is_shown_in_place_and_kept_by_nobody() -> None:
    response = pdf.shown_pdf(b"%PDF", "试验镇申报书")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename*=utf-8''%E8%AF%95")
    assert response.headers["Cache-Control"] == "no-store, private"
