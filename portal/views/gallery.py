"""Every component in every state, for whoever builds or checks a page."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.enums import State
from core.hexmap import Cell
from criteria.findings import Verdict


@dataclass(frozen=True, slots=True)
class SampleStop:
    """A stop of the steps component."""

    name: str
    unit: str
    note: str
    status: str


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="名称", max_length=20, help_text="帮助文字在这里。")
    share = forms.DecimalField(label="市场占有率（%）", max_value=100, required=False)
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("a", "制造业"), ("b", "特优农业")])
    traits = forms.MultipleChoiceField(
        label="传统特色",
        choices=[("origin", "历史发源地"), ("mark", "地理标志")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="真实性承诺")


STOPS = (
    SampleStop("遴选", "演示县", "5月18日 提交", "done"),
    SampleStop("受理", "演示市办公室", "5月20日 起，5 个工作日", "now"),
    SampleStop("复核", "演示市办公室", "20 个工作日", "next"),
    SampleStop("认定", "演示市政府", "不予认定", "stopped"),
)
CELLS = (
    Cell("1", "演示市", "甲县", 0, 0, 0, url="#map"),
    Cell("2", "演示市", "乙山县", 1, 0, 1, url="#map"),
    Cell("3", "演示市", "丙河区", 2, 0, 2, url="#map"),
    Cell("4", "演示市", "丁草坪区", 0, 1, 3, url="#map"),
    Cell("5", "演示市", "戊城区", 1, 1, 1, is_province=True, url="#map"),
)
# A form with everything wrong in it.
WRONG = {"share": "112", "category": "x", "name": ""}


@require_safe
@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in; shows made-up rows only."""
    today = timezone.localdate()
    context = {
        "states": [(state.value, state.label) for state in State],
        "verdicts": [verdict.value for verdict in Verdict],
        "stops": STOPS,
        "cells": CELLS,
        "form": SampleForm(auto_id="blank_%s"),
        "wrong_form": SampleForm(WRONG, auto_id="wrong_%s"),
        "days": [
            today - timedelta(days=2),
            today,
            today + timedelta(days=2),
            today + timedelta(days=30),
            None,
        ],
    }
    return render(request, "portal/gallery.html", context)
