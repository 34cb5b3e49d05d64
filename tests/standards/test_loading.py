"""What a standard may name has to exist before it is loaded."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import Invalid
from criteria.errors import StandardError
from standards.models import Standard
from standards.reference import load_standards
from tests.criteria.samples import raw
from tests.factories import IndicatorFactory, OrganisationFactory
from tests.standards.helpers import TAX, load, load_with_indicator, spec_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]

EITHER: dict[str, Any] = {
    "kind": "any_of",
    "params": {
        "options": [
            {"kind": "count", "params": {"figure": "employment", "unit": "人", "at_least": 5}},
            {"kind": "statement", "params": {"indicator": "has_park", "statement": "建有园区"}},
        ]
    },
}


@pytest.mark.parametrize(
    ("requirement", "key", "path"),
    [
        (TAX, "tax_paid", "criteria[0].requirements[0].params.indicator"),
        (EITHER, "has_park", "criteria[0].requirements[0].params.options[1].params.indicator"),
    ],
)
def test_an_indicator_has_to_be_registered(requirement: dict[str, Any], key: str, path: str) -> None:
    with pytest.raises(StandardError) as refused:
        load(spec_of(requirement))

    assert refused.value.path == path
    assert f"指标“{key}”还没有登记" in refused.value.message
    assert not Standard.objects.exists()


def test_an_indicator_keeps_its_registered_unit() -> None:
    IndicatorFactory(key="tax_paid", unit="亿元")

    with pytest.raises(StandardError, match="登记的单位是“亿元”"):
        load(spec_of(TAX))


def test_a_registered_indicator_may_be_used() -> None:
    assert load_with_indicator().criteria.count() == 1


def test_a_file_with_a_broken_parameter_is_named(tmp_path: Path) -> None:
    OrganisationFactory(key="gov-140100")
    data = raw("taiyuan-2023")
    data["criteria"][3]["requirements"][1]["params"]["unit"] = "吨"
    (tmp_path / "taiyuan-2023.json").write_text(json.dumps(data), encoding="utf-8")

    with pytest.raises(Invalid, match=r"taiyuan-2023\.json：criteria\[3\]\.requirements\[1\]\.params\.unit"):
        load_standards(tmp_path)
