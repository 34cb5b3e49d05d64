"""Rules read as a list of demands, and the first that refuses gives the reason."""

import pytest

from core.errors import Conflict, DomainError, Invalid, NotAllowed
from core.permits import YES, Permit, demand_that, first_refusal, no


def test_a_permit_is_as_true_as_it_allows() -> None:
    assert YES and not no("不行。")
    assert Permit(True).reason == ""


def test_a_refusal_raises_its_own_words_and_a_permit_nothing() -> None:
    YES.demand()
    with pytest.raises(NotAllowed) as refusal:
        no("由填报员办理。").demand()
    assert (refusal.value.message, refusal.value.status) == ("由填报员办理。", 403)


def test_the_first_refusal_is_the_one_that_is_told() -> None:
    assert first_refusal(YES, no("第一条。"), no("第二条。")).reason == "第一条。"
    assert first_refusal(YES, YES) is YES
    assert first_refusal() is YES


def test_a_demand_that_holds_keeps_its_reason_to_itself() -> None:
    assert demand_that(True, "不会显示。") is YES
    assert demand_that(False, "请先勾选。").reason == "请先勾选。"


def test_each_error_of_the_family_has_its_answer() -> None:
    assert {error("x").status for error in (DomainError, Invalid)} == {400}
    assert (NotAllowed("x").status, Conflict("x").status) == (403, 409)
    assert Conflict("x", detail=["谁", "何时"]).detail == ("谁", "何时")
    assert Invalid("x", fields={"year": "请填年份。"}).fields == {"year": "请填年份。"}
