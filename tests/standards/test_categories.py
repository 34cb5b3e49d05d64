"""A town's usual category under a standard that has other ones: a mapping that is data of the version."""

import json

import pytest
from django.conf import settings

from criteria.errors import StandardError
from criteria.standard import StandardSpec
from standards.models import StandardVersion
from standards.selectors import categories, content, specification
from tests.factories import OrganisationFactory, published_version

FILE = settings.BASE_DIR / "fixtures" / "standards" / "yongji-2024.json"


def spec_with(covers: dict[str, list[str]]) -> StandardSpec:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    for row in data["categories"]:
        if row["key"] in covers:
            row["covers"] = covers[row["key"]]
    return StandardSpec.from_dict(data)


def test_a_category_of_the_standard_stays_and_a_covered_one_is_counted_under_it() -> None:
    version = StandardVersion(categories=categories(spec_with({"tourism": ["craft"]})))
    assert version.category_of("agriculture") == "agriculture"
    assert version.category_of("craft") == "tourism"


def test_without_a_mapping_there_is_no_place_for_it() -> None:
    version = StandardVersion(categories=categories(spec_with({})))
    assert version.category_of("craft") is None
    assert version.category_of(None) is None


@pytest.mark.parametrize(
    "covers", [{"tourism": ["agriculture"]}, {"tourism": ["craft"], "agriculture": ["craft"]}]
)
def test_a_category_is_counted_once(covers: dict[str, list[str]]) -> None:
    with pytest.raises(StandardError, match="重复"):
        spec_with(covers)


@pytest.mark.both
@pytest.mark.django_db
def test_the_published_standards_read_back_as_they_were_written() -> None:
    version = published_version("taiyuan-2023", issuer=OrganisationFactory())
    assert content(specification(version))["categories"] == version.categories
