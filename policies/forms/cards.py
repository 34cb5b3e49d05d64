"""A policy in plain words."""

from __future__ import annotations

from django import forms

from policies.models import PolicyCard
from policies.services.cards import WORDS


class CardForm(forms.ModelForm):
    """What the office writes beside the clauses."""

    class Meta:
        model = PolicyCard
        fields = list(WORDS)
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (("summary", 3), ("concerns", 3), ("benefits", 6), ("steps", 5))
        }
        help_texts = {
            "summary": "一两句话，不用公文语气。",
            "concerns": "例如“专业镇里年营收首次达到 5 亿元的企业”。",
            "benefits": "写明数额、比例和条件，注明条款，例如“一次性 10 万元（一(二)）”。",
            "term": "例如“2025 年 12 月 31 日前”。",
            "contact": "单位或科室。",
            "is_open": "不勾选就只有本单位看得到。",
        }
