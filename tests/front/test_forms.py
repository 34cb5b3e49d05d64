"""Fields: the label belongs to its input, help and errors are read with it, and every error is a link to it."""

from django import forms
from django.template import Context, Template

from portal.views.gallery import WRONG, SampleForm
from tests.front.helpers import elements, ids


def render(form: forms.Form) -> str:
    return Template("{% load components %}{% error_summary form %}{{ form }}").render(Context({"form": form}))


def test_every_label_points_to_an_input() -> None:
    page = render(SampleForm())

    targets = {each["for"] for each in elements(page, "label")}

    assert targets <= set(ids(page))
    assert {each["id"] for each in elements(page, "input")} <= targets


def test_every_error_is_listed_as_a_link_to_its_field() -> None:
    page = render(SampleForm(WRONG))
    links = [each["href"].removeprefix("#") for each in elements(page, "a")]

    assert links == [f"id_{name}" for name in ("name", "share", "category", "traits", "advice", "agreed")]
    assert set(links) <= set(ids(page))
    assert "应在 0 到 100 之间，例如 11.2。" in page


def test_the_summary_is_announced_and_can_take_the_focus() -> None:
    summary = next(each for each in elements(render(SampleForm(WRONG))) if each.get("role") == "alert")

    assert summary["tabindex"] == "-1"


def test_a_form_without_errors_has_no_summary() -> None:
    assert 'role="alert"' not in render(SampleForm())


def test_help_and_errors_are_read_together_with_their_field() -> None:
    page = render(SampleForm(WRONG))
    known = ids(page)

    for field in elements(page):
        for reference in field.get("aria-describedby", "").split():
            assert known.count(reference) == 1, reference
    name = next(each for each in elements(page, "input") if each["name"] == "name")
    group = next(each for each in elements(page) if each.get("id") == "id_traits")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    assert group["aria-describedby"].split() == ["id_traits_helptext", "id_traits_error"]


def test_several_errors_of_one_field_share_one_place() -> None:
    class Twice(forms.Form):
        name = forms.CharField(label="名称", required=False)

        def clean_name(self) -> str:
            raise forms.ValidationError(["甲错。", "乙错。"])

    page = render(Twice({"name": "字"}))

    assert ids(page).count("id_name_error") == 1
    assert page.count("甲错。") == page.count("乙错。") == 2
    assert 'value="字"' in page


def test_only_what_may_be_left_out_is_marked() -> None:
    page = render(SampleForm())

    assert "名称</label>" in page
    assert '市场占有率（%）<span class="optional">（选填）</span>' in page


def test_errors_of_the_whole_form_and_hidden_fields() -> None:
    class Whole(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("两项合计超过 100%。")

    page = render(Whole({"version": "old"}))

    assert page.count("两项合计超过 100%。") == 1
    assert page.count("整数") == 1
    assert list(elements(page, "a")) == []
    assert [each["type"] for each in elements(page, "input")] == ["hidden"]
    assert "<label" not in page
