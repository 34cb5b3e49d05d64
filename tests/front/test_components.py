"""The pieces of a page say in words what they say in colour."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template

from applications.enums import State
from core.paging import KeysetPage
from criteria.findings import Verdict
from standards.templatetags.verdicts import SIGNS
from tests.front.helpers import elements


def render(source: str, **context: object) -> str:
    return Template("{% load components verdicts %}" + source).render(Context(context))


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_sign_word_and_colour(verdict: Verdict) -> None:
    shown = render("{% verdict key %}", key=verdict.value)

    assert verdict.words in shown
    assert SIGNS[verdict] in shown
    assert next(elements(shown))["class"] == f"verdict is-{verdict.value}"


def test_six_signs_for_six_kinds_of_verdict() -> None:
    assert "".join(dict.fromkeys(SIGNS.values())) == "✓✕◐?–★"


def test_a_verdict_can_be_counted() -> None:
    assert "3 满足" in render("{% verdict 'met' 3 %}")


@pytest.mark.parametrize("state", State)
def test_a_state_carries_its_word(state: State) -> None:
    shown = render("{% state key words %}", key=state.value, words=state.label)

    assert state.label in shown
    assert f"state-{state.value}" in shown


def test_words_of_people_are_never_markup() -> None:
    shown = render("{% state 'draft' words %}{% empty words words %}", words="<i>斜</i>")

    assert "<i>" not in shown
    assert shown.count("&lt;i&gt;斜") == 3


def stop(name: str, status: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, unit="演示单位", note="", status=status)


def test_steps_tell_what_is_done_where_it_stands_and_what_failed() -> None:
    stops = [stop("遴选", "done"), stop("复核", "now"), stop("认定", "stopped"), stop("公示", "next")]

    shown = render("{% steps stops %}", stops=stops)
    items = list(elements(shown, "li"))

    assert '遴选<span class="visually-hidden">，已办结</span>' in shown
    assert [each.get("aria-current") for each in items] == [None, "step", None, None]
    assert "✕" in shown


def test_crumbs_end_with_a_word_that_is_no_link() -> None:
    shown = render("{% crumbs '复核' '/queue/' '演示食醋' %}")

    assert [each["href"] for each in elements(shown, "a")] == ["/queue/"]
    assert "演示食醋" in shown


def test_the_pager_offers_only_pages_that_exist() -> None:
    only = KeysetPage(rows=[1], next_query="", previous_query="", first_query="")
    middle = KeysetPage(rows=[1], next_query="?after=2", previous_query="?before=1", first_query="?")

    assert render("{% pager page %}", page=only).strip() == ""
    links = [each["href"] for each in elements(render("{% pager page %}", page=middle), "a")]
    assert links == ["?", "?before=1", "?after=2"]
