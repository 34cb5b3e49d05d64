"""What people look for on the board; the filter is the address."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Division
from standards.models import ELIGIBILITIES, StandardVersion, Standing
from towns.filters import RegistryFilterForm
from towns.filters.registry import ANY
from towns.models import Town

NEAR = "near"
NEAR_AT_MOST = 2
ORDER = ("q", "city", "county", "category", "level", "standard", "eligible", "gap")


class BoardFilterForm(RegistryFilterForm):
    """Towns on the board: by place, words and recognition as in the registry, and by how they stand."""

    def __init__(
        self, *args: Any, towns: QuerySet[Town], versions: Iterable[StandardVersion], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._add_places(towns)
        self.add_choice("standard", "标准", [(each.standard.code, each.standard.title) for each in versions])
        self.add_choice("eligible", "结论", ELIGIBILITIES)
        self.add_choice("gap", "差距", [(NEAR, "只差一两项")])
        self.order_fields(ORDER)

    def narrow(self, towns: QuerySet[Town]) -> QuerySet[Town]:
        """The towns that meet all conditions; standard, outcome and gap speak of one and the same check."""
        chosen, towns = self.chosen(), super().narrow(towns)
        if "city" in chosen:
            towns = towns.filter(county__parent__code=chosen["city"])
        if "county" in chosen:
            towns = towns.filter(county__code=chosen["county"])
        if not chosen.keys() & {"standard", "eligible", "gap"}:
            return towns
        standings = Standing.objects.filter(town=OuterRef("pk"))
        if "standard" in chosen:
            standings = standings.filter(standard_version__standard__code=chosen["standard"])
        if "eligible" in chosen:
            standings = standings.filter(eligible=chosen["eligible"])
        if "gap" in chosen:
            standings = standings.filter(lacking__gte=1, lacking__lte=NEAR_AT_MOST)
        return towns.filter(Exists(standings))

    def _add_places(self, towns: QuerySet[Town]) -> None:
        """Cities and counties that have a town in sight, where there is a choice."""
        counties = list(
            Division.objects.filter(pk__in=towns.order_by().values("county"))
            .order_by("code")
            .values_list("parent__code", "parent__full_name", "code", "full_name")
        )
        cities = dict.fromkeys((code, name) for code, name, _, _ in counties)
        if len(cities) > 1:
            self.add_choice("city", "市", list(cities))
        if len(counties) > 1:
            self.add_choice("county", "县（市、区）", [])
            self.fields["county"].choices = [
                ANY,
                *(
                    (city, [(code, name) for _, _, code, name in found])
                    for (_, city), found in groupby(counties, key=lambda row: row[:2])
                ),
            ]
