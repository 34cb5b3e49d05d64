"""The three published standards as rows, each under a full issuer."""

import pytest

from standards.models import StandardVersion
from tests.factories import OrganisationFactory, published_version

P, T, Y = "shanxi-2022", "taiyuan-2023", "yongji-2024"
ISSUERS = {P: "山西省人民政府", T: "太原市人民政府", Y: "永济市人民政府"}


@pytest.fixture
def versions(db: None) -> dict[str, StandardVersion]:
    """By code; 永济 is a draft, as its file says."""
    return {
        code: published_version(code, issuer=OrganisationFactory(name=name), draft=code == Y)
        for code, name in ISSUERS.items()
    }
