"""Reference data: complete, the same however often they are loaded, and nothing in them invented."""

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from accounts.enums import OrganisationKind
from accounts.models import Division, Jurisdiction, Organisation, OrganisationAlias
from accounts.reference import load_organisations
from config.management.commands.load_reference import load_everything
from core.errors import Conflict
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.reference import load_standards
from standards.selectors import compiled, specification
from towns.models import Designation, Figure, Indicator, Town

pytestmark = pytest.mark.both

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def edit_standard(folder: Path, code: str, threshold: str) -> None:
    """Ask another output of manufacturing in the file of a standard."""
    path = folder / "standards" / f"{code}.json"
    standard = json.loads(path.read_text(encoding="utf-8"))
    demands = [each for criterion in standard["criteria"] for each in criterion["requirements"]]
    output = next(each for each in demands if each["key"] == "output_value")
    output["params"]["at_least"]["manufacturing"] = threshold
    path.write_text(json.dumps(standard, ensure_ascii=False), encoding="utf-8")


def asked_of_manufacturing(version: StandardVersion) -> str:
    demands = [each for criterion in specification(version).criteria for each in criterion.requirements]
    output = next(each for each in demands if each.key == "output_value")
    return str(output.params["at_least"]["manufacturing"])


class ReferenceDataTest(TestCase):
    """Loaded once for all of these; what a test changes is rolled back."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_everything(FIXTURES)

    @pytest.fixture(autouse=True)
    def copy_fixtures(self, tmp_path: Path) -> None:
        """Files that a test may change."""
        self.files = Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))

    def test_every_division_is_there_once(self) -> None:
        counts = dict(Division.objects.order_by().values_list("level").annotate(Count("pk")))
        assert counts == {"province": 1, "city": 11, "county": 117, "township": 1283}

    def test_the_two_districts_of_one_name_are_told_apart(self) -> None:
        names = Division.objects.filter(name="城区").order_by("code").values_list("full_name", flat=True)
        assert list(names) == ["阳泉市城区", "晋城市城区"]
        keys = ["gov-140302", "gov-140502"]
        governments = Organisation.objects.filter(key__in=keys).order_by("key").values_list("name", flat=True)
        assert list(governments) == ["阳泉市城区人民政府", "晋城市城区人民政府"]

    def test_every_government_has_its_office_and_every_township_acts(self) -> None:
        counts = dict(Organisation.objects.order_by().values_list("kind").annotate(Count("pk")))
        assert counts["government"] == counts["office"] == 129
        assert counts["township"] == 1283
        office = Organisation.objects.get(name="太原市专业镇发展领导小组办公室")
        assert office.host == "市工信局"
        assert office.seat_of_power.name == "太原市人民政府"

    def test_zones_have_no_code_and_stand_below_taiyuan(self) -> None:
        zones = Organisation.objects.filter(kind=OrganisationKind.ZONE).order_by("key")
        assert {zone.name for zone in zones} == {"综改示范区管委会", "中北高新区管委会", "西山示范区管委会"}
        assert all(zone.division is None for zone in zones)
        assert all(zone.superior and zone.superior.name == "太原市人民政府" for zone in zones)

    def test_every_county_government_is_in_the_territory_that_its_city_office_serves(self) -> None:
        counties = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, division__level="county")
        for county in counties.select_related("division__parent").order_by("key"):
            assert county.division and county.division.parent
            office = Organisation.objects.get(key=f"office-{county.division.parent.code}")
            assert Jurisdiction.objects.filter(
                superior=office.seat_of_power, subordinate=county, distance=1
            ).exists()

    def test_one_unit_has_two_names_inside_one_government_alone(self) -> None:
        alias = OrganisationAlias.objects.get(name="市小企业发展促进中心")
        assert alias.organisation.name == "晋城市中小企业发展促进中心"
        both = OrganisationAlias.objects.filter(name="市工信局").order_by("government__key")
        assert [each.organisation.name for each in both] == ["太原市工信局", "晋城市工信局"]

    def test_the_ten_towns_have_the_figures_of_the_table_and_no_others(self) -> None:
        with (FIXTURES / "towns.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        columns = {
            "output_value_yi": "output_value",
            "enterprises": "enterprises",
            "employment": "employment",
            "market_share_country_pct": "market_share_country",
        }
        expected = {
            (row["town"], key, int(row["year"]), Decimal(row[column]))
            for row in rows
            for column, key in columns.items()
            if row[column]
        }
        figures = Figure.objects.filter(town__isnull=False).select_related("town", "indicator").order_by("pk")
        found = {(f.town.name, f.indicator.key, f.year, f.shown_value) for f in figures if f.town}
        assert Town.objects.count() == 10
        assert found == expected
        assert (
            Town.objects.get(name="清徐老陈醋").figures.get(indicator__key="output_value").value
            == 3_000_000_000
        )
        assert not Town.objects.exclude(introduction="").exists()
        assert not Figure.objects.filter(confirmed_at__isnull=False).exists()

    def test_the_ten_recognitions_of_2022_have_neither_number_nor_date(self) -> None:
        designations = Designation.objects.select_related("authority").order_by("pk")
        assert {(each.level, each.year, each.document_number, each.decided_on) for each in designations} == {
            ("province", 2022, "", None)
        }
        assert {each.authority.name for each in designations} == {"山西省专业镇发展领导小组办公室"}
        assert all(each.source for each in designations)

    def test_a_draft_standard_stays_a_draft(self) -> None:
        states = dict(StandardVersion.objects.order_by("pk").values_list("standard__code", "state"))
        assert states == {"shanxi-2022": "published", "taiyuan-2023": "published", "yongji-2024": "draft"}

    def test_the_rows_of_a_standard_say_what_its_file_says(self) -> None:
        from criteria.standard import StandardSpec

        for version in StandardVersion.objects.select_related("standard").order_by("pk"):
            code = version.standard.code
            assert specification(version) == StandardSpec.from_json(
                (FIXTURES / "standards" / f"{code}.json").read_bytes()
            )
            assert compiled(version) is compiled(version)

    def test_loading_twice_changes_nothing(self) -> None:
        def content() -> list[object]:
            models = (
                Division,
                Organisation,
                OrganisationAlias,
                Jurisdiction,
                Indicator,
                StandardVersion,
                Town,
                Figure,
            )
            return [list(model.objects.order_by("pk").values()) for model in models]  # type: ignore[attr-defined]

        before = content()
        with CaptureQueriesContext(connection) as queries:
            brought = load_everything(FIXTURES)
        assert content() == before
        assert not any(each.made or each.changed for each in brought.values())
        assert len(queries) < 60

    def test_what_an_administrator_or_a_county_changed_survives(self) -> None:
        Organisation.objects.filter(key="gov-140121").update(telephone="0351-0000000", short_name="清徐")
        Town.objects.filter(name="清徐老陈醋").update(name="清徐老陈醋专业镇")
        load_everything(FIXTURES)
        assert Organisation.objects.get(key="gov-140121").short_name == "清徐"
        assert Town.objects.count() == 10

    def test_a_renamed_division_is_brought_up_to_date(self) -> None:
        table = self.files / "divisions.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("清徐县", "清徐市"), encoding="utf-8")
        brought = load_everything(self.files)
        assert Division.objects.get(code="140121").full_name == "太原市清徐市"
        # The county itself, and the full names of its townships.
        assert brought["行政区划"].changed == 1 + Division.objects.filter(parent__code="140121").count()

    def test_a_unit_that_went_missing_comes_back_in_its_place(self) -> None:
        Organisation.objects.get(key="township-140121100").delete()
        load_organisations(FIXTURES / "organisations")
        township = Organisation.objects.get(key="township-140121100")
        assert township.superiors.count() == 4

    def test_a_published_standard_cannot_be_changed_by_its_file(self) -> None:
        edit_standard(self.files, "taiyuan-2023", "11")
        with pytest.raises(Conflict, match=r"taiyuan-2023 第 1 版已经发布.*taiyuan-2023\.v2\.json"):
            load_standards(self.files / "standards")
        version = StandardVersion.objects.get(standard__code="taiyuan-2023")
        assert asked_of_manufacturing(version) == "10"

    def test_a_second_version_stands_beside_the_first(self) -> None:
        shutil.copy(self.files / "standards" / "taiyuan-2023.json", self.files / "standards" / "original")
        edit_standard(self.files, "taiyuan-2023", "12")
        (self.files / "standards" / "taiyuan-2023.json").rename(
            self.files / "standards" / "taiyuan-2023.v2.json"
        )
        (self.files / "standards" / "original").rename(self.files / "standards" / "taiyuan-2023.json")
        load_standards(self.files / "standards")
        versions = StandardVersion.objects.filter(standard__code="taiyuan-2023").order_by("number")
        assert [asked_of_manufacturing(version) for version in versions] == ["10", "12"]
        assert {version.state for version in versions} == {VersionState.PUBLISHED}

    def test_a_changed_draft_is_taken_over_and_compiled_anew(self) -> None:
        version = StandardVersion.objects.get(standard__code="yongji-2024")
        before = compiled(version)
        edit_standard(self.files, "yongji-2024", "3")
        load_standards(self.files / "standards")
        version.refresh_from_db()
        assert asked_of_manufacturing(version) == "3"
        assert compiled(version) is not before

    def test_a_draft_that_became_final_is_published(self) -> None:
        path = self.files / "standards" / "yongji-2024.json"
        path.write_text(
            path.read_text(encoding="utf-8").replace('"draft": true', '"draft": false'), encoding="utf-8"
        )
        load_standards(self.files / "standards")
        version = StandardVersion.objects.get(standard__code="yongji-2024")
        assert version.state == VersionState.PUBLISHED and version.published_at
