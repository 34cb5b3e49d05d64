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
from core.paging import KeysetPage
from criteria.findings import Eligibility, Verdict


@dataclass(frozen=True, slots=True)
class SampleStop:
    """A stop of the steps component."""

    name: str
    unit: str
    note: str
    status: str


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="名称", max_length=20, help_text="不超过 20 个字。", error_messages={"required": "请填写名称。"}
    )
    share = forms.DecimalField(
        label="市场占有率（%）",
        max_value=100,
        required=False,
        error_messages={"max_value": "应在 0 到 100 之间，例如 11.2。"},
    )
    category = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), ("a", "制造业"), ("b", "特优农业")],
        error_messages={"invalid_choice": "请从列表中选一个类别。"},
    )
    traits = forms.MultipleChoiceField(
        label="传统特色",
        choices=[("origin", "历史发源地"), ("mark", "地理标志")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="可多选。",
        error_messages={"invalid_choice": "请从列出的特色中选择。"},
    )
    advice = forms.ChoiceField(
        label="意见",
        choices=[("yes", "满足"), ("no", "不满足")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项意见。"},
    )
    since = forms.DateField(label="起始日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(
        label="内容真实，愿意负责", error_messages={"required": "请勾选承诺后再提交。"}
    )


STOPS = (
    SampleStop("遴选", "演示县人民政府", "5月18日 提交", "done"),
    SampleStop("复核", "演示市领导小组办公室", "已用 4 天，还有 2 天", "now"),
    SampleStop("公示", "演示市领导小组办公室", "5 个工作日", "next"),
    SampleStop("认定", "演示市人民政府", "", "next"),
)
STOPPED = (*STOPS[:1], SampleStop("复核", "演示市领导小组办公室", "5月26日 不予认定", "stopped"))
# Column, row, county, number of towns, whether one is provincial; made up, every tier once or more.
GRID = (
    (1, 0, "甲县", 0, False),
    (2, 0, "乙山县", 1, False),
    (3, 0, "丙河区", 2, False),
    (0, 1, "丁草坪区", 3, False),
    (1, 1, "戊城区", 1, True),
    (2, 1, "己柏林区", 0, False),
    (3, 1, "庚县", 5, False),
    (1, 2, "城区", 1, False),
    (2, 2, "辛阳县", 4, True),
)
CELLS = tuple(
    Cell(county, "演示市", county, column, row, count, is_province=is_province, url="#map")
    for column, row, county, count, is_province in GRID
)
PAGE = KeysetPage(
    rows=[], next_query="?after=2#tables", previous_query="?before=1#tables", first_query="?#tables"
)
# A form with everything wrong in it.
WRONG = {"share": "112", "category": "x", "name": "", "traits": ["x"]}
SECTIONS = (
    ("words", "标签与判断"),
    ("numbers", "数字与期限"),
    ("buttons", "按钮与办理栏"),
    ("bars", "提示条"),
    ("steps", "环节与过程"),
    ("findings", "检查与判断条目"),
    ("forms", "表单"),
    ("tables", "表格与筛选"),
    ("facts", "资料与空列表"),
    ("map", "分布图"),
)


@require_safe
@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in; shows made-up rows only."""
    now, today = timezone.now(), timezone.localdate()
    context = {
        "sections": SECTIONS,
        "states": [(state.value, state.label) for state in State],
        "verdicts": [verdict.value for verdict in Verdict],
        "outcomes": [outcome.value for outcome in Eligibility],
        "stops": STOPS,
        "stopped": STOPPED,
        "cells": CELLS,
        "page_links": PAGE,
        "form": SampleForm(auto_id="blank_%s"),
        "wrong_form": SampleForm(WRONG, auto_id="wrong_%s"),
        "days": [
            today - timedelta(days=2),
            today,
            today + timedelta(days=2),
            today + timedelta(days=30),
            None,
        ],
        "moments": [now + timedelta(days=1, hours=6), now + timedelta(minutes=40), now - timedelta(hours=1)],
        "today": today,
        "now": now,
    }
    return render(request, "portal/gallery.html", context)
