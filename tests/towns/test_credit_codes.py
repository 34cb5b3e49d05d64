"""A credit code with a wrong digit never goes through; how it is typed does not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from towns.credit_codes import ALPHABET, check_digit, normalised, what_is_wrong

# Examples of the published rule, not of any real unit.
BODY = "91140121MA0TEST00".replace("S", "A")
GOOD = BODY + check_digit(BODY)


def test_the_check_digit_is_that_of_the_published_example() -> None:
    # GB 32100-2015 computes modulo 31 with the powers of 3: all zeros give zero, a single 1 in front gives 31 - 1.
    assert check_digit("0" * 17) == "0"
    assert check_digit("1" + "0" * 16) == ALPHABET[30]
    assert check_digit("0" + "1" + "0" * 15) == ALPHABET[28]


def test_a_good_code_holds_however_it_is_typed() -> None:
    pasted = f" {GOOD[:8].lower()}-{GOOD[8:]} ".replace("9", "９")

    assert normalised(pasted) == GOOD
    assert what_is_wrong(GOOD) == ""


@given(place=st.integers(0, 17), character=st.sampled_from(ALPHABET))
def test_no_single_wrong_character_goes_through(place: int, character: str) -> None:
    wrong = GOOD[:place] + character + GOOD[place + 1 :]

    assert (what_is_wrong(wrong) == "") == (wrong == GOOD)


@given(place=st.integers(0, 16))
def test_no_two_neighbours_that_changed_places_go_through(place: int) -> None:
    swapped = GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :]

    assert (what_is_wrong(swapped) == "") == (swapped == GOOD)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "0 位"),
        (GOOD[:17], "17 位"),
        (GOOD + "0", "19 位"),
        ("I" + GOOD[1:], "第 1 位"),
        ("é" * 18, "第 1 位"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(code: str, said: str) -> None:
    assert said in what_is_wrong(code)
