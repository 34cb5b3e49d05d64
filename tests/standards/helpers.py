"""Standards of an office's own, for what the published ones do not show."""

from dataclasses import replace
from typing import Any

from accounts.actors import SYSTEM
from criteria.standard import StandardSpec
from standards.models import StandardVersion
from standards.services import load_standard
from tests.factories import IndicatorFactory, OrganisationFactory


def spec_of(requirement: dict[str, Any], **more: Any) -> StandardSpec:
    """A county standard with one criterion and one requirement."""
    demand = {"key": "own", "words": "按要求填写。", "evidence": [], **requirement}
    data = {
        "code": "trial-own",
        "title": "试验县级标准",
        "level": "county",
        "document": "试验办发〔2026〕1号",
        "draft": True,
        "categories": [{"key": "manufacturing", "name": "制造业"}],
        "criteria": [{"number": 1, "title": "试验条件", "clause": "一", "requirements": [demand]}],
        **more,
    }
    return StandardSpec.from_dict(data)


TAX = {
    "kind": "indicator",
    "params": {"indicator": "tax_paid", "name": "税收", "unit": "万元", "at_least": "100"},
}


def load(spec: StandardSpec, number: int = 1, *, draft: bool = True) -> StandardVersion:
    """Bring the specification in, as the office of a made-up county would."""
    issuer = OrganisationFactory() if number == 1 else StandardVersion.objects.first().standard.issuer
    return load_standard(
        actor=SYSTEM, spec=replace(spec, draft=draft), number=number, issuer=issuer, document_title="试验办法"
    )


def load_with_indicator() -> StandardVersion:
    """A standard that asks for an office's own indicator, registered in the same unit."""
    IndicatorFactory(key="tax_paid", name="税收", unit="万元", value_type="money")
    return load(spec_of(TAX))
